package dev.keyhole.permissions;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a pattern means, as a tree. What PCRE has several ways to write is one here: case, {@code \Q...\E}, comments and
 * options are gone, and every set of characters holds those only that names hold, so that a line break is in none.
 */
sealed interface Node {

    /** Applies the method that fits the kind of this node. */
    <R> R accept(Visitor<R> visitor);

    /** One character of a set; never, if the set is empty. */
    record Characters(CodePoints set) implements Node {

        private static final Characters ANY = new Characters(CodePoints.OF_NAMES);

        /** Those of ASCII one by one, as patterns are mostly made of them. */
        private static final Characters[] ASCII = IntStream.range(0, 128)
                .mapToObj(character -> of(CodePoints.single(character)))
                .toArray(Characters[]::new);

        /** Those of a set that names hold. */
        static Characters of(CodePoints set) {
            return new Characters(set.intersection(CodePoints.OF_NAMES));
        }

        static Characters of(int character) {
            return character < ASCII.length ? ASCII[character] : of(CodePoints.single(character));
        }

        /** All that names hold. */
        static Characters any() {
            return ANY;
        }

        boolean isAny() {
            return set.equals(CodePoints.OF_NAMES);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.characters(this);
        }
    }

    /** Matches between characters. */
    enum Boundary implements Node {
        START,
        END,
        WORD,
        NOT_WORD;

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.boundary(this);
        }
    }

    /** One after the other. */
    record Sequence(List<Node> items) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sequence(this);
        }
    }

    /** The first that leads to a match. */
    record Choice(List<Node> branches) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.choice(this);
        }
    }

    /**
     * Several times.
     *
     * @param most {@link #UNLIMITED} if there is no limit
     */
    record Repeat(Node body, int least, int most, Greed greed) implements Node {
        static final int UNLIMITED = -1;

        boolean isUnlimited() {
            return most == UNLIMITED;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.repeat(this);
        }
    }

    /** How many of the possible repetitions are tried first. */
    enum Greed {
        GREEDY,
        LAZY,
        /** As many as there are, and never fewer. */
        POSSESSIVE
    }

    /**
     * Remembers what its body matched.
     *
     * @param number from 1
     */
    record Group(int number, Node body) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.group(this);
        }
    }

    /** Looks whether something stands here, or doesn't, and moves nowhere. */
    record Look(boolean ahead, boolean negative, Node body) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.look(this);
        }
    }

    /** The first way in which the body matches, and no other. */
    record Atomic(Node body) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.atomic(this);
        }
    }

    /** What a group has matched, again. */
    record BackReference(int group, boolean caseless) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.backReference(this);
        }
    }

    /** Something to do with a node, for each kind of them. */
    interface Visitor<R> {
        R characters(Characters node);

        R boundary(Boundary node);

        R sequence(Sequence node);

        R choice(Choice node);

        R repeat(Repeat node);

        R group(Group node);

        R look(Look node);

        R atomic(Atomic node);

        R backReference(BackReference node);
    }
}
