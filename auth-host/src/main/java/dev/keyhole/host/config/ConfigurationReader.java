package dev.keyhole.host.config;

import dev.keyhole.host.config.Configuration.Chain;
import dev.keyhole.host.config.Configuration.Destination;
import dev.keyhole.host.config.Configuration.Transport;
import dev.keyhole.host.config.Configuration.Use;
import dev.keyhole.host.loader.Permissions;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Spelling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one configuration. Not thread-safe. */
final class ConfigurationReader {

    private final Path file;
    private final Findings findings = new Findings();
    private final ElementReader reader;
    private final BlockReader blocks;
    private final ModuleReader modules;
    private final TransportReader transportReader;
    private final DestinationReader destinationReader;
    private final Map<String, Transport> transports = new LinkedHashMap<>();
    private final Map<String, Destination> destinations = new LinkedHashMap<>();
    private final List<RawOption> settings = new ArrayList<>();

    private ConfigurationReader(Path file, ElementReader reader) {
        this.file = file;
        this.reader = reader;
        this.blocks = new BlockReader(reader);
        this.modules = new ModuleReader(reader, blocks);
        this.transportReader = new TransportReader(reader, blocks);
        this.destinationReader = new DestinationReader(reader, blocks);
    }

    static Configuration read(Path file, Map<String, String> definitions, Map<String, String> environment) {
        Source main = source(file);
        Element root = XmlParser.document(main);
        if (!root.name().equals(Vocabulary.ROOT)) {
            throw new ConfigurationException(List.of(new Problem(
                    root.location(),
                    "",
                    "the first element of a configuration is '" + Vocabulary.ROOT + "', not '" + root.name() + "'")));
        }
        ElementReader reader = new ElementReader(new Inclusion(main), new Variables(main, definitions, environment));
        ConfigurationReader configuration = new ConfigurationReader(file, reader);
        if (Permissions.isWritableByAll(main.real())) {
            configuration.findings.warning(
                    main.label(), "every user of this machine may change this file, and with it who may log on");
        }
        return configuration.instance(root);
    }

    private static Source source(Path file) {
        Path path = file.toAbsolutePath().normalize();
        Path real;
        try {
            real = path.toRealPath();
        } catch (IOException e) {
            real = path; // reading it says what is wrong
        }
        String label = path.getFileName() == null
                ? path.toString()
                : path.getFileName().toString();
        return new Source(path, real, label, Optional.empty());
    }

    private Configuration instance(Element root) {
        Children blockElements = new Children(Vocabulary.ROOT, root.location(), findings);
        for (Element child : reader.children(root, findings)) {
            switch (child.name()) {
                case "Name", "Authentication", "Entitlement", "Authenticator", "Admin" -> blockElements.add(child);
                case "Modules" -> each(child, "Module", element -> modules.read(element, findings));
                case "Transports" -> each(child, "Transport", this::transport);
                case "Keyhole" -> settings.addAll(blocks.options(child, findings));
                case "Replication" -> each(child, "Destination", this::destination);
                case "Actions" ->
                    notYet(
                            child,
                            "no action runs, nor those that disable, enable or reset authentication or entitlement");
                default ->
                    Vocabulary.INSTANCE
                            .complaint(child.name())
                            .ifPresent(complaint -> findings.error(child.location(), complaint));
            }
        }
        String name = blockElements
                .find("Name")
                .flatMap(child -> reader.word(child, findings))
                .orElse("");
        Optional<Chain> authentication = blockElements.find("Authentication").flatMap(this::chain);
        Optional<Chain> entitlement = blockElements.find("Entitlement").flatMap(this::chain);
        Optional<Use> authenticator =
                blockElements.find("Authenticator").flatMap(block -> blocks.authenticator(block, findings));
        Optional<Transport> admin =
                blockElements.find("Admin").map(element -> transportReader.readAdmin(element, findings));
        if (transports.isEmpty() && !findings.hasErrors()) {
            findings.warning(root.location(), "there is no 'Transport', so nothing can connect");
        }
        List<Configuration.Module> declared = modules.finish(blocks.modules(), findings);
        return new Configuration(
                file,
                name,
                declared,
                authentication,
                entitlement,
                authenticator,
                List.copyOf(transports.values()),
                admin,
                List.copyOf(destinations.values()),
                settings,
                findings.errors(),
                findings.warnings());
    }

    /** Reads a container of elements of one name. */
    private void each(Element container, String name, Consumer<Element> action) {
        for (Element child : reader.children(container, findings)) {
            if (child.name().equals(name)) {
                action.accept(child);
            } else {
                findings.error(
                        child.location(),
                        Spelling.unknown(
                                "'" + child.name() + "' isn't an element of '" + container.name() + "'",
                                child.name(),
                                List.of(name)));
            }
        }
    }

    private void transport(Element element) {
        transportReader.read(element, findings).ifPresent(transport -> {
            Transport first = transports.putIfAbsent(transport.name(), transport);
            if (first != null) {
                findings.error(
                        transport.location(),
                        "a transport named '" + transport.name() + "' stands at " + first.location() + " already");
            }
        });
    }

    private void destination(Element element) {
        destinationReader.read(element, findings).ifPresent(destination -> {
            Destination first = destinations.putIfAbsent(destination.name(), destination);
            if (first != null) {
                findings.error(
                        destination.location(),
                        "a destination named '" + destination.name() + "' stands at " + first.location() + " already");
            }
        });
    }

    private Optional<Chain> chain(Element block) {
        return blocks.chain(block, findings);
    }

    private void notYet(Element element, String consequence) {
        findings.warning(element.location(), "'" + element.name() + "' isn't enforced yet: " + consequence);
    }
}
