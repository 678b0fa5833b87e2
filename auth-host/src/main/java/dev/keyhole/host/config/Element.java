package dev.keyhole.host.config;

import java.util.List;

/**
 * An element as it stands in a file: no variable is replaced in it, and no file included. Its text may hold a secret, so
 * it never prints it. Immutable.
 *
 * @param attributes names of its attributes
 * @param text all text directly inside it, without that of its children
 * @param children the elements directly inside it
 */
record Element(String name, Source source, int line, List<String> attributes, String text, List<Element> children) {

    Element {
        attributes = List.copyOf(attributes);
        children = List.copyOf(children);
    }

    String location() {
        return source.at(line);
    }

    @Override
    public String toString() {
        return "Element[" + name + " at " + location() + "]";
    }
}
