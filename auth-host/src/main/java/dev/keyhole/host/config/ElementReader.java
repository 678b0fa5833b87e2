package dev.keyhole.host.config;

import dev.keyhole.spi.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens elements: gives what stands in them, with the files that they include and the values of their variables. Elements
 * that nobody opens are not looked into, so what stands in them can't be wrong. Not thread-safe.
 */
final class ElementReader {

    private static final String INCLUDE = "Include";

    /** An attribute of the reference's {@code Include}, for its print of the whole configuration. */
    private static final String COMMENT = "comment";

    private final Inclusion inclusion;
    private final Variables variables;

    ElementReader(Inclusion inclusion, Variables variables) {
        this.inclusion = inclusion;
        this.variables = variables;
    }

    /** The elements inside an element that may hold only elements. */
    List<Element> children(Element element, Findings findings) {
        refuseAttributes(element, findings);
        if (!element.text().isBlank()) {
            findings.error(element.location(), "'" + element.name() + "' holds elements, but there is text in it");
        }
        List<Element> all = new ArrayList<>();
        for (Element child : element.children()) {
            if (child.name().equals(INCLUDE)) {
                all.addAll(include(child, findings));
            } else {
                all.add(child);
            }
        }
        return all;
    }

    /** The text of an element that may hold only text, white space around it included; empty if it can't be read. */
    Optional<String> text(Element element, Findings findings) {
        refuseAttributes(element, findings);
        if (!element.children().isEmpty()) {
            findings.error(
                    element.location(),
                    "'" + element.name() + "' holds text, but there is an element in it: '"
                            + element.children().get(0).name() + "'");
            return Optional.empty();
        }
        return variables.replace(element.text(), element.location(), findings);
    }

    /** The text of an element, stripped; empty, and an error in the findings, if there is none or it isn't printable. */
    Optional<String> word(Element element, Findings findings) {
        Optional<String> text = text(element, findings).map(String::strip);
        if (text.isPresent() && text.get().isEmpty()) {
            findings.error(element.location(), "'" + element.name() + "' is empty");
            return Optional.empty();
        }
        if (text.isPresent() && text.get().chars().anyMatch(Character::isISOControl)) {
            findings.error(element.location(), "'" + element.name() + "' has control characters in it");
            return Optional.empty();
        }
        return text;
    }

    private static void refuseAttributes(Element element, Findings findings) {
        for (String attribute : element.attributes()) {
            if (!(element.name().equals(INCLUDE) && attribute.equals(COMMENT))) {
                findings.error(
                        element.location(),
                        "'" + element.name() + "' has an attribute '" + attribute
                                + "'; attributes aren't read, write an element instead");
            }
        }
    }

    private List<Element> include(Element include, Findings findings) {
        Optional<String> name = word(include, findings);
        Optional<Source> source = name.flatMap(text -> inclusion.find(include, text, findings));
        if (name.isEmpty() || source.isEmpty()) {
            return List.of();
        }
        try {
            Element fragment = XmlParser.fragment(source.get());
            if (fragment.children().stream().anyMatch(child -> child.name().equals(Vocabulary.ROOT))) {
                findings.error(
                        include.location(),
                        Inclusion.cannot(
                                name.get(),
                                "an included file has only the elements that are to stand here, without '"
                                        + Vocabulary.ROOT + "' around them"));
                return List.of();
            }
            return children(fragment, findings);
        } catch (ConfigurationException e) {
            findings.errors(e.problems());
            return List.of();
        }
    }
}
