package dev.keyhole.artemis;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Remembers whose each MQTT session is, for as long as it exists. A client id names a session with all its
 * subscriptions, and MQTT hands the session to whoever comes with that id; here only to its owner. Thread-safe.
 */
final class MqttSessions {

    private static final int FEWEST_TO_SWEEP = 1_000;

    private static final class Claim {
        private final Owner owner;
        private int connections;

        Claim(Owner owner) {
            this.owner = owner;
        }
    }

    private final Supplier<Set<String>> clientIds;
    private final Predicate<String> connected;
    private final Supplier<Map<String, Set<Optional<Owner>>>> ownersOnRecord;
    private final Map<String, Claim> claims = new HashMap<>();
    private Optional<Map<String, Set<Optional<Owner>>>> restored = Optional.empty();
    private int sweepAt = FEWEST_TO_SWEEP;

    /**
     * @param clientIds client ids of all sessions that the broker holds now, connected or not
     * @param connected whether a client id is that of a connected session
     * @param ownersOnRecord owners of the queues of each session that the broker holds now; an empty one for a queue
     *     without. Asked once, before the first session begins, for those that outlived the broker
     */
    MqttSessions(
            Supplier<Set<String>> clientIds,
            Predicate<String> connected,
            Supplier<Map<String, Set<Optional<Owner>>>> ownersOnRecord) {
        this.clientIds = clientIds;
        this.connected = connected;
        this.ownersOnRecord = ownersOnRecord;
    }

    /**
     * Takes a session, new or old, for a connection that calls {@link #release} when it ends.
     *
     * @return false if the session is somebody else's
     */
    synchronized boolean claim(String clientId, Owner owner) {
        sweep();
        Claim claim = claims.get(clientId);
        if (claim == null && connected.test(clientId)) {
            // The broker made its id up, and nobody has said yet whose it is.
            return false;
        }
        if (claim == null && isOnRecordOfAnother(clientId, owner)) {
            return false;
        }
        if (claim == null || isOver(clientId, claim)) {
            claim = new Claim(owner);
            claims.put(clientId, claim);
        } else if (!claim.owner.equals(owner)) {
            return false;
        }
        claim.connections++;
        return true;
    }

    /** Whether there may be a session of this id already. */
    synchronized boolean isKnown(String clientId) {
        return claims.containsKey(clientId) || onRecord().containsKey(clientId);
    }

    /** Remembers whose a session is that the broker made an id up for. */
    synchronized void adopt(String clientId, Owner owner) {
        claims.putIfAbsent(clientId, new Claim(owner));
    }

    synchronized void release(String clientId) {
        Claim claim = claims.get(clientId);
        if (claim != null) {
            claim.connections--;
        }
    }

    /** How many sessions are remembered; some of them may be over. */
    synchronized int size() {
        return claims.size();
    }

    private boolean isOnRecordOfAnother(String clientId, Owner owner) {
        Set<Optional<Owner>> found = onRecord().getOrDefault(clientId, Set.of());
        return !found.stream().allMatch(known -> known.filter(owner::equals).isPresent())
                && clientIds.get().contains(clientId);
    }

    private Map<String, Set<Optional<Owner>>> onRecord() {
        Map<String, Set<Optional<Owner>>> found = restored.orElseGet(() -> Map.copyOf(ownersOnRecord.get()));
        restored = Optional.of(found);
        return found;
    }

    private boolean isOver(String clientId, Claim claim) {
        return claim.connections == 0 && !clientIds.get().contains(clientId);
    }

    private void sweep() {
        if (claims.size() >= sweepAt) {
            Set<String> alive = clientIds.get();
            claims.entrySet().removeIf(entry -> entry.getValue().connections == 0 && !alive.contains(entry.getKey()));
            sweepAt = Math.max(FEWEST_TO_SWEEP, 2 * claims.size());
        }
    }
}
