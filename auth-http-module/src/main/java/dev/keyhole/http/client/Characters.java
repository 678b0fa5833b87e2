package dev.keyhole.http.client;

import org.jspecify.annotations.Nullable;

/** Characters that have no business in what is sent to a service. */
public final class Characters {

    private static final int MAX_PRINTED = 300;

    private Characters() {}

    /** Whether the text holds a control character, CR, LF and NUL included, or half of a character. */
    public static boolean hasControlOrLoneSurrogate(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isLowSurrogate(c)) {
                return true;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the text holds half of a character, which no other text in UTF-8 stands for. */
    public static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /**
     * The text as one line without control characters and marks that turn the direction of text, cut if it is long, for a
     * log.
     */
    public static String printable(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder result = new StringBuilder();
        text.codePoints().limit(MAX_PRINTED).forEach(c -> result.appendCodePoint(disturbs(c) ? ' ' : c));
        return result.toString();
    }

    private static boolean disturbs(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** Whether it is a token of RFC 9110, section 5.6.2, as the name of a header has to be. */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Characters::isTokenCharacter);
    }

    public static boolean isTokenCharacter(int c) {
        return isAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    public static boolean isAsciiLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
