package dev.keyhole.artemis;

import static java.util.Objects.requireNonNull;

import java.security.Principal;
import java.util.Optional;
import javax.security.auth.Subject;

/** Carries a connection in a {@link Subject}, because the broker authorizes subjects and not connections. */
record ConnectionPrincipal(ClientConnection connection) implements Principal {

    ConnectionPrincipal {
        requireNonNull(connection);
    }

    static Optional<ClientConnection> find(Subject subject) {
        return subject.getPrincipals(ConnectionPrincipal.class).stream()
                .map(ConnectionPrincipal::connection)
                .findAny();
    }

    @Override
    public String getName() {
        return connection.toString();
    }

    @Override
    public String toString() {
        return getName();
    }
}
