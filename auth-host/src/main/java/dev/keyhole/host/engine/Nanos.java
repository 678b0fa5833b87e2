package dev.keyhole.host.engine;

import java.time.Duration;

/** Durations as nanoseconds, and in words. */
final class Nanos {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Nanos() {}

    /** A century at most, so that sums don't overflow. */
    static long of(Duration duration) {
        return (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos();
    }

    static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    /** For instance {@code 20 s} or {@code 250 ms}. */
    static String inWords(long nanos) {
        long millis = millis(nanos);
        return millis >= 1_000 && millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
