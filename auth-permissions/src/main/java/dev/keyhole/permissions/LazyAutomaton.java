package dev.keyhole.permissions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An automaton that is made when it is first needed, and again when it has been forgotten: neither does a logon wait for
 * it, nor is it kept where memory is short. Thread-safe.
 */
final class LazyAutomaton {

    private final List<String> texts;
    private final AutomatonMemory memory;
    private volatile @Nullable Automaton made;

    /**
     * @param texts of patterns that are {@linkplain Regularity regular}; their numbers are their places in the list
     */
    LazyAutomaton(List<String> texts, AutomatonMemory memory) {
        this.texts = texts;
        this.memory = memory;
    }

    /** The least number of a pattern that matches anywhere in the name, or {@link Automaton#NONE}. */
    int search(String name) {
        Automaton automaton = made;
        return (automaton == null ? make() : automaton).search(name);
    }

    private Automaton make() {
        Automaton automaton =
                Automaton.of(texts.stream().map(PatternParser::parse).toList(), memory);
        made = automaton;
        memory.made(this);
        memory.add(automaton.bytes());
        return automaton;
    }

    void forget() {
        made = null;
    }

    boolean isMade() {
        return made != null;
    }
}
