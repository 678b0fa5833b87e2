package dev.keyhole.permissions;

/**
 * How large a permissions document and its parts may be. Past any of these the document is refused as a whole; the
 * figures leave room for documents some ten times larger than the largest known, and no more.
 */
public final class DocumentLimits {

    /** Bytes of a document: 64 MiB. Whoever fetches documents sets a lower limit of its own. */
    public static final int MAX_BYTES = 64 << 20;

    /** How deep objects and arrays may stand in each other, in fields that are ignored too. */
    public static final int MAX_DEPTH = 64;

    /** Entries of {@code topic}, {@code admin} and {@code replicated-topics} together. */
    public static final int MAX_RULES = 100_000;

    /** Characters of a name or pattern, and of {@code user_name}. */
    public static final int MAX_NAME_LENGTH = 4_096;

    /** Characters of a filter or a select list. */
    public static final int MAX_FILTER_LENGTH = 65_536;

    private DocumentLimits() {}
}
