package dev.keyhole.host.config;

import dev.keyhole.host.config.Configuration.Destination;
import dev.keyhole.host.config.Configuration.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code Destination} elements of {@code Replication}. Not thread-safe. */
final class DestinationReader {

    private final ElementReader reader;
    private final BlockReader blocks;

    DestinationReader(ElementReader reader, BlockReader blocks) {
        this.reader = reader;
        this.blocks = blocks;
    }

    /** Reads a destination; empty if it has no name that can be used. */
    Optional<Destination> read(Element element, Findings findings) {
        Children children = new Children("Destination", element.location(), findings);
        known(element, Vocabulary.DESTINATION, findings).forEach(children::add);
        Optional<String> name = children.required("Name").flatMap(child -> reader.word(child, findings));
        Optional<Link> link = children.required("Transport").map(transport -> link(transport, findings));
        if (name.isEmpty() || link.isEmpty()) {
            return Optional.empty();
        }
        Link found = link.get();
        if (TransportReader.SECURE_TYPES.contains(found.type())) {
            findings.warning(
                    element.location(),
                    "destination '" + name.get() + "' is of type '" + found.type()
                            + "', but TLS isn't set up from it; what connects to it must see to that");
        }
        return Optional.of(new Destination(
                name.get(), found.type(), found.addresses(), found.authenticator(), element.location()));
    }

    /** What the {@code Transport} of a destination says. */
    private record Link(String type, List<String> addresses, Optional<Use> authenticator) {}

    private Link link(Element transport, Findings findings) {
        Children children = new Children("Transport", transport.location(), findings);
        List<String> addresses = new ArrayList<>();
        for (Element child : known(transport, Vocabulary.DESTINATION_TRANSPORT, findings)) {
            if (child.name().equals("InetAddr")) {
                // Several are tried in their order.
                reader.word(child, findings).ifPresent(addresses::add);
            } else {
                children.add(child);
            }
        }
        return new Link(
                children.find("Type")
                        .flatMap(child -> reader.word(child, findings))
                        .orElse(""),
                addresses,
                children.find("Authenticator").flatMap(block -> blocks.authenticator(block, findings)));
    }

    private List<Element> known(Element parent, Vocabulary vocabulary, Findings findings) {
        List<Element> known = new ArrayList<>();
        for (Element child : reader.children(parent, findings)) {
            if (vocabulary.read().contains(child.name())) {
                known.add(child);
            } else if (vocabulary.passedOver().contains(child.name())
                    && TransportReader.NOT_ENFORCED.containsKey(child.name())) {
                findings.warning(
                        child.location(),
                        "'" + child.name() + "' of a destination isn't enforced: "
                                + TransportReader.NOT_ENFORCED.get(child.name()));
            } else {
                vocabulary.complaint(child.name()).ifPresent(complaint -> findings.error(child.location(), complaint));
            }
        }
        return known;
    }
}
