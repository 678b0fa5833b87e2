package dev.keyhole.host.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Children of which an element may have at most one of a name. Not thread-safe. */
final class Children {

    private final String parent;
    private final String location;
    private final Findings findings;
    private final Map<String, Element> byName = new HashMap<>();

    Children(String parent, String location, Findings findings) {
        this.parent = parent;
        this.location = location;
        this.findings = findings;
    }

    /** Adds a child; an error if there is one of its name. The first one stays. */
    void add(Element child) {
        Element first = byName.putIfAbsent(child.name(), child);
        if (first != null) {
            findings.error(
                    child.location(),
                    "'" + child.name() + "' is given twice in this '" + parent + "', first at " + first.location());
        }
    }

    Optional<Element> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** A child; an error if there is none. */
    Optional<Element> required(String name) {
        Optional<Element> child = find(name);
        if (child.isEmpty()) {
            findings.error(location, "this '" + parent + "' has no '" + name + "'");
        }
        return child;
    }
}
