package dev.keyhole.service;

import java.time.Duration;

/**
 * How many failures are still allowed: so many at once, and one more after each interval. May be overdrawn, by as much as
 * it holds. Thread-safe.
 */
final class Bucket {

    /**
     * The size of a bucket.
     *
     * @param burst failures at once
     * @param interval in which one more is allowed
     */
    record Size(int burst, Duration interval) {

        /** After this time without a failure it is as if there had been none. */
        Duration untilFull() {
            return interval.multipliedBy(2L * burst);
        }
    }

    private final Size size;
    private double tokens;
    private long nanos;

    Bucket(Size size, long nanos) {
        this.size = size;
        this.tokens = size.burst();
        this.nanos = nanos;
    }

    /** Whether a failure is allowed now. */
    synchronized boolean hasOne(long now) {
        refill(now);
        return tokens >= 1;
    }

    /** Takes one if there is one. */
    synchronized boolean tryTake(long now) {
        refill(now);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Takes one, even if there is none. */
    synchronized void take(long now) {
        refill(now);
        tokens = Math.max(-size.burst(), tokens - 1);
    }

    /** Puts back one that was taken. */
    synchronized void putBack(long now) {
        refill(now);
        tokens = Math.min(size.burst(), tokens + 1);
    }

    private void refill(long now) {
        double gained = (double) (now - nanos) / size.interval().toNanos();
        if (gained > 0) {
            tokens = Math.min(size.burst(), tokens + gained);
            nanos = now;
        }
    }
}
