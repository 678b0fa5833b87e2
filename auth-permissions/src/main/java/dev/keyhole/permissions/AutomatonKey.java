package dev.keyhole.permissions;

import java.util.Arrays;

/** What makes a state of an {@link Automaton}. Immutable. */
final class AutomatonKey {

    private final long[] items;
    private final boolean atStart;
    private final boolean afterWord;
    private final int matched;

    /**
     * @param items bits: the parts that wait for the next character, or for the end; not changed any more
     * @param atStart whether nothing of the name has been read
     * @param afterWord whether the last character was one of a word; false if no pattern asks for that
     * @param matched the least number of a pattern that matches by what has been read so far
     */
    AutomatonKey(long[] items, boolean atStart, boolean afterWord, int matched) {
        this.items = items;
        this.atStart = atStart;
        this.afterWord = afterWord;
        this.matched = matched;
    }

    /** Not to be changed. */
    long[] items() {
        return items;
    }

    boolean atStart() {
        return atStart;
    }

    boolean afterWord() {
        return afterWord;
    }

    int matched() {
        return matched;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AutomatonKey key
                && matched == key.matched
                && atStart == key.atStart
                && afterWord == key.afterWord
                && Arrays.equals(items, key.items);
    }

    @Override
    public int hashCode() {
        return (Arrays.hashCode(items) * 31 + matched) * 2 + (afterWord ? 1 : 0);
    }
}
