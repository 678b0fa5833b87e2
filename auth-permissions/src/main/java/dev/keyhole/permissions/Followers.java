package dev.keyhole.permissions;

/**
 * For each item of an {@link AutomatonParts} the items that come after it, where it is easily said which: most are followed
 * by the next one, and nearly all others by a few that are near to each other. What follows the others has to be searched
 * for when a state is made. Immutable.
 */
final class Followers {

    /** So many instructions are looked at for an item; what has more of them behind it is searched for later. */
    private static final int MAX_STEPS = 32;

    private static final int TO_BE_FOUND = -1;

    /** The items that are followed by the item with the next number, and by no other. */
    private final long[] chained;

    /** For each other item, where its followers are: bits of the word with this number, and of the one after it. */
    private final int[] words;

    private final long[] low;
    private final long[] high;

    Followers(AutomatonParts parts) {
        int count = parts.itemCount();
        chained = Bits.forCount(count);
        words = new int[count];
        low = new long[count];
        high = new long[count];
        int[] found = new int[MAX_STEPS];
        for (int item = 0; item < count; item++) {
            int size = find(parts, parts.instructionOf(item) + 1, found);
            if (size == 1 && found[0] == item + 1) {
                Bits.set(chained, item);
            } else {
                put(item, found, size);
            }
        }
    }

    /** Writes the items that are reached from an instruction; returns their number, or {@link #TO_BE_FOUND}. */
    private static int find(AutomatonParts parts, int start, int[] found) {
        int[] stack = new int[MAX_STEPS + 2];
        int height = 0;
        stack[height++] = start;
        int size = 0;
        for (int steps = 0; height > 0; steps++) {
            if (steps == MAX_STEPS) {
                return TO_BE_FOUND;
            }
            int instruction = stack[--height];
            switch (parts.operation(instruction)) {
                case CHARACTER, WORD, NOT_WORD, END -> found[size++] = parts.number(instruction);
                case SPLIT, PROGRESS -> {
                    stack[height++] = parts.second(instruction);
                    stack[height++] = parts.first(instruction);
                }
                case JUMP -> stack[height++] = parts.first(instruction);
                case MARK, REMEMBER -> stack[height++] = instruction + 1;
                case START -> {
                    // After an item it can't be the start any more.
                }
                case MATCH -> {
                    return TO_BE_FOUND;
                }
                case BACK, SAME, SAME_CASELESS, LOOK, LOOK_NOT, ATOMIC ->
                    throw new IllegalStateException("no automaton can do that");
            }
        }
        return size;
    }

    private void put(int item, int[] found, int size) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (int i = 0; i < size; i++) {
            first = Math.min(first, found[i] / Long.SIZE);
            last = Math.max(last, found[i] / Long.SIZE);
        }
        if (size <= 0 || last > first + 1) {
            words[item] = TO_BE_FOUND;
            return;
        }
        words[item] = first;
        for (int i = 0; i < size; i++) {
            if (found[i] / Long.SIZE == first) {
                low[item] |= 1L << found[i];
            } else {
                high[item] |= 1L << found[i];
            }
        }
    }

    /** The items, of 64 with the number of a word, that are followed by the item with the next number alone. */
    long chained(int word) {
        return chained[word];
    }

    /** Adds what follows an item that isn't chained to some items; false if it has to be searched for. */
    boolean add(int item, long[] items) {
        int word = words[item];
        if (word == TO_BE_FOUND) {
            return false;
        }
        items[word] |= low[item];
        if (high[item] != 0) {
            items[word + 1] |= high[item];
        }
        return true;
    }
}
