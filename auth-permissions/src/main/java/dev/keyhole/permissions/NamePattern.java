package dev.keyhole.permissions;

/**
 * What an entry says it is about: one name, or a pattern. Immutable, thread-safe. Two are equal if their text is.
 */
interface NamePattern {

    /** Whether a pattern matches a name. */
    enum Match {
        YES,
        NO,
        /** It would take too long to find out. */
        UNDECIDED
    }

    /** As it stands in the document. */
    String text();

    /** Whether this is about a name, which holds no control character. */
    Match match(String name);

    /** Whether a text is one name and no pattern: it holds no character that is special in one. */
    static boolean isLiteral(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("^$*.+?()[]{}|\\".indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Compiles the text of an entry.
     *
     * @throws InvalidPatternException if it is a pattern that can't be used
     */
    static NamePattern compile(String text) {
        return isLiteral(text) ? new LiteralName(text) : LinearPattern.compile(text);
    }
}
