package dev.keyhole.permissions;

/** The steps that are left for one check. For one thread. */
final class Steps {

    private int left = DocumentLimits.MAX_MATCH_STEPS;

    /** Takes one; false if none was left. */
    boolean take() {
        left--;
        return left >= 0;
    }

    /** Takes several at once, of which some may be missing. */
    void take(int count) {
        left -= count;
    }
}
