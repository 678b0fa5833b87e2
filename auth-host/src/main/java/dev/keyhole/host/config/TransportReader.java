package dev.keyhole.host.config;

import dev.keyhole.host.config.Configuration.Chain;
import dev.keyhole.host.config.Configuration.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code Transport} elements. Not thread-safe. */
final class TransportReader {

    /** Elements that change who may connect, or what a connection may do, and that nothing acts on. */
    static final Map<String, String> NOT_ENFORCED = Map.of(
            "CAFile", "TLS isn't set up from it",
            "CAPath", "TLS isn't set up from it",
            "Certificate", "TLS isn't set up from it",
            "Ciphers", "TLS isn't set up from it",
            "InitialState", "the transport is open from the start",
            "PrivateKey", "TLS isn't set up from it",
            "SecureSocketProtocols", "TLS isn't set up from it",
            "TransportFilter", "no command is filtered",
            "VerifyClient", "no client certificate is asked for");

    /** Elements of {@code Admin} that say who may do what there, and that nothing acts on. */
    static final Map<String, String> NOT_ENFORCED_OF_ADMIN = Map.of(
            "AnonymousPaths", "there is no admin interface over HTTP",
            "InetAddr", "there is no admin interface over HTTP",
            "WWWAuthenticate", "there is no admin interface over HTTP");

    static final Set<String> SECURE_TYPES = Set.of("tcps", "amps-replication-secure");

    private final ElementReader reader;
    private final BlockReader blocks;

    TransportReader(ElementReader reader, BlockReader blocks) {
        this.reader = reader;
        this.blocks = blocks;
    }

    /** Reads a transport; empty if it has no name that can be used. */
    Optional<Transport> read(Element element, Findings findings) {
        Children children = new Children("Transport", element.location(), findings);
        List<Element> ignored = new ArrayList<>();
        for (Element child : reader.children(element, findings)) {
            if (Vocabulary.TRANSPORT.read().contains(child.name())) {
                children.add(child);
            } else if (NOT_ENFORCED.containsKey(child.name())) {
                ignored.add(child);
            } else {
                Vocabulary.TRANSPORT
                        .complaint(child.name())
                        .ifPresent(complaint -> findings.error(child.location(), complaint));
            }
        }
        Optional<String> name = children.required("Name").flatMap(child -> reader.word(child, findings));
        String type = word(children, "Type", findings);
        String address = word(children, "InetAddr", findings);
        String protocol = word(children, "Protocol", findings);
        Optional<Chain> authentication =
                children.find("Authentication").flatMap(block -> blocks.chain(block, findings));
        Optional<Chain> entitlement = children.find("Entitlement").flatMap(block -> blocks.chain(block, findings));
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (name.get().equals(dev.keyhole.host.Transport.ADMIN)) {
            findings.error(
                    element.location(),
                    "the name '" + dev.keyhole.host.Transport.ADMIN
                            + "' is that of the admin interface; choose another");
            return Optional.empty();
        }
        if (SECURE_TYPES.contains(type)) {
            findings.warning(
                    element.location(),
                    "transport '" + name.get() + "' is of type '" + type
                            + "', but TLS isn't set up from it; what listens on it must see to that");
        }
        for (Element child : ignored) {
            findings.warning(
                    child.location(),
                    "'" + child.name() + "' of transport '" + name.get() + "' isn't enforced yet: "
                            + NOT_ENFORCED.get(child.name()));
        }
        return Optional.of(
                new Transport(name.get(), type, address, protocol, authentication, entitlement, element.location()));
    }

    /** Reads the element that says who may manage the broker, and how that is found out. */
    Transport readAdmin(Element element, Findings findings) {
        Children children = new Children("Admin", element.location(), findings);
        for (Element child : reader.children(element, findings)) {
            if (Vocabulary.ADMIN.read().contains(child.name())) {
                children.add(child);
            } else if (NOT_ENFORCED_OF_ADMIN.containsKey(child.name())) {
                findings.warning(
                        child.location(),
                        "'" + child.name() + "' of 'Admin' isn't enforced yet: "
                                + NOT_ENFORCED_OF_ADMIN.get(child.name()));
            } else {
                Vocabulary.ADMIN
                        .complaint(child.name())
                        .ifPresent(complaint -> findings.error(child.location(), complaint));
            }
        }
        return new Transport(
                dev.keyhole.host.Transport.ADMIN,
                "",
                "",
                "",
                children.find("Authentication").flatMap(block -> blocks.chain(block, findings)),
                children.find("Entitlement").flatMap(block -> blocks.chain(block, findings)),
                element.location());
    }

    private String word(Children children, String name, Findings findings) {
        return children.find(name)
                .flatMap(child -> reader.word(child, findings))
                .orElse("");
    }
}
