package dev.keyhole.permissions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The patterns in {@code patterns.txt}. */
final class PatternTable {

    /** What becomes of a pattern. */
    enum Fate {
        TAKEN,
        UNSUPPORTED,
        LARGE,
        REFUSED
    }

    /**
     * One line.
     *
     * @param names with whether the pattern matches
     */
    record Line(Fate fate, String pattern, Map<String, Boolean> names) {

        static Line parse(String line) {
            String[] fields = line.split("\t", -1);
            Map<String, Boolean> names = new LinkedHashMap<>();
            for (String field : List.of(fields).subList(2, fields.length)) {
                names.put(field.substring(1), field.charAt(0) == '+');
            }
            return new Line(Fate.valueOf(fields[0].toUpperCase(java.util.Locale.ROOT)), fields[1], names);
        }

        @Override
        public String toString() {
            return fate + " " + pattern;
        }
    }

    private PatternTable() {}

    static List<Line> lines() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PatternTable.class.getResourceAsStream("patterns.txt")),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("# "))
                    .map(Line::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Line> taken() {
        return lines().stream().filter(line -> line.fate() == Fate.TAKEN);
    }
}
