package dev.keyhole.permissions;

import org.jspecify.annotations.Nullable;

/**
 * A state of an {@link Automaton}: what of the patterns may come next. Other threads may see it before they see what its
 * neighbours are; they find those again then.
 */
final class AutomatonState {

    /** Of {@link #matchedAtEnd}, before somebody has found out. */
    static final int UNKNOWN = -1;

    /** How a number is kept that no pattern has. */
    private static final int NO_PATTERN = -1;

    /** Beside the arrays: three objects and an entry of a map. */
    private static final int OVERHEAD_BYTES = 120;

    private static final int REFERENCE_BYTES = 4;

    private final AutomatonKey key;
    private final int matched;
    private final boolean dead;
    private final @Nullable AutomatonState[] next;
    /** 0 if it isn't known, as a thread may see before it sees anything else; else one more than the number. */
    private int endCode;

    AutomatonState(AutomatonKey key, int classCount) {
        this.key = key;
        this.matched = key.matched();
        this.dead = Bits.isEmpty(key.items());
        this.next = new AutomatonState[classCount];
    }

    AutomatonKey key() {
        return key;
    }

    int matched() {
        return matched;
    }

    /** Whether nothing more can match, whatever comes. */
    boolean isDead() {
        return dead;
    }

    @Nullable
    AutomatonState next(int kind) {
        return next[kind];
    }

    void setNext(int kind, AutomatonState state) {
        next[kind] = state;
    }

    /** The least number of a pattern that matches if the name ends here, or {@link #UNKNOWN}. */
    int matchedAtEnd() {
        int code = endCode;
        return code == 0 ? UNKNOWN : code == NO_PATTERN ? Automaton.NONE : code - 1;
    }

    void setMatchedAtEnd(int number) {
        endCode = number == Automaton.NONE ? NO_PATTERN : number + 1;
    }

    int bytes() {
        return OVERHEAD_BYTES + key.items().length * Long.BYTES + next.length * REFERENCE_BYTES;
    }
}
