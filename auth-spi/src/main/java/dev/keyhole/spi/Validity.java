package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long a decision may be kept and given again to whoever shares its key ({@link KeyScope}).
 *
 * @param kind until when
 * @param duration for {@link Kind#DURATION} how long, counted from when the module answered; else zero
 */
public record Validity(Kind kind, Duration duration) {

    /** Until when a decision holds. */
    public enum Kind {
        UNTIL_RESET,
        DURATION,
        NOT_CACHED
    }

    private static final Validity UNTIL_RESET = new Validity(Kind.UNTIL_RESET, Duration.ZERO);
    private static final Validity NOT_CACHED = new Validity(Kind.NOT_CACHED, Duration.ZERO);

    public Validity {
        requireNonNull(kind);
        if ((kind == Kind.DURATION) != (duration.compareTo(Duration.ZERO) > 0)) {
            throw new IllegalArgumentException(kind + " for " + duration);
        }
    }

    /** Until an operator or the module resets the user, the transport or everything. */
    public static Validity untilReset() {
        return UNTIL_RESET;
    }

    /** For this one answer only. */
    public static Validity notCached() {
        return NOT_CACHED;
    }

    /**
     * @param duration more than zero
     */
    public static Validity lasting(Duration duration) {
        return new Validity(Kind.DURATION, duration);
    }
}
