package dev.keyhole.permissions;

import dev.keyhole.permissions.Node.Boundary;
import dev.keyhole.permissions.Node.Characters;
import dev.keyhole.permissions.Node.Group;
import dev.keyhole.permissions.Node.Sequence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A pattern that asks no more than what a name is, begins with, ends with or contains; most do. {@code ^/desk/} is one,
 * and so are {@code ^/desk/.*}, {@code /spot$} and {@code .*}.
 *
 * @param part the text that is looked for
 */
record SimplePattern(String text, Kind kind, String part) implements NamePattern {

    /** Where the part must be. */
    enum Kind {
        EQUALS,
        BEGINS,
        ENDS,
        CONTAINS
    }

    @Override
    public Match match(String name) {
        boolean matches =
                switch (kind) {
                    case EQUALS -> name.equals(part);
                    case BEGINS -> name.startsWith(part);
                    case ENDS -> name.endsWith(part);
                    case CONTAINS -> name.contains(part);
                };
        return matches ? Match.YES : Match.NO;
    }

    /**
     * The pattern as a simple one, if that can be seen from its text: one that is plain but for what may stand at its
     * beginning and its end. It is the same that {@link #of} finds, at a fraction of the cost.
     */
    static Optional<SimplePattern> ofText(String text) {
        int first = 0;
        boolean start = text.startsWith("^");
        if (start) {
            first = 1;
        }
        if (text.startsWith(".*", first)) {
            first += 2;
            start = false;
        }
        int last = text.length();
        boolean end = last > first && text.endsWith("$");
        if (end) {
            last--;
        }
        if (last - 2 >= first && text.startsWith(".*", last - 2)) {
            last -= 2;
            end = false;
        }
        String part = text.substring(first, last);
        return PatternCompiler.isLiteral(part)
                ? Optional.of(new SimplePattern(text, kind(start, end, part), part))
                : Optional.empty();
    }

    /** The pattern as a simple one, if it is that. */
    static Optional<SimplePattern> of(String text, Node node) {
        Deque<Node> items = new ArrayDeque<>();
        flatten(node, items);
        boolean start = false;
        while (!items.isEmpty() && (items.peekFirst() == Boundary.START || Anchor.isAnything(items.peekFirst()))) {
            start = items.removeFirst() == Boundary.START;
        }
        boolean end = false;
        while (!items.isEmpty() && (items.peekLast() == Boundary.END || Anchor.isAnything(items.peekLast()))) {
            end = items.removeLast() == Boundary.END;
        }
        StringBuilder part = new StringBuilder();
        for (Node item : items) {
            if (!(item instanceof Characters characters)
                    || characters.set().only().isEmpty()) {
                return Optional.empty();
            }
            part.appendCodePoint(characters.set().only().getAsInt());
        }
        return Optional.of(new SimplePattern(text, kind(start, end, part.toString()), part.toString()));
    }

    private static Kind kind(boolean start, boolean end, String part) {
        if (start && end) {
            return Kind.EQUALS;
        }
        // What begins or ends with nothing is everything, however it is written.
        if (part.isEmpty() || start == end) {
            return Kind.CONTAINS;
        }
        return start ? Kind.BEGINS : Kind.ENDS;
    }

    private static void flatten(Node node, Deque<Node> items) {
        if (node instanceof Sequence sequence) {
            sequence.items().forEach(item -> flatten(item, items));
        } else if (node instanceof Group group) {
            flatten(group.body(), items);
        } else {
            items.addLast(node);
        }
    }
}
