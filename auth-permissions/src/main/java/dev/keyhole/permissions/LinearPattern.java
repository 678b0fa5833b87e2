package dev.keyhole.permissions;

import java.util.List;

/**
 * A pattern that an automaton matches, in a time that grows with the length of the name and no faster. Most never need
 * theirs: they wait behind others that decide, or are matched together with others.
 */
final class LinearPattern implements NamePattern {

    private final String text;
    private final int size;
    private final LazyAutomaton automaton;

    /**
     * @param text of a pattern that is {@linkplain Regularity regular}
     * @param size see {@link PatternSize}
     */
    LinearPattern(String text, int size, AutomatonMemory memory) {
        this.text = text;
        this.size = size;
        this.automaton = new LazyAutomaton(List.of(text), memory);
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public int size() {
        return size;
    }

    /** Whether the automaton has been made. */
    boolean isMade() {
        return automaton.isMade();
    }

    @Override
    public Match match(String name) {
        return automaton.search(name) == Automaton.NONE ? Match.NO : Match.YES;
    }
}
