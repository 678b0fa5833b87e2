package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

/**
 * An option as it stands in a configuration, not yet understood. It may hold a secret, so it never prints its value.
 *
 * @param name its name
 * @param value its text, white space included
 * @param location file and line, for instance {@code keyhole.xml:24}; empty if unknown
 */
public record RawOption(String name, String value, String location) {

    public RawOption {
        requireNonNull(name);
        requireNonNull(value);
        requireNonNull(location);
    }

    @Override
    public String toString() {
        return "RawOption[" + name + " at " + location + "]";
    }
}
