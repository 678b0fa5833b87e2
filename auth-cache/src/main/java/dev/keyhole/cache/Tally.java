package dev.keyhole.cache;

/**
 * Counts what happens too often for anything dearer: each thread writes to a place of its own, without a lock or a barrier.
 * Two threads that have the same place, of 64, may lose one of two counts that they make at the same moment.
 */
public final class Tally {

    private static final int PLACES = 64;
    private static final int SPREAD = 0x9E37_79B9;
    private static final int SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(PLACES);

    /** Places lie so far from each other that no two are on one line of a processor's cache, nor on two neighbours. */
    private static final int DISTANCE = 128 / Long.BYTES;

    private final long[] counts = new long[(PLACES + 1) * DISTANCE];
    private final int kinds;

    /**
     * @param kinds how many kinds of things are counted apart, at most 8
     */
    public Tally(int kinds) {
        if (kinds < 1 || kinds > DISTANCE / 2) {
            throw new IllegalArgumentException(kinds + " kinds");
        }
        this.kinds = kinds;
    }

    /**
     * Counts one more of a kind. Returns how many of it were counted at this thread's place.
     *
     * @param kind from zero
     */
    public long add(int kind) {
        @SuppressWarnings("deprecation") // threadId() is newer than Java 17
        int index = (place(Thread.currentThread().getId()) + 1) * DISTANCE + kind;
        long count = counts[index] + 1;
        counts[index] = count;
        return count;
    }

    static int place(long threadId) {
        return ((int) threadId * SPREAD) >>> SHIFT;
    }

    /** What was counted of a kind by all threads, as far as this one can see it yet. */
    public long sum(int kind) {
        long sum = 0;
        for (int place = 0; place < PLACES; place++) {
            sum += counts[(place + 1) * DISTANCE + kind];
        }
        return sum;
    }

    /** What was counted of all kinds. */
    public long sum() {
        long sum = 0;
        for (int kind = 0; kind < kinds; kind++) {
            sum += sum(kind);
        }
        return sum;
    }
}
