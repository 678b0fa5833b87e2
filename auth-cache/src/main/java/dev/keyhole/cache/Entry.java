package dev.keyhole.cache;

import org.jspecify.annotations.Nullable;

/**
 * One answer. What a reader sees of it is final, but for the chain of answers about the same name.
 */
final class Entry<A> {

    final Bucket<A> bucket;
    final String name;
    final int question;
    final A answer;

    /** Other questions about the same name. Written under the share's lock, read without. */
    volatile @Nullable Entry<A> next;

    /** Neighbours by age; only under the share's lock. */
    @Nullable
    Entry<A> older;

    @Nullable
    Entry<A> newer;

    /**
     * Whether somebody found this entry since the last look. Neither volatile nor exact: it's written only if it isn't set
     * yet, so that readers of one answer don't fight over it.
     */
    boolean used;

    private final boolean ends;
    private final long end;

    private Entry(Bucket<A> bucket, String name, int question, A answer, boolean ends, long end) {
        this.bucket = bucket;
        this.name = name;
        this.question = question;
        this.answer = answer;
        this.ends = ends;
        this.end = end;
    }

    static <A> Entry<A> untilReset(Bucket<A> bucket, String name, int question, A answer) {
        return new Entry<>(bucket, name, question, answer, false, 0);
    }

    /**
     * @param end reading of the monotonic clock from which the answer no longer holds
     */
    static <A> Entry<A> until(long end, Bucket<A> bucket, String name, int question, A answer) {
        return new Entry<>(bucket, name, question, answer, true, end);
    }

    boolean ends() {
        return ends;
    }

    boolean endedBy(long now) {
        return ends && now - end >= 0;
    }
}
