package dev.keyhole.token;

import dev.keyhole.permissions.PermissionsDocument;
import java.util.Optional;

/**
 * What a token gives to the one connection that showed it. Lives in the identity and nowhere else.
 *
 * @param document what the connection may do; empty if the token isn't asked for that
 * @param countdown to the end of the token; empty if the connection may outlive it
 */
record TokenSession(Optional<PermissionsDocument> document, Optional<Countdown> countdown) implements AutoCloseable {

    @Override
    public void close() {
        countdown.ifPresent(Countdown::close);
    }
}
