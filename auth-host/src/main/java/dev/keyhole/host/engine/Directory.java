package dev.keyhole.host.engine;

import java.util.concurrent.ConcurrentHashMap;

/** All open connections of the host by their ids. */
final class Directory {

    private final ConcurrentHashMap<String, EngineConnection> connections = new ConcurrentHashMap<>();

    void add(EngineConnection connection) {
        if (connections.putIfAbsent(connection.info().id(), connection) != null) {
            throw new IllegalArgumentException("a connection with the id '"
                    + LogText.clean(connection.info().id()) + "' is open already");
        }
    }

    void remove(EngineConnection connection) {
        connections.remove(connection.info().id(), connection);
    }

    int size() {
        return connections.size();
    }

    /** Ends a connection, if it is there. */
    void disconnect(String id, String reason) {
        EngineConnection connection = connections.get(id);
        if (connection != null) {
            connection.end(reason);
        }
    }
}
