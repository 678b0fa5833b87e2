package dev.keyhole.spi;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts of a configuration as values. */
final class Values {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)\\s*([A-Za-z]*)");

    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "", 1_000_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L,
            "w", 604_800_000_000_000L);

    private static final Map<String, Long> BYTES = Map.of(
            "", 1L,
            "b", 1L,
            "k", 1L << 10,
            "kb", 1L << 10,
            "m", 1L << 20,
            "mb", 1L << 20,
            "g", 1L << 30,
            "gb", 1L << 30,
            "t", 1L << 40,
            "tb", 1L << 40);

    private Values() {}

    static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "enabled", "1" -> true;
            case "false", "no", "disabled", "0" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    static Duration duration(String text) {
        return Duration.ofNanos(scaled(text, NANOSECONDS));
    }

    static long size(String text) {
        return scaled(text, BYTES);
    }

    private static long scaled(String text, Map<String, Long> units) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        Long unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new IllegalArgumentException("'" + matcher.group(2) + "' isn't a unit");
        }
        try {
            return new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("it is too large or too fine", e);
        }
    }

    static <E extends Enum<E>> E choice(String text, Class<E> choices) {
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.name().equalsIgnoreCase(text.replace('-', '_')))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    static String names(Class<? extends Enum<?>> choices) {
        return Arrays.stream(choices.getEnumConstants())
                .map(choice -> choice.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }
}
