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

    /** Counts one more. Returns how many were counted at this thread's place. */
    public long add() {
        @SuppressWarnings("deprecation") // threadId() is newer than Java 17
        int place = ((int) Thread.currentThread().getId() * SPREAD) >>> SHIFT;
        int index = (place + 1) * DISTANCE;
        long count = counts[index] + 1;
        counts[index] = count;
        return count;
    }

    /** What was counted by all threads, as far as this one can see it yet. */
    public long sum() {
        long sum = 0;
        for (int place = 0; place < PLACES; place++) {
            sum += counts[(place + 1) * DISTANCE];
        }
        return sum;
    }
}
