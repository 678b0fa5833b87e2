package dev.keyhole.simple;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with {@code pcre2grep}, which is the judge. */
class PcreComparisonTest {

    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "A",
            ".",
            "/",
            "x",
            "-",
            "\\.",
            "\\/",
            "^",
            "$",
            "|",
            "(",
            ")",
            "(?:",
            "(?=",
            "(?!",
            "(?<=",
            "(?i)",
            "(?>",
            "*",
            "+",
            "?",
            "*?",
            "++",
            "{2}",
            "{1,3}",
            "{",
            "}",
            "[",
            "]",
            "[ab]",
            "[^a]",
            "[a-c]",
            "[]a]",
            "[[a]",
            "[a&&b]",
            "[a-]",
            "[[:alpha:]]",
            "[[:^alpha:]]",
            "[[:upper:]]",
            "[[:punct:]]",
            "[\\w-]",
            "[\\[\\]]",
            "\\d",
            "\\W",
            "\\s",
            "\\S",
            "\\b",
            "\\B",
            "\\A",
            "\\z",
            "\\Z",
            "\\1",
            "\\Qa.\\E",
            "&",
            "ä",
            "\\x{e4}",
            "\\pL",
            "\\p{Lu}",
            "[^[:space:]]",
            "[\\]-a]",
            "\\h",
            "[\\b]",
            "[[:word:]é]");

    private static final List<String> CHARACTERS =
            List.of("a", "b", "A", "B", "x", "/", ".", "-", "[", "]", "{", "&", "ä", "Ä", "é", " ", "1", "_");

    @BeforeAll
    static void needsPcre2grep() {
        boolean there = isThere();
        if (Boolean.getBoolean("keyhole.ci")) {
            assertThat(there)
                    .as("pcre2grep must be installed where CI runs (Debian: pcre2-utils)")
                    .isTrue();
        }
        assumeTrue(there, "pcre2grep isn't installed (Debian: pcre2-utils)");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void findsTheNamesThatPcreFinds(long seed, @TempDir Path directory) throws Exception {
        Random random = new Random(seed);
        List<String> names = IntStream.range(0, 200)
                .mapToObj(i -> text(random, CHARACTERS, 1 + random.nextInt(8)))
                .distinct()
                .toList();
        Path file = Files.write(directory.resolve("names"), names);
        int compared = 0;
        while (compared < 60) {
            String text = text(random, PIECES, 1 + random.nextInt(6));
            NamePattern pattern;
            try {
                pattern = NamePattern.compile(text);
            } catch (IllegalArgumentException e) {
                continue; // broken, or beyond what is taken here
            }
            List<String> found = names.stream()
                    .filter(name -> pattern.search(name) == NamePattern.Search.FOUND)
                    .toList();
            assertThat(found).as("names in which %s is found", text).isEqualTo(pcre2grep(text, file));
            compared++;
        }
    }

    private static String text(Random random, List<String> pieces, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private static List<String> pcre2grep(String pattern, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("pcre2grep", "-u", "-e", pattern, file.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>(new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList());
        if (process.waitFor() > 1) {
            lines.add(0, "pcre2grep ended with " + process.exitValue());
        }
        return lines;
    }

    private static boolean isThere() {
        try {
            Process process = new ProcessBuilder("pcre2grep", "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
