package dev.keyhole.cache;

import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;

/**
 * About how many bytes things take on a heap of less than 32 GB, where a reference has four; rather too many than too few. What
 * objects share with others that live anyway, such as empty texts, counts for nothing.
 */
final class Weights {

    /** An {@link Entry}, and its places in the table, which is three quarters empty after it has grown. */
    private static final int ENTRY = 48 + 4 * 4;

    private static final int TERMS = 48;

    /** A decision, its explanation, its place among the known ones, and twice as much for what a host makes of it. */
    private static final int DECISION = 2 * 160;

    /** A string and the head of its array. */
    private static final int TEXT = 24 + 16;

    /** The greatest character of those that take one byte. */
    private static final char LATIN = 0xFF;

    private Weights() {}

    /** An entry, without its decision. */
    static int ofEntry(String name, boolean terms, Coverage coverage) {
        return ENTRY + ofText(name) + (terms ? TERMS : 0) + (coverage.isWide() ? 2 * ofText(coverage.toString()) : 0);
    }

    static int ofDecision(EntitlementDecision decision) {
        Explanation explanation = decision.explanation();
        int texts = ofText(explanation.rule()) + ofText(explanation.pattern()) + ofText(explanation.detail());
        return DECISION
                + texts
                + decision.match(granted -> ofText(granted.filter()) + ofText(granted.select()), no -> 0, none -> 0);
    }

    private static int ofText(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        boolean latin = true;
        for (int i = 0; i < text.length() && latin; i++) {
            latin = text.charAt(i) <= LATIN;
        }
        // Objects take whole units of eight bytes.
        return TEXT + ((latin ? text.length() : 2 * text.length()) + 7 & ~7);
    }
}
