package dev.keyhole.permissions;

/** What an entry says it is about: one name, or a pattern. Immutable, thread-safe. */
sealed interface NamePattern permits LiteralName, SimplePattern, LinearPattern, CountedPattern {

    /** Whether a pattern matches a name. */
    enum Match {
        YES,
        NO,
        /** It would take too many steps to find out. */
        UNDECIDED
    }

    /** As it stands in the document. */
    String text();

    /** Its parts, as {@link DocumentLimits} counts them; 0 for what is compared as it stands. */
    default int size() {
        return 0;
    }

    /**
     * Whether this is about a name.
     *
     * @param name holds neither control characters nor halves of surrogate pairs
     */
    Match match(String name);
}
