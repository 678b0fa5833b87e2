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
        // Asked at each message, and a look at the few there are is quicker than to have those of one class collected.
        for (Principal principal : subject.getPrincipals()) {
            if (principal instanceof ConnectionPrincipal found) {
                return Optional.of(found.connection());
            }
        }
        return Optional.empty();
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
