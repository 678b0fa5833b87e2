package dev.keyhole.permissions;

/**
 * How large a permissions document and its parts may be, and how long a match may take. Past a limit on its size the
 * document is refused as a whole.
 */
public final class DocumentLimits {

    /** Bytes of a document: 64 MiB. Whoever fetches documents sets a lower limit of its own. */
    public static final int MAX_BYTES = 64 << 20;

    /** How deep objects and arrays may stand in each other, in fields that are ignored too. */
    public static final int MAX_DEPTH = 64;

    /** Entries of {@code topic}, {@code admin} and {@code replicated-topics} together. */
    public static final int MAX_RULES = 100_000;

    /** UTF-16 units of a name or pattern, and of {@code user_name}. */
    public static final int MAX_NAME_LENGTH = 4_096;

    /** UTF-16 units of a filter or a select list. */
    public static final int MAX_FILTER_LENGTH = 65_536;

    /**
     * Parts of a pattern once its repetitions are written out: <code>a{1000}</code> has a thousand and some. Memory and
     * the time of a match grow with it.
     */
    public static final int MAX_PATTERN_SIZE = 1_000;

    /** Parts of all different patterns of a document together, counted in the same way. */
    public static final int MAX_PATTERNS_SIZE = 2_000_000;

    /**
     * Steps of one check for all patterns together that only backtracking can match (look-arounds, back-references,
     * possessive repetitions). It takes about half a millisecond to make them; a check that needs more is denied.
     */
    public static final int MAX_MATCH_STEPS = 100_000;

    private DocumentLimits() {}
}
