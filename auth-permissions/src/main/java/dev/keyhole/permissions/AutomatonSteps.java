package dev.keyhole.permissions;

import java.util.Arrays;

/**
 * Makes states of an {@link Automaton}: follows the instructions that wait for nothing, to those that wait for a character
 * or for the end. Each instruction is visited at most once for a state. For one thread.
 */
final class AutomatonSteps {

    /** What is known of the next character. */
    private enum Next {
        /** Nothing yet: what asks for it has to wait. */
        OPEN,
        /** That there is an edge of a word before it. */
        EDGE,
        /** That there is no edge of a word before it. */
        NO_EDGE
    }

    private final AutomatonParts parts;
    private final int[] stack;
    private final long[] visited;
    private long[] items;
    private int matched;
    private boolean atStart;
    private boolean atEnd;
    private Next next = Next.OPEN;

    AutomatonSteps(AutomatonParts parts) {
        this.parts = parts;
        // Each instruction is put there by two others at most, but for those that programs jump to: these are visited
        // once.
        this.stack = new int[2 * parts.instructionCount() + 2];
        this.visited = Bits.forCount(parts.instructionCount());
        this.items = Bits.forCount(parts.itemCount());
    }

    private void begin(long[] known, Next nextCharacter, boolean start, boolean end) {
        items = known.clone();
        Arrays.fill(visited, 0);
        matched = Automaton.NONE;
        next = nextCharacter;
        atStart = start;
        atEnd = end;
    }

    /** The state in which all patterns begin. */
    AutomatonKey enter(boolean start) {
        begin(Bits.forCount(parts.itemCount()), Next.OPEN, start, false);
        for (int entry : parts.entries()) {
            follow(entry);
        }
        return new AutomatonKey(items, start, false, matched);
    }

    /** The state after a character of some class. */
    AutomatonKey step(AutomatonState state, int kind) {
        int matchedBefore = Automaton.NONE;
        long[] before = state.key().items();
        if (parts.asksForWords()) {
            matchedBefore = resolve(state, parts.isWord(kind), false);
            before = items;
        }
        begin(parts.restart(), Next.OPEN, false, false);
        matched = matchedBefore;
        pass(before, parts.passedBy(kind));
        return new AutomatonKey(items, false, parts.asksForWords() && parts.isWord(kind), matched);
    }

    /** Goes on from those items that the next character passes; from most of them to the item after it, all at once. */
    private void pass(long[] before, long[] passed) {
        Followers followers = parts.followers();
        long carry = 0;
        for (int word = 0; word < before.length; word++) {
            long active = before[word] & passed[word];
            long moved = active & followers.chained(word);
            items[word] |= moved << 1 | carry;
            carry = moved >>> (Long.SIZE - 1);
            for (long bits = active & ~moved; bits != 0; bits &= bits - 1) {
                int item = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                if (!followers.add(item, items)) {
                    follow(parts.instructionOf(item) + 1);
                }
            }
        }
    }

    /** The least number of a pattern that matches if the name ends in this state. */
    int end(AutomatonState state) {
        return resolve(state, false, true);
    }

    /**
     * Follows what has waited for the next character to be known: to {@link #items}, and to the pattern that it returns.
     *
     * @param word whether the next character is one of a word; false at the end
     */
    private int resolve(AutomatonState state, boolean word, boolean end) {
        AutomatonKey key = state.key();
        boolean edge = key.afterWord() != word;
        begin(key.items(), edge ? Next.EDGE : Next.NO_EDGE, key.atStart(), end);
        followAll(key.items(), edge ? parts.words() : parts.notWords());
        if (end) {
            followAll(key.items(), parts.ends());
        }
        return matched;
    }

    private void followAll(long[] some, long[] others) {
        for (int word = 0; word < some.length; word++) {
            for (long bits = some[word] & others[word]; bits != 0; bits &= bits - 1) {
                follow(parts.instructionOf(word * Long.SIZE + Long.numberOfTrailingZeros(bits)) + 1);
            }
        }
    }

    private void follow(int start) {
        int height = 0;
        stack[height++] = start;
        while (height > 0) {
            int instruction = stack[--height];
            if (!Bits.add(visited, instruction)) {
                continue;
            }
            boolean passes =
                    switch (parts.operation(instruction)) {
                        case CHARACTER -> isPassed(instruction, false);
                        case SPLIT, PROGRESS -> {
                            stack[height++] = parts.second(instruction);
                            stack[height++] = parts.first(instruction);
                            yield false;
                        }
                        case JUMP -> {
                            stack[height++] = parts.first(instruction);
                            yield false;
                        }
                        case START -> atStart;
                        case END -> isPassed(instruction, atEnd);
                        case WORD -> isPassed(instruction, next == Next.EDGE);
                        case NOT_WORD -> isPassed(instruction, next == Next.NO_EDGE);
                        case MATCH -> {
                            matched = Math.min(matched, parts.number(instruction));
                            yield false;
                        }
                        case MARK, REMEMBER -> true;
                        case BACK, SAME, SAME_CASELESS, LOOK, LOOK_NOT, ATOMIC ->
                            throw new IllegalStateException("no automaton can do that");
                    };
            if (passes) {
                stack[height++] = instruction + 1;
            }
        }
    }

    /** An item waits, unless it is known to be passed. */
    private boolean isPassed(int instruction, boolean passed) {
        if (!passed) {
            Bits.set(items, parts.number(instruction));
        }
        return passed;
    }
}
