package dev.keyhole.permissions;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** The text of a pattern, read from left to right, a character (not a UTF-16 unit) at a time. */
final class PatternText {

    /** What {@link #peek} says where nothing is left. */
    static final int END = -1;

    private final int[] characters;
    private int position;

    PatternText(String text) {
        int[] all = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(all[count - 1])) {
            all[count] = text.codePointAt(i);
            count++;
        }
        this.characters = count == all.length ? all : Arrays.copyOf(all, count);
    }

    /** Index of the next character. */
    int position() {
        return position;
    }

    void moveTo(int index) {
        position = index;
    }

    boolean atEnd() {
        return position >= characters.length;
    }

    int remaining() {
        return characters.length - position;
    }

    int peek() {
        return peek(0);
    }

    /** The character that many places after the next one. */
    int peek(int distance) {
        return position + distance < characters.length ? characters[position + distance] : END;
    }

    /** Passes over the next character, which must be there. */
    int next() {
        return characters[position++];
    }

    boolean startsWith(String expected) {
        for (int i = 0; i < expected.length(); i++) {
            if (peek(i) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Passes over a text if it comes next. */
    boolean skip(String expected) {
        if (!startsWith(expected)) {
            return false;
        }
        position += expected.length();
        return true;
    }

    /** Passes over characters as long as something holds for them, and tells what they were. */
    String takeWhile(IntPredicate holds, int most) {
        int start = position;
        while (!atEnd() && position - start < most && holds.test(peek())) {
            position++;
        }
        return new String(characters, start, position - start);
    }

    /**
     * Passes over a comment, or a blank where blanks don't count. A quoted text isn't for this.
     *
     * @param extended whether blanks don't count, and a number sign begins a comment
     */
    boolean skipComment(boolean extended) {
        int start = position;
        if (skip("(?#")) {
            takeWhile(character -> character != ')', Integer.MAX_VALUE);
            if (!skip(")")) {
                throw failureAt(start, "this comment doesn't end; ')' is missing");
            }
            return true;
        }
        if (extended && peek() == '#') {
            // Up to the end of the line, and a pattern has but one.
            position = characters.length;
            return true;
        }
        if (extended && isBlank(peek())) {
            position++;
            return true;
        }
        return false;
    }

    private static boolean isBlank(int character) {
        return switch (character) {
            case ' ', '\t', '\n', 0x0b, '\f', '\r', 0x85, 0x200e, 0x200f, 0x2028, 0x2029 -> true;
            default -> false;
        };
    }

    static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    /** Whether a character means itself wherever it stands. */
    static boolean isPlain(int character) {
        return isAsciiLetter(character) || isDigit(character) || character == '/' || character == '_';
    }

    static boolean isAsciiLetter(int character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    /** That something is wrong with what comes next. */
    InvalidPatternException failure(String message) {
        return new InvalidPatternException(message, position);
    }

    InvalidPatternException failureAt(int index, String message) {
        return new InvalidPatternException(message, index);
    }

    /** That PCRE knows this and Keyhole doesn't. */
    InvalidPatternException unsupported(int index, String what) {
        return new InvalidPatternException(what + " isn't supported", index);
    }
}
