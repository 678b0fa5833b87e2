package dev.keyhole.exec;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into words as a POSIX shell would (IEEE Std 1003.1, Shell Command Language, 2.2 Quoting and 2.3
 * Token Recognition), and does nothing else that a shell does. What a shell would do more with (operators, parameter and
 * command substitution) must be quoted, so that nobody relies on a shell that isn't there.
 */
final class ShellWords {

    private static final String OPERATORS = "|&;<>()";
    private static final String ESCAPABLE_IN_DOUBLE_QUOTES = "$`\"\\";

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int position;

    private ShellWords(String text) {
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException if a quote isn't closed, or something would need a shell; the message says at
     *     which character, counted from 1
     */
    static List<String> split(String text) {
        return new ShellWords(text).split();
    }

    private List<String> split() {
        while (position < text.length()) {
            char c = text.charAt(position++);
            switch (c) {
                case ' ', '\t', '\n', '\r' -> endWord();
                case '\'' -> singleQuoted();
                case '"' -> doubleQuoted();
                case '\\' -> escaped();
                case '#' -> hash();
                default -> plain(c);
            }
        }
        endWord();
        return List.copyOf(words);
    }

    private void plain(char c) {
        if (OPERATORS.indexOf(c) >= 0) {
            throw needsShell("'" + c + "'");
        }
        refuseSubstitution(c);
        append(c);
    }

    /** A comment in a shell, if a word begins with it. */
    private void hash() {
        if (!inWord) {
            throw needsShell("'#'");
        }
        append('#');
    }

    private void singleQuoted() {
        int start = position;
        int end = text.indexOf('\'', start);
        if (end < 0) {
            throw unclosed('\'', start);
        }
        inWord = true;
        word.append(text, start, end);
        position = end + 1;
    }

    private void doubleQuoted() {
        int start = position;
        inWord = true;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                escapedInDoubleQuotes(start);
            } else {
                refuseSubstitution(c);
                word.append(c);
            }
        }
        throw unclosed('"', start);
    }

    private void escapedInDoubleQuotes(int start) {
        if (position == text.length()) {
            throw unclosed('"', start);
        }
        char c = text.charAt(position++);
        if (c == '\n') {
            return;
        }
        if (ESCAPABLE_IN_DOUBLE_QUOTES.indexOf(c) < 0) {
            word.append('\\');
        }
        word.append(c);
    }

    private void escaped() {
        if (position == text.length()) {
            throw new IllegalArgumentException("it ends with a backslash");
        }
        char c = text.charAt(position++);
        if (c != '\n') {
            append(c);
        }
    }

    private void refuseSubstitution(char c) {
        boolean parameter = c == '$'
                && position < text.length()
                && (Character.isLetterOrDigit(text.charAt(position))
                        || "_{(@*#?-$!".indexOf(text.charAt(position)) >= 0);
        if (c == '`' || parameter) {
            throw needsShell("'" + c + "'");
        }
    }

    private IllegalArgumentException needsShell(String what) {
        return new IllegalArgumentException(what + " at character " + position
                + " would need a shell, and there is none: quote it with '...', or write sh -c '...'");
    }

    private static IllegalArgumentException unclosed(char quote, int position) {
        return new IllegalArgumentException("the " + quote + " at character " + position + " isn't closed");
    }

    private void append(char c) {
        inWord = true;
        word.append(c);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
