package dev.keyhole.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Texts as they may be shown on a terminal. */
final class Text {

    private Text() {}

    /** Without control characters, which could move the cursor or hide what stands before them. */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** Several lines, each of them printable. */
    static String printableLines(String text) {
        return text.lines().map(Text::printable).collect(Collectors.joining(System.lineSeparator()));
    }

    /** What kept a file from being read, in words. */
    static String reason(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "its permissions don't allow it";
        }
        if (Files.isDirectory(file)) {
            return "it is a folder";
        }
        return oneLine(String.valueOf(e.getMessage()));
    }

    /** For example {@code 1 problem}, {@code 2 problems}. */
    static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** The first line of a text, printable. */
    static String oneLine(String text) {
        return printable(text.lines().findFirst().orElse("").strip());
    }
}
