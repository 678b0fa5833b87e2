package dev.keyhole.simple;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a pattern's text from left to right. Not thread-safe. */
final class Cursor {

    private final String text;
    private int position;

    Cursor(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return position == text.length();
    }

    boolean at(String prefix) {
        return text.startsWith(prefix, position);
    }

    boolean at(Pattern pattern) {
        return pattern.matcher(text).region(position, text.length()).lookingAt();
    }

    /** Whether the next character is one of these. */
    boolean atAny(String characters) {
        return !atEnd() && characters.indexOf(text.charAt(position)) >= 0;
    }

    /** Goes past the prefix if it is next. */
    boolean skip(String prefix) {
        boolean there = at(prefix);
        if (there) {
            position += prefix.length();
        }
        return there;
    }

    /** Goes past what matches here, if anything does. */
    Optional<String> skip(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        position = matcher.end();
        return Optional.of(matcher.group());
    }

    /** The next character, surrogates together. */
    int next() {
        int character = text.codePointAt(position);
        position += Character.charCount(character);
        return character;
    }

    /** A problem of what was read last. */
    IllegalArgumentException problem(String message) {
        return new IllegalArgumentException(message + " (at character " + position + ")");
    }
}
