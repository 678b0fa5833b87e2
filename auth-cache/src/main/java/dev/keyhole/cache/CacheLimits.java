package dev.keyhole.cache;

/**
 * How much one cache may hold.
 *
 * @param maxDecisions most answers of all users together
 * @param maxDecisionsPerUser most answers of one user; past it, the user's own oldest unused answers make room
 * @param maxBytes about how much memory the answers of all users together may take
 * @param maxBytesPerUser the same of one user; past it, the user's own oldest unused answers make room
 */
public record CacheLimits(long maxDecisions, int maxDecisionsPerUser, long maxBytes, long maxBytesPerUser) {
    public CacheLimits {
        if (maxDecisions < 1 || maxDecisionsPerUser < 1) {
            throw new IllegalArgumentException(
                    "a cache for " + maxDecisions + " answers, " + maxDecisionsPerUser + " of each user");
        }
        if (maxBytes < 1 || maxBytesPerUser < 1) {
            throw new IllegalArgumentException(
                    "a cache of " + maxBytes + " bytes, " + maxBytesPerUser + " for each user");
        }
    }

    /** A user's limit as it is in effect: no user can hold more than the whole cache. */
    int ofOne() {
        return (int) Math.min(maxDecisionsPerUser, maxDecisions);
    }

    /** A user's limit in bytes as it is in effect. */
    long bytesOfOne() {
        return Math.min(maxBytesPerUser, maxBytes);
    }
}
