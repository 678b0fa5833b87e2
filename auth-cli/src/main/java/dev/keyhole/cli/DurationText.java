package dev.keyhole.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations on the command line: {@code 5} and {@code 5s} are seconds, {@code 500ms}, {@code 2m}. */
final class DurationText {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(ms|s|m)?");

    private DurationText() {}

    /**
     * @throws UsageException with what is wrong
     */
    static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new UsageException("'" + Text.oneLine(text) + "' isn't a time such as 5, 5s, 500ms or 2m");
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        if (unit == null) {
            return Duration.ofSeconds(number);
        }
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
