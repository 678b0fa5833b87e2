package dev.keyhole.cache;

/**
 * How much one cache may hold.
 *
 * @param maxDecisions most answers of all users together
 * @param maxDecisionsPerUser most answers of one user; past it, the user's own oldest unused answers make room
 */
public record CacheLimits(long maxDecisions, int maxDecisionsPerUser) {
    public CacheLimits {
        if (maxDecisions < 1 || maxDecisionsPerUser < 1) {
            throw new IllegalArgumentException(
                    "a cache for " + maxDecisions + " answers, " + maxDecisionsPerUser + " of each user");
        }
    }

    /** A user's limit as it is in effect: no user can hold more than the whole cache. */
    int perUser() {
        return (int) Math.min(maxDecisionsPerUser, maxDecisions);
    }
}
