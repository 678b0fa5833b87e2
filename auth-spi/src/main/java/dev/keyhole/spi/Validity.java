package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long a decision may be kept and given again to whoever shares its key ({@link KeyScope}), and for which names.
 *
 * @param kind until when
 * @param duration for {@link Kind#DURATION} how long, counted from when the module answered; else zero
 * @param refreshAhead for {@link Kind#DURATION} how long before its end a decision that is still in use is asked for again in
 *     the background; zero for never
 * @param coverage which names it holds for; for {@link Kind#NOT_CACHED} the asked one
 */
public record Validity(Kind kind, Duration duration, Duration refreshAhead, Coverage coverage) {

    /** Until when a decision holds. */
    public enum Kind {
        UNTIL_RESET,
        DURATION,
        NOT_CACHED
    }

    private static final Validity UNTIL_RESET =
            new Validity(Kind.UNTIL_RESET, Duration.ZERO, Duration.ZERO, Coverage.name());
    private static final Validity NOT_CACHED =
            new Validity(Kind.NOT_CACHED, Duration.ZERO, Duration.ZERO, Coverage.name());

    public Validity {
        requireNonNull(kind);
        requireNonNull(coverage);
        if ((kind == Kind.DURATION) != (duration.compareTo(Duration.ZERO) > 0)) {
            throw new IllegalArgumentException(kind + " for " + duration);
        }
        if (refreshAhead.isNegative() || (kind != Kind.DURATION && !refreshAhead.isZero())) {
            throw new IllegalArgumentException(kind + " refreshed ahead by " + refreshAhead);
        }
        if (kind == Kind.NOT_CACHED && coverage.isWide()) {
            throw new IllegalArgumentException(kind + " for " + coverage);
        }
    }

    /** Until an operator or the module resets the user, the transport or everything. */
    public static Validity untilReset() {
        return UNTIL_RESET;
    }

    /**
     * For this one answer only, which no other check gets, even if it asks the same at the same moment. An answer that may be
     * shared and yet shouldn't be kept lasts a millisecond.
     */
    public static Validity notCached() {
        return NOT_CACHED;
    }

    /**
     * @param duration more than zero
     */
    public static Validity lasting(Duration duration) {
        return new Validity(Kind.DURATION, duration, Duration.ZERO, Coverage.name());
    }

    /**
     * The same validity, for a decision that somebody asks for in the last moments before its end: it is then asked for
     * again in the background, while it goes on to hold. The new answer takes its place at once, be it a no; a fault leaves it
     * as it is, and it ends at its own end.
     *
     * @param ahead how long before the end; more than half of the duration counts as half of it, zero means never
     * @throws IllegalArgumentException if this doesn't last for a duration
     */
    public Validity refreshedAhead(Duration ahead) {
        return new Validity(kind, duration, ahead, coverage);
    }

    /**
     * The same validity, for more than the name that was asked. What is known of a single name goes before what covers it; a
     * later answer that says otherwise of a name that this covers ends this.
     *
     * @throws IllegalArgumentException if this isn't cached, and the coverage is wide
     */
    public Validity covering(Coverage names) {
        return new Validity(kind, duration, refreshAhead, names);
    }
}
