package dev.keyhole.permissions;

/**
 * What <code>(?i)</code> and its like have set, as bits. {@code s} and {@code m} are read and forgotten: they say what
 * a line break means, and no name holds one.
 */
record PatternOptions(int bits) {

    static final PatternOptions NONE = new PatternOptions(0);

    private static final int CASELESS = 1;
    private static final int EXTENDED = 2;
    private static final int EXTENDED_MORE = 4;
    private static final int PLAIN_GROUPS = 8;
    private static final int UNGREEDY = 16;

    /** {@code i} */
    boolean caseless() {
        return (bits & CASELESS) != 0;
    }

    /** {@code x}: white space and comments don't count. */
    boolean extended() {
        return (bits & EXTENDED) != 0;
    }

    /** {@code xx}: spaces and tabs in classes don't count either. */
    boolean extendedMore() {
        return (bits & EXTENDED_MORE) != 0;
    }

    /** {@code n}: only groups with a name remember. */
    boolean plainGroups() {
        return (bits & PLAIN_GROUPS) != 0;
    }

    /** {@code U}: lazy is greedy, and the other way round. */
    boolean ungreedy() {
        return (bits & UNGREEDY) != 0;
    }

    /** These options, changed by what is written up to the colon or the bracket that comes next, and is left. */
    PatternOptions read(PatternText text) {
        int start = text.position();
        boolean reset = text.skip("^");
        boolean on = true;
        int set = 0;
        int unset = 0;
        while (text.peek() != ')' && text.peek() != ':') {
            if (text.atEnd()) {
                throw text.failureAt(start, "these options don't end; ')' is missing");
            }
            if (text.peek() == '-') {
                if (!on || reset) {
                    throw text.failure("a hyphen has no place among these options");
                }
                on = false;
                text.next();
            } else if (on) {
                set |= option(text);
            } else {
                unset |= option(text);
            }
        }
        boolean extendedOnly = (set & EXTENDED) != 0 && (set & EXTENDED_MORE) == 0;
        if (extendedOnly || (unset & EXTENDED) != 0) {
            unset |= EXTENDED_MORE;
        }
        int before = reset ? bits & UNGREEDY : bits;
        return new PatternOptions((before | set) & ~unset);
    }

    private static int option(PatternText text) {
        if (text.skip("xx")) {
            return EXTENDED | EXTENDED_MORE;
        }
        int option =
                switch (text.peek()) {
                    case 'i' -> CASELESS;
                    case 'x' -> EXTENDED;
                    case 'n' -> PLAIN_GROUPS;
                    case 'U' -> UNGREEDY;
                    case 's', 'm' -> 0;
                    case 'J' -> throw text.unsupported(text.position(), "the option J (one name for several groups)");
                    default -> throw text.failure("PCRE knows no group or option that is written like this");
                };
        text.next();
        return option;
    }
}
