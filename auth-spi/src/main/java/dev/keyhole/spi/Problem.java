package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param location file and line, for instance {@code keyhole.xml:24}; empty if whoever found it doesn't know
 * @param option name of the option it is about; empty if it is about none
 * @param message what is wrong, and what to do; no secret in it
 */
public record Problem(String location, String option, String message) implements Serializable {

    public Problem {
        requireNonNull(location);
        requireNonNull(option);
        requireNonNull(message);
    }

    public static Problem of(String message) {
        return new Problem("", "", message);
    }

    public static Problem of(Option<?> option, String message) {
        return new Problem("", option.name(), message);
    }

    /** The same problem, with where it stands. */
    public Problem at(String place) {
        return new Problem(place, option, message);
    }

    @Override
    public String toString() {
        return location.isEmpty() ? message : location + ": " + message;
    }
}
