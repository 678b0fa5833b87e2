package dev.keyhole.cache;

import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.EntitlementDecision;
import org.jspecify.annotations.Nullable;

/**
 * One answer: about one name, or about all names that a coverage covers. What a reader sees of it is final, but for what
 * comes next in its slot, and the state of its refresh.
 */
final class Entry<A> {

    final Bucket<A> bucket;

    /** The name that was asked. */
    final String name;

    final int question;
    final int hash;
    final Kept<A> kept;

    /** What {@link #kept} holds, one step nearer for those who look for it. */
    final A answer;

    private final boolean ends;

    /** Whether it is found by what it covers, else by its name. */
    final boolean wide;

    /** The next one in the same slot. Written under the share's lock, read without. */
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

    private volatile long refreshAt;
    private volatile boolean refreshes;

    Entry(Bucket<A> bucket, String name, int question, Kept<A> kept, boolean wide) {
        this.bucket = bucket;
        this.name = name;
        this.question = question;
        this.hash = Bucket.hash(name, question);
        this.kept = kept;
        this.answer = kept.answer;
        this.ends = kept.ends;
        this.wide = wide;
        this.refreshes = kept.ahead > 0;
        this.refreshAt = kept.end - kept.ahead;
    }

    /**
     * What is kept of an answer.
     *
     * @param <A> what it was made into
     */
    static final class Kept<A> {

        final A answer;
        private final EntitlementDecision decision;
        private final Coverage coverage;
        private final boolean ends;
        private final long end;
        private final long ahead;

        /**
         * @param coverage what it covers besides the name that was asked
         */
        private Kept(A answer, EntitlementDecision decision, Coverage coverage, boolean ends, long end, long ahead) {
            this.answer = answer;
            this.decision = decision;
            this.coverage = coverage;
            this.ends = ends;
            this.end = end;
            this.ahead = ahead;
        }

        static <A> Kept<A> untilReset(A answer, EntitlementDecision decision, Coverage coverage) {
            return new Kept<>(answer, decision, coverage, false, 0, 0);
        }

        /**
         * @param end reading of the monotonic clock from which the answer no longer holds
         * @param ahead how long before that it is to be asked for again; zero for never
         */
        static <A> Kept<A> until(long end, long ahead, A answer, EntitlementDecision decision, Coverage coverage) {
            return new Kept<>(answer, decision, coverage, true, end, ahead);
        }

        Coverage coverage() {
            return coverage;
        }

        /** Whether it grants all there is to be granted. */
        boolean isFullGrant() {
            return decision instanceof EntitlementDecision.Granted granted
                    && granted.filter().isEmpty()
                    && granted.select().isEmpty();
        }

        /** Whether another decision says something else, whatever its reasons. */
        boolean differsFrom(EntitlementDecision other) {
            if (decision instanceof EntitlementDecision.Granted mine
                    && other instanceof EntitlementDecision.Granted theirs) {
                return !mine.filter().equals(theirs.filter()) || !mine.select().equals(theirs.select());
            }
            return decision.getClass() != other.getClass();
        }

        EntitlementDecision decision() {
            return decision;
        }
    }

    boolean ends() {
        return ends;
    }

    boolean endedBy(long now) {
        return ends && now - kept.end >= 0;
    }

    /** Whether whoever calls this has to have it asked for again: the first one in its last moments. */
    boolean isToBeRefreshed(long now) {
        return refreshes && now - refreshAt >= 0 && claimRefresh();
    }

    private synchronized boolean claimRefresh() {
        boolean mine = refreshes;
        refreshes = false;
        return mine;
    }

    /** No answer came: it is tried once more when half of what is left is over. */
    void refreshFailed(long now) {
        long left = kept.end - now;
        if (left > 0) {
            refreshAt = now + left / 2;
            refreshes = true;
        }
    }
}
