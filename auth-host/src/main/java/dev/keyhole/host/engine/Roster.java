package dev.keyhole.host.engine;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is on a transport: open connections, those of each user, logons under way. A logon that becomes a user's connection
 * is listed as that before it is no longer listed as a logon, so that whoever looks first at the logons and then at the
 * connections misses nobody.
 */
final class Roster {

    private final Set<EngineConnection> connections = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, Set<EngineConnection>> byUser = new ConcurrentHashMap<>();
    private final Set<LogonAttempt> attempts = ConcurrentHashMap.newKeySet();

    void opened(EngineConnection connection) {
        connections.add(connection);
    }

    void closed(EngineConnection connection) {
        connections.remove(connection);
    }

    void began(LogonAttempt attempt) {
        attempts.add(attempt);
    }

    void ended(LogonAttempt attempt) {
        attempts.remove(attempt);
    }

    void bound(String userName, EngineConnection connection) {
        byUser.compute(userName, (name, known) -> {
            Set<EngineConnection> all = known == null ? ConcurrentHashMap.newKeySet(2) : known;
            all.add(connection);
            return all;
        });
    }

    void unbound(String userName, EngineConnection connection) {
        byUser.computeIfPresent(userName, (name, all) -> {
            all.remove(connection);
            return all.isEmpty() ? null : all;
        });
    }

    List<LogonAttempt> attempts() {
        return List.copyOf(attempts);
    }

    /** How many connections are open. */
    int size() {
        return connections.size();
    }

    List<EngineConnection> connections() {
        return List.copyOf(connections);
    }

    List<EngineConnection> connectionsOf(String userName) {
        return List.copyOf(byUser.getOrDefault(userName, Set.of()));
    }
}
