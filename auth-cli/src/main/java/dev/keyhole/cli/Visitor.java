package dev.keyhole.cli;

import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import java.util.Optional;

/**
 * Somebody who comes to the demo's broker.
 *
 * @param transport which way
 * @param user under which name; empty for somebody who doesn't log on
 * @param password what is said to be the password
 */
record Visitor(String transport, Optional<String> user, Secret password) {

    static Visitor of(String transport, String user, String password) {
        return new Visitor(transport, Optional.of(user), Secret.of(password));
    }

    static Visitor nobody(String transport) {
        return new Visitor(transport, Optional.empty(), Secret.empty());
    }

    String name() {
        return user.orElse("(nobody)");
    }

    LogonRequest logon() {
        return user.map(name -> LogonRequest.explicit(name, password)).orElseGet(LogonRequest::implicit);
    }

    /** Where, and as whom, this visitor connects. */
    ServerAddress address(ServerAddress place) {
        return new ServerAddress(
                place.protocol(),
                user,
                user.isPresent() ? Optional.of(password) : Optional.empty(),
                place.host(),
                place.port());
    }
}
