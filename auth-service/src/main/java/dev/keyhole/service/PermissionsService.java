package dev.keyhole.service;

import java.net.URI;

/**
 * A running service. It serves {@code GET /permissions/USER} and {@code GET /permissions/USER.json}, each to that user
 * alone, and {@code GET /health} to anybody. Thread-safe.
 *
 * <p>Files that change are read again at the next request that needs them; nothing has to be restarted.
 */
public final class PermissionsService implements AutoCloseable {

    private final HttpServer server;
    private final PasswordVerifier verifier;
    private final Store store;

    PermissionsService(HttpServer server, PasswordVerifier verifier, Store store) {
        this.server = server;
        this.verifier = verifier;
        this.store = store;
    }

    public static PermissionsServiceBuilder builder() {
        return new PermissionsServiceBuilder();
    }

    /** Where the service listens, without a path and without a slash at the end: {@code http://127.0.0.1:8080}. */
    public URI uri() {
        return server.uri();
    }

    /** Stops listening and ends every thread. Logons that wait for their verification fail. Idempotent. */
    @Override
    public void close() {
        // First, so that nobody's answer is still to come when the server stops.
        verifier.close();
        try {
            server.close();
        } finally {
            store.close();
        }
    }
}
