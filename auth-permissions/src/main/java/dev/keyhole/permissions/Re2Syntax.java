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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes a pattern in the syntax of RE2/J, in which nothing depends on options and no dialect is left; empty for a
 * pattern that no automaton matches: one with look-arounds, back-references, or repetitions that give nothing back.
 *
 * <p>Only whether a name matches is asked, so that groups remember nothing, and lazy is the same as greedy.
 */
final class Re2Syntax implements Node.Visitor<Optional<String>> {

    private static final Re2Syntax INSTANCE = new Re2Syntax();

    private Re2Syntax() {}

    static Optional<String> of(Node node) {
        return node.accept(INSTANCE);
    }

    @Override
    public Optional<String> characters(Characters node) {
        if (node.isAny()) {
            return Optional.of("(?s:.)");
        }
        CodePoints set = node.set();
        if (set.only().isPresent()) {
            return Optional.of(character(set.only().getAsInt()));
        }
        if (set.isEmpty()) {
            return Optional.of("[^\\x{0}-\\x{10FFFF}]");
        }
        StringBuilder ranges = new StringBuilder("[");
        for (int i = 0; i < set.rangeCount(); i++) {
            ranges.append(character(set.first(i))).append('-').append(character(set.last(i)));
        }
        return Optional.of(ranges.append(']').toString());
    }

    private static String character(int character) {
        boolean plain = PatternText.isAsciiLetter(character) || PatternText.isDigit(character) || character == '/';
        return plain ? Character.toString(character) : String.format("\\x{%X}", character);
    }

    @Override
    public Optional<String> boundary(Boundary node) {
        return Optional.of(
                switch (node) {
                    case START -> "\\A";
                    case END -> "\\z";
                    case WORD -> "\\b";
                    case NOT_WORD -> "\\B";
                });
    }

    @Override
    public Optional<String> sequence(Sequence node) {
        return joined(node.items(), "");
    }

    @Override
    public Optional<String> choice(Choice node) {
        return joined(node.branches(), "|").map(branches -> "(?:" + branches + ")");
    }

    private static Optional<String> joined(List<Node> nodes, String separator) {
        List<Optional<String>> parts = nodes.stream().map(Re2Syntax::of).toList();
        return parts.stream().allMatch(Optional::isPresent)
                ? Optional.of(parts.stream().map(Optional::get).collect(Collectors.joining(separator)))
                : Optional.empty();
    }

    /**
     * Counted repetitions are written out, as RE2/J would do it itself: its own limits are others than PCRE's. {@code
     * x{2,4}} becomes {@code xxx?x?}, which matches the same as {@code xx(x(x)?)?} and is nowhere deep.
     */
    @Override
    public Optional<String> repeat(Repeat node) {
        if (node.greed() == Greed.POSSESSIVE) {
            return Optional.empty();
        }
        return of(node.body()).map(text -> {
            String body = "(?:" + text + ")";
            return body.repeat(node.least())
                    + (node.isUnlimited() ? body + "*" : (body + "?").repeat(node.most() - node.least()));
        });
    }

    @Override
    public Optional<String> group(Group node) {
        return of(node.body()).map(body -> "(?:" + body + ")");
    }

    @Override
    public Optional<String> look(Look node) {
        return Optional.empty();
    }

    @Override
    public Optional<String> atomic(Atomic node) {
        return Optional.empty();
    }

    @Override
    public Optional<String> backReference(BackReference node) {
        return Optional.empty();
    }
}
