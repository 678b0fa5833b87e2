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
 */
final class SimplePattern implements NamePattern {

    private final String text;
    private final Kind kind;
    /** Holds the text that is looked for: mostly it's the pattern, which saves a copy for each rule. */
    private final String source;

    private final int start;
    private final int length;

    private SimplePattern(String text, Kind kind, String source, int start, int end) {
        this.text = text;
        this.kind = kind;
        this.source = source;
        this.start = start;
        this.length = end - start;
    }

    /** Where the part must be. */
    enum Kind {
        EQUALS,
        BEGINS,
        ENDS,
        CONTAINS
    }

    @Override
    public String text() {
        return text;
    }

    Kind kind() {
        return kind;
    }

    /** The text that is looked for. */
    String part() {
        return source.substring(start, start + length);
    }

    @Override
    public Match match(String name) {
        boolean matches =
                switch (kind) {
                    case EQUALS -> name.length() == length && name.regionMatches(0, source, start, length);
                    case BEGINS -> name.regionMatches(0, source, start, length);
                    case ENDS -> name.regionMatches(name.length() - length, source, start, length);
                    case CONTAINS -> name.contains(source);
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
        if ((CharacterKinds.of(text, first, last) & CharacterKinds.SPECIAL) != 0) {
            return Optional.empty();
        }
        Kind kind = kind(start, end, first == last);
        return Optional.of(
                kind == Kind.CONTAINS
                        ? ofPart(text, kind, text.substring(first, last))
                        : new SimplePattern(text, kind, text, first, last));
    }

    /** The pattern as a simple one, if it is that. */
    static Optional<SimplePattern> of(String text, Node node) {
        if (!mayBe(node)) {
            return Optional.empty();
        }
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
        return Optional.of(ofPart(text, kind(start, end, part.isEmpty()), part.toString()));
    }

    /** Whether there is nothing in a pattern that no simple one has: it saves the work for nearly all others. */
    private static boolean mayBe(Node node) {
        if (node instanceof Sequence sequence) {
            for (Node item : sequence.items()) {
                if (!mayBe(item)) {
                    return false;
                }
            }
            return true;
        }
        if (node instanceof Group group) {
            return mayBe(group.body());
        }
        return node instanceof Boundary
                || Anchor.isAnything(node)
                || (node instanceof Characters characters
                        && characters.set().only().isPresent());
    }

    private static SimplePattern ofPart(String text, Kind kind, String part) {
        return new SimplePattern(text, kind, part, 0, part.length());
    }

    private static Kind kind(boolean start, boolean end, boolean isEmpty) {
        if (start && end) {
            return Kind.EQUALS;
        }
        // What begins or ends with nothing is everything, however it is written.
        if (isEmpty || start == end) {
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

    @Override
    public boolean equals(Object other) {
        return other instanceof SimplePattern pattern
                && text.equals(pattern.text)
                && kind == pattern.kind
                && part().equals(pattern.part());
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return kind + " " + part();
    }
}
