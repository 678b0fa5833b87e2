package dev.keyhole.http.check;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code Cache-Control} says of an answer (RFC 9111, section 5.2.2). */
final class CacheControl {

    private static final int MAX_DIGITS = 9;

    private CacheControl() {}

    /**
     * How long the answer may be kept; zero if not at all, or if it can't be understood; empty if nothing is said.
     *
     * @param values of the headers
     */
    static Optional<Duration> lifetime(List<String> values) {
        Optional<Duration> lifetime = Optional.empty();
        for (String value : values) {
            for (String directive : value.split(",", -1)) {
                Optional<Duration> said = lifetime(directive.strip().toLowerCase(Locale.ROOT));
                if (said.isPresent()) {
                    lifetime = Optional.of(shorter(said.get(), lifetime.orElse(said.get())));
                }
            }
        }
        return lifetime;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Optional<Duration> lifetime(String directive) {
        if (directive.equals("no-store") || directive.startsWith("no-cache")) {
            return Optional.of(Duration.ZERO);
        }
        if (!directive.startsWith("max-age")) {
            return Optional.empty();
        }
        String seconds = directive
                .substring("max-age".length())
                .replace("=", "")
                .replace("\"", "")
                .strip();
        boolean number = !seconds.isEmpty() && seconds.chars().allMatch(c -> c >= '0' && c <= '9');
        return Optional.of(
                !number
                        ? Duration.ZERO
                        : Duration.ofSeconds(
                                seconds.length() > MAX_DIGITS ? Integer.MAX_VALUE : Long.parseLong(seconds)));
    }
}
