package dev.keyhole.permissions;

/** What kinds of characters are in a text, as bits: found out in one pass, as every text of a document is asked for it. */
final class CharacterKinds {

    /** A control character: C0, DEL or C1. */
    static final int CONTROL = 1;

    /** A character that makes a text a pattern. */
    static final int SPECIAL = 2;

    /** Half of a surrogate pair, with its other half or without. */
    static final int SURROGATE = 4;

    private static final byte[] OF_LATIN = ofLatin();

    private CharacterKinds() {}

    private static byte[] ofLatin() {
        byte[] kinds = new byte[256];
        for (int character = 0; character < kinds.length; character++) {
            if (Character.isISOControl(character)) {
                kinds[character] = CONTROL;
            } else if ("^$*.+?()[]{}|\\".indexOf(character) >= 0) {
                kinds[character] = SPECIAL;
            }
        }
        return kinds;
    }

    private static int of(char character) {
        if (character < OF_LATIN.length) {
            return OF_LATIN[character];
        }
        return Character.isSurrogate(character) ? SURROGATE : 0;
    }

    /** Of a part of a text. */
    static int of(String text, int start, int end) {
        int kinds = 0;
        for (int i = start; i < end; i++) {
            kinds |= of(text.charAt(i));
        }
        return kinds;
    }

    /** Of a part of some characters. */
    static int of(char[] characters, int start, int end) {
        int kinds = 0;
        for (int i = start; i < end; i++) {
            kinds |= of(characters[i]);
        }
        return kinds;
    }
}
