package dev.keyhole.cache;

import dev.keyhole.spi.Coverage;

/**
 * How long an answer holds, and what for, if that isn't the one name until the next reset. Thread-safe.
 */
final class Terms {

    private final Coverage coverage;
    private final boolean ends;
    private final long end;

    private volatile long refreshAt;
    private volatile boolean refreshes;

    private Terms(Coverage coverage, boolean ends, long end, long ahead) {
        this.coverage = coverage;
        this.ends = ends;
        this.end = end;
        this.refreshes = ahead > 0;
        this.refreshAt = end - ahead;
    }

    static Terms untilReset(Coverage coverage) {
        return new Terms(coverage, false, 0, 0);
    }

    /**
     * @param end reading of the monotonic clock from which the answer no longer holds
     * @param ahead how long before that it is to be asked for again; zero for never
     */
    static Terms until(long end, long ahead, Coverage coverage) {
        return new Terms(coverage, true, end, ahead);
    }

    /** What is covered besides the name that was asked. */
    Coverage coverage() {
        return coverage;
    }

    boolean ends() {
        return ends;
    }

    boolean endedBy(long now) {
        return ends && now - end >= 0;
    }

    /** The same for the name alone: it is used, and asked for again, by itself. */
    Terms ofName() {
        return new Terms(Coverage.name(), ends, end, refreshes ? end - refreshAt : 0);
    }

    /** Whether whoever calls this has to have the answer asked for again: the first one in its last moments. */
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
        long left = end - now;
        if (left > 0) {
            refreshAt = now + left / 2;
            refreshes = true;
        }
    }
}
