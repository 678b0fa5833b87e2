package dev.keyhole.permissions;

import dev.keyhole.permissions.Program.Instruction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Matches several patterns in one pass over a name: a finite automaton whose states are made when a name first leads to
 * them, and kept within a limit of bytes. A character that leads to a known state costs the same for one pattern and for
 * hundreds; one that leads to a new state costs a step for each part of the patterns at most. Thread-safe; it needs next
 * to no stack.
 */
final class Automaton {

    /** What {@link #search} returns if no pattern matches: more than every number of a pattern. */
    static final int NONE = Integer.MAX_VALUE;

    /** Bytes of states that are kept, estimated; past it all are forgotten, and made anew as they are needed. */
    private static final int MAX_STATE_BYTES = 256 << 10;

    private final AutomatonParts parts;
    private final AutomatonMemory memory;
    private volatile States states;

    /** The states made since the last time that all were forgotten. */
    private static final class States {
        private final ConcurrentHashMap<AutomatonKey, AutomatonState> known = new ConcurrentHashMap<>();
        private final AutomatonState start;
        /** Written by whoever adds a state; that it isn't exact does no harm. */
        private volatile int bytes;

        States(AutomatonState start) {
            this.start = start;
        }
    }

    private Automaton(AutomatonParts parts, AutomatonMemory memory) {
        this.parts = parts;
        this.memory = memory;
        this.states = new States(parts.start());
    }

    /**
     * @param patterns each {@linkplain Regularity regular}; their numbers are their places in the list
     * @param memory is told of what states are kept
     */
    static Automaton of(List<Node> patterns, AutomatonMemory memory) {
        return new Automaton(
                AutomatonParts.of(patterns.stream().map(ProgramWriter::write).toList()), memory);
    }

    /** What it takes without any states, estimated. */
    long bytes() {
        return parts.bytes();
    }

    /** The least number of a pattern that matches anywhere in the name. */
    int search(String name) {
        AutomatonState state = states.start;
        int best = state.matched();
        AutomatonSteps steps = null;
        int length = name.length();
        for (int i = 0; i < length && best > 0 && !state.isDead(); i++) {
            int character = name.charAt(i);
            if (Character.isHighSurrogate((char) character)) {
                character = name.codePointAt(i);
                i += Character.charCount(character) - 1;
            }
            int kind = parts.alphabet().classOf(character);
            AutomatonState next = state.next(kind);
            if (next == null) {
                steps = steps == null ? new AutomatonSteps(parts) : steps;
                next = intern(steps.step(state, kind));
                state.setNext(kind, next);
            }
            state = next;
            best = Math.min(best, state.matched());
        }
        return best == 0 ? best : Math.min(best, atEnd(state));
    }

    private int atEnd(AutomatonState state) {
        int matched = state.matchedAtEnd();
        if (matched == AutomatonState.UNKNOWN) {
            matched = new AutomatonSteps(parts).end(state);
            state.setMatchedAtEnd(matched);
        }
        return matched;
    }

    private AutomatonState intern(AutomatonKey key) {
        States current = states;
        AutomatonState known = current.known.get(key);
        if (known != null) {
            return known;
        }
        AutomatonState made = new AutomatonState(key, parts.alphabet().classCount());
        int bytes = current.bytes + made.bytes();
        if (bytes > MAX_STATE_BYTES) {
            memory.add(-current.bytes);
            states = new States(parts.start());
            return made;
        }
        current.bytes = bytes;
        current.known.put(key, made);
        memory.add(made.bytes());
        return made;
    }

    /** The different sets of characters in some programs. */
    static List<CodePoints> sets(List<Instruction> instructions) {
        Set<CodePoints> sets = new LinkedHashSet<>();
        for (Instruction instruction : instructions) {
            switch (instruction.operation()) {
                case CHARACTER -> sets.add(instruction.set());
                case WORD, NOT_WORD -> sets.add(CharacterClasses.WORD);
                default -> {}
            }
        }
        return List.copyOf(sets);
    }
}
