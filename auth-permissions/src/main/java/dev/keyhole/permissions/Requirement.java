package dev.keyhole.permissions;

import dev.keyhole.permissions.Node.Atomic;
import dev.keyhole.permissions.Node.Boundary;
import dev.keyhole.permissions.Node.Characters;
import dev.keyhole.permissions.Node.Choice;
import dev.keyhole.permissions.Node.Group;
import dev.keyhole.permissions.Node.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * What each name that a pattern matches must hold. Necessary, and not always sufficient.
 *
 * @param start what it begins with
 * @param end what it ends with
 * @param parts texts that it contains, in this order
 */
record Requirement(String start, String end, List<String> parts) {

    /** The requirements of which each name that a pattern matches meets one: one for each alternative. */
    static List<Requirement> of(Node node) {
        Node only = node;
        while (only instanceof Sequence sequence && sequence.items().size() == 1) {
            only = sequence.items().get(0);
        }
        if (only instanceof Choice choice) {
            return choice.branches().stream().map(Requirement::ofOne).toList();
        }
        return List.of(ofOne(node));
    }

    private static Requirement ofOne(Node node) {
        List<Node> items = new ArrayList<>();
        flatten(node, items);
        List<String> parts = new ArrayList<>();
        String start = "";
        String end = "";
        StringBuilder part = new StringBuilder();
        boolean atStart = false;
        for (Node item : items) {
            if (item instanceof Characters characters && characters.set().only().isPresent()) {
                part.appendCodePoint(characters.set().only().getAsInt());
                continue;
            }
            if (!part.isEmpty()) {
                parts.add(part.toString());
                start = atStart ? part.toString() : start;
                end = item == Boundary.END ? part.toString() : end;
                part.setLength(0);
            }
            atStart = item == Boundary.START;
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
            start = atStart ? part.toString() : start;
        }
        return new Requirement(start, end, List.copyOf(parts));
    }

    private static void flatten(Node node, List<Node> items) {
        if (node instanceof Sequence sequence) {
            sequence.items().forEach(item -> flatten(item, items));
        } else if (node instanceof Group group) {
            flatten(group.body(), items);
        } else if (node instanceof Atomic atomic) {
            flatten(atomic.body(), items);
        } else {
            items.add(node);
        }
    }

    /** Whether what meets this is matched by a simple pattern. */
    boolean implies(SimplePattern pattern) {
        return switch (pattern.kind()) {
            case EQUALS -> false;
            case BEGINS -> start.startsWith(pattern.part());
            case ENDS -> end.endsWith(pattern.part());
            case CONTAINS ->
                parts.stream().anyMatch(part -> part.contains(pattern.part()))
                        || pattern.part().isEmpty();
        };
    }
}
