package dev.keyhole.permissions;

import java.util.Optional;

/** Checks on strings that stand in documents. */
final class Text {

    private static final int MAX_PRINTED = 200;

    private Text() {}

    /**
     * Whether a string holds a control character (C0, DEL or C1), or half of a surrogate pair: no name that a broker
     * knows holds any.
     */
    static boolean hasControlOrLoneSurrogate(String text) {
        int kinds = CharacterKinds.of(text, 0, text.length());
        return (kinds & CharacterKinds.CONTROL) != 0
                || ((kinds & CharacterKinds.SURROGATE) != 0
                        && loneSurrogate(text).isPresent());
    }

    /** The first character that is half of a surrogate pair without its other half, as an index. */
    static Optional<Integer> loneSurrogate(String text) {
        int i = 0;
        while (i < text.length()) {
            int character = text.codePointAt(i);
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                return Optional.of(i);
            }
            i += Character.charCount(character);
        }
        return Optional.empty();
    }

    /** The first control character, as an index. */
    static Optional<Integer> control(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** {@code U+000A} and the like. */
    static String codePoint(int character) {
        return String.format("U+%04X", character);
    }

    /** The text with whatever could disturb a log replaced by question marks, cut if it is long. */
    static String printable(String text) {
        StringBuilder printed = new StringBuilder();
        text.codePoints().limit(MAX_PRINTED).forEach(character -> {
            int type = Character.getType(character);
            boolean disturbs = Character.isISOControl(character)
                    || type == Character.SURROGATE
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            printed.appendCodePoint(disturbs ? '?' : character);
        });
        return text.codePointCount(0, text.length()) > MAX_PRINTED ? printed + "..." : printed.toString();
    }
}
