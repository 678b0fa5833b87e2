package dev.keyhole.host.config;

import dev.keyhole.host.config.Configuration.Chain;
import dev.keyhole.host.config.Configuration.Use;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads security blocks and options, and remembers which modules the blocks name. Not thread-safe. */
final class BlockReader {

    private static final Set<String> NAMES = Set.of("Module", "Options");

    private final ElementReader reader;
    private final Set<String> modules = new HashSet<>();

    BlockReader(ElementReader reader) {
        this.reader = reader;
    }

    /** Names of the modules that the blocks read so far ask for. */
    Set<String> modules() {
        return Set.copyOf(modules);
    }

    /** Reads an {@code Authentication} or {@code Entitlement} element; empty, and an error, if it names no module. */
    Optional<Chain> chain(Element block, Findings findings) {
        List<Link> links = new ArrayList<>();
        boolean complained = false;
        for (Element child : reader.children(block, findings)) {
            switch (child.name()) {
                case "Module" -> links.add(new Link(child));
                case "Options" -> complained |= !attach(child, links, findings);
                default -> {
                    findings.error(child.location(), unknown(child.name(), block.name()));
                    complained = true;
                }
            }
        }
        if (links.isEmpty() && !complained) {
            findings.error(
                    block.location(),
                    "'" + block.name()
                            + "' names no module; write a 'Module' into it, or leave it out to have the default");
        }
        List<Use> uses = new ArrayList<>();
        for (Link link : links) {
            List<RawOption> options =
                    link.options.map(element -> options(element, findings)).orElse(List.of());
            reader.word(link.module, findings).ifPresent(name -> {
                modules.add(name);
                uses.add(new Use(name, options, link.module.location()));
            });
        }
        return uses.isEmpty() ? Optional.empty() : Optional.of(new Chain(uses, block.location()));
    }

    /** Reads an {@code Authenticator} element, which has one module; empty, and an error, if it names none or several. */
    Optional<Use> authenticator(Element block, Findings findings) {
        Optional<Chain> chain = chain(block, findings);
        if (chain.isPresent() && chain.get().uses().size() > 1) {
            findings.error(
                    chain.get().uses().get(1).location(),
                    "an '" + block.name() + "' has one 'Module', as credentials can't come from two; remove this one");
            return Optional.empty();
        }
        return chain.map(single -> single.uses().get(0));
    }

    private static boolean attach(Element options, List<Link> links, Findings findings) {
        if (links.isEmpty()) {
            findings.error(options.location(), "these 'Options' come before any 'Module'; they belong after theirs");
            return false;
        }
        Link last = links.get(links.size() - 1);
        if (last.options.isPresent()) {
            findings.error(
                    options.location(),
                    "a 'Module' has one 'Options', and this one's stands at "
                            + last.options.get().location() + " already");
            return false;
        }
        last.options = Optional.of(options);
        return true;
    }

    private static String unknown(String name, String block) {
        return Spelling.nearest(name, NAMES)
                .map(nearest -> "'" + name + "' isn't an element of '" + block + "'; did you mean '" + nearest + "'?")
                .orElseGet(() -> "'" + name + "' isn't an element of '" + block
                        + "'; an option of a module stands in 'Options' after its 'Module'");
    }

    /** Reads an element whose children are options. */
    List<RawOption> options(Element element, Findings findings) {
        List<RawOption> options = new ArrayList<>();
        for (Element option : reader.children(element, findings)) {
            reader.text(option, findings)
                    .ifPresent(text -> options.add(new RawOption(option.name(), text, option.location())));
        }
        return options;
    }

    /** A {@code Module} of a block, and the {@code Options} after it. */
    private static final class Link {
        final Element module;
        Optional<Element> options = Optional.empty();

        Link(Element module) {
            this.module = module;
        }
    }
}
