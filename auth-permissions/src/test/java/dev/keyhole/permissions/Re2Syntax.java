package dev.keyhole.permissions;

import dev.keyhole.permissions.Node.Atomic;
import dev.keyhole.permissions.Node.BackReference;
import dev.keyhole.permissions.Node.Boundary;
import dev.keyhole.permissions.Node.Characters;
import dev.keyhole.permissions.Node.Choice;
import dev.keyhole.permissions.Node.Greed;
import dev.keyhole.permissions.Node.Group;
import dev.keyhole.permissions.Node.Look;
import dev.keyhole.permissions.Node.Repeat;
import dev.keyhole.permissions.Node.Sequence;
import java.util.Optional;

/**
 * Writes a pattern in the syntax of RE2/J, in which nothing depends on options and no dialect is left; empty for a
 * pattern that no automaton matches: one with look-arounds, back-references, or repetitions that give nothing back.
 *
 * <p>Only whether a name matches is asked, so that groups remember nothing, and lazy is the same as greedy.
 */
final class Re2Syntax implements Node.Visitor<Boolean> {

    private static final String ANY = "(?s:.)";
    private static final String NONE = "[^\\x{0}-\\x{10FFFF}]";

    private final StringBuilder syntax = new StringBuilder();

    private Re2Syntax() {}

    static Optional<String> of(Node node) {
        Re2Syntax writer = new Re2Syntax();
        return node.accept(writer) ? Optional.of(writer.syntax.toString()) : Optional.empty();
    }

    @Override
    public Boolean characters(Characters node) {
        CodePoints set = node.set();
        if (set.only().isPresent()) {
            character(set.only().getAsInt());
        } else if (set.isEmpty()) {
            syntax.append(NONE);
        } else if (node.isAny()) {
            syntax.append(ANY);
        } else {
            syntax.append('[');
            for (int i = 0; i < set.rangeCount(); i++) {
                character(set.first(i));
                syntax.append('-');
                character(set.last(i));
            }
            syntax.append(']');
        }
        return true;
    }

    private void character(int character) {
        if (PatternText.isPlain(character)) {
            syntax.append((char) character);
        } else {
            syntax.append("\\x{").append(Integer.toHexString(character)).append('}');
        }
    }

    @Override
    public Boolean boundary(Boundary node) {
        syntax.append(
                switch (node) {
                    case START -> "\\A";
                    case END -> "\\z";
                    case WORD -> "\\b";
                    case NOT_WORD -> "\\B";
                });
        return true;
    }

    @Override
    public Boolean sequence(Sequence node) {
        for (Node item : node.items()) {
            if (!item.accept(this)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Boolean choice(Choice node) {
        String separator = "(?:";
        for (Node branch : node.branches()) {
            syntax.append(separator);
            if (!branch.accept(this)) {
                return false;
            }
            separator = "|";
        }
        syntax.append(')');
        return true;
    }

    /**
     * Counted repetitions are written out, as RE2/J would do it itself: its own limits are others than PCRE's. {@code
     * x{2,4}} becomes {@code xxx?x?}, which matches the same as {@code xx(x(x)?)?} and is nowhere deep.
     */
    @Override
    public Boolean repeat(Repeat node) {
        if (node.greed() == Greed.POSSESSIVE) {
            return false;
        }
        int start = syntax.length();
        if (!group(node.body())) {
            return false;
        }
        String body = syntax.substring(start);
        syntax.setLength(start);
        syntax.append(body.repeat(node.least()));
        if (node.isUnlimited()) {
            syntax.append(body).append('*');
        } else {
            syntax.append((body + "?").repeat(node.most() - node.least()));
        }
        return true;
    }

    private boolean group(Node body) {
        if (body instanceof Characters characters) {
            return characters(characters);
        }
        syntax.append("(?:");
        boolean written = body.accept(this);
        syntax.append(')');
        return written;
    }

    @Override
    public Boolean group(Group node) {
        return group(node.body());
    }

    @Override
    public Boolean look(Look node) {
        return false;
    }

    @Override
    public Boolean atomic(Atomic node) {
        return false;
    }

    @Override
    public Boolean backReference(BackReference node) {
        return false;
    }
}
