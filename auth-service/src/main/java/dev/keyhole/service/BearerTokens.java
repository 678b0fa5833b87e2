package dev.keyhole.service;

import dev.keyhole.spi.Secret;
import java.util.Optional;

/** Reads the access tokens that this service has issued. Called concurrently. */
public interface BearerTokens {

    /**
     * Who may use a token: its user, if it is genuine, in its time, and not revoked. Whether there still is such a user,
     * the caller asks the store.
     */
    Optional<String> user(Secret token);
}
