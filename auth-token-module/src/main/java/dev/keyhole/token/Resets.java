package dev.keyhole.token;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When users were reset: what was issued to them before doesn't count any more. Bounded: past the limit the oldest
 * reset is forgotten as one of a user, and remembered as one of everybody, which refuses more than it has to and never
 * less. Thread-safe.
 */
final class Resets {

    private final int limit;
    private final Map<String, Instant> byUser = new LinkedHashMap<>();
    private Instant everybody = Instant.MIN;

    Resets(int limit) {
        this.limit = limit;
    }

    synchronized void add(String userName, Instant now) {
        byUser.remove(userName);
        byUser.put(userName, now);
        if (byUser.size() > limit) {
            Map.Entry<String, Instant> oldest = byUser.entrySet().iterator().next();
            everybody = latest(everybody, oldest.getValue());
            byUser.remove(oldest.getKey());
        }
    }

    synchronized void addAll(Instant now) {
        everybody = latest(everybody, now);
        byUser.values().removeIf(reset -> !reset.isAfter(now));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * Whether a token is older than the user's last reset.
     *
     * @param issuedAt empty if the token doesn't say: it may be older then
     */
    synchronized boolean refuses(String userName, Optional<Instant> issuedAt) {
        Instant reset = latest(everybody, byUser.getOrDefault(userName, Instant.MIN));
        return !reset.equals(Instant.MIN)
                && issuedAt.map(time -> time.isBefore(reset)).orElse(true);
    }
}
