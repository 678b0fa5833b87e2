package dev.keyhole.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * How old a token is.
 *
 * @param millis never negative
 */
record Age(long millis) {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** A token that comes from the future, by another clock, is new. */
    static Age of(Instant obtainedAt, Instant now) {
        return new Age(Math.max(0, Duration.between(obtainedAt, now).toMillis()));
    }

    BigDecimal seconds() {
        return BigDecimal.valueOf(millis, 3);
    }

    /** The two units that matter, for example {@code 23 ms}, {@code 2 m 5 s}. */
    @Override
    public String toString() {
        if (millis < SECOND) {
            return millis + " ms";
        }
        if (millis < MINUTE) {
            return millis / SECOND + " s";
        }
        if (millis < HOUR) {
            return millis / MINUTE + " m " + millis % MINUTE / SECOND + " s";
        }
        if (millis < DAY) {
            return millis / HOUR + " h " + millis % HOUR / MINUTE + " m";
        }
        return millis / DAY + " d " + millis % DAY / HOUR + " h";
    }
}
