package dev.keyhole.token;

import org.jspecify.annotations.Nullable;

/** Characters that have no business in a user name or a log. */
final class Characters {

    private static final int MAX_PRINTED = 300;

    private Characters() {}

    /** Whether the text holds a control character, or half of a character. */
    static boolean hasControlOrLoneSurrogate(String text) {
        return text.codePoints()
                .anyMatch(c ->
                        Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** The text as one line without control characters, cut if it is long, for a log. */
    static String printable(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder result = new StringBuilder();
        text.codePoints().limit(MAX_PRINTED).forEach(c -> result.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return result.toString();
    }
}
