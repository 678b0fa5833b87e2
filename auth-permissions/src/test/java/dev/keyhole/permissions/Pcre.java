package dev.keyhole.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * PCRE itself, by the programs {@code pcre2test} and {@code pcre2grep}: the judge of what a pattern means.
 *
 * <p>Two of its optimizations are switched off for that, since they change the meaning in version 10.42, by mistake:
 * {@code .+?\h} finds nothing in a letter and a no-break space, and {@code (a|(?=b)){0}} doesn't match everything.
 */
final class Pcre {

    /** What PCRE says of a pattern and some names. */
    record Verdict(boolean compiles, List<Match> matches) {}

    enum Match {
        YES,
        NO,
        /** It gave up. */
        NEITHER
    }

    /** A pattern, and names to try it on. */
    record Question(String pattern, List<String> names) {}

    private Pcre() {}

    /** Skips the test where PCRE's programs aren't installed; in CI that is a failure. */
    static void require() {
        for (String program : List.of("pcre2test", "pcre2grep")) {
            boolean found = List.of(System.getenv("PATH").split(":")).stream()
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
            if (!found) {
                String message = "missing program: " + program + " (package pcre2-utils)";
                if (Boolean.getBoolean("keyhole.ci")) {
                    fail(message);
                }
                abort(message);
            }
        }
    }

    /** Asks all questions of one process. Patterns are handed over in hexadecimal, so that none can break the frame. */
    static List<Verdict> judge(List<Question> questions) {
        StringBuilder input = new StringBuilder();
        for (Question question : questions) {
            input.append('/')
                    .append(hexadecimal(question.pattern()))
                    .append("/hex,utf,no_auto_possess,no_start_optimize\n");
            question.names()
                    .forEach(name -> input.append("    ").append(subject(name)).append('\n'));
            // One more, so that each pattern that compiles says something.
            input.append("    a\n\n");
        }
        // Without what it echoes, and what groups remember.
        List<String> lines = run(List.of("pcre2test", "-q"), input.toString()).stream()
                .filter(line ->
                        line.startsWith("No match") || line.startsWith(" 0:") || line.startsWith("Failed: error"))
                .toList();
        List<Verdict> verdicts = new ArrayList<>();
        int next = 0;
        for (Question question : questions) {
            // A pattern that doesn't compile says so in place of its names.
            if (next < lines.size() && lines.get(next).startsWith("Failed: error 1")) {
                next++;
                verdicts.add(new Verdict(false, List.of()));
                continue;
            }
            List<Match> matches = new ArrayList<>();
            for (int i = 0; i < question.names().size(); i++) {
                matches.add(match(lines.get(next++)));
            }
            next++;
            verdicts.add(new Verdict(true, matches));
        }
        assertThat(next).as("all lines were understood").isEqualTo(lines.size());
        return verdicts;
    }

    private static Match match(String line) {
        if (line.startsWith("No match")) {
            return Match.NO;
        }
        return line.startsWith("Failed: error -") ? Match.NEITHER : Match.YES;
    }

    private static String hexadecimal(String text) {
        StringBuilder digits = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            digits.append(String.format("%02x", b));
        }
        return digits.toString();
    }

    private static String subject(String name) {
        return name.isEmpty()
                ? "\\"
                : name.codePoints()
                        .mapToObj(character -> String.format("\\x{%x}", character))
                        .collect(Collectors.joining());
    }

    /** Those of some names that {@code pcre2grep} finds a pattern in. */
    static List<String> grep(String pattern, List<String> names) {
        try {
            Path file = Files.createTempFile("pcre", ".pattern");
            try {
                Files.writeString(file, pattern);
                return run(List.of("pcre2grep", "-u", "-f", file.toString()), String.join("\n", names) + "\n");
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> run(List<String> command, String input) {
        try {
            Path in = Files.createTempFile("pcre", ".in");
            Path out = Files.createTempFile("pcre", ".out");
            try {
                Files.writeString(in, input);
                Process process = new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectErrorStream(true)
                        .start();
                process.waitFor();
                return Files.readAllLines(out);
            } finally {
                Files.delete(in);
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
