package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What an outgoing connection logs on with.
 *
 * @param userName the name to give
 * @param secret the password, token or answer to give; may be empty
 * @param obtainedAt when the secret was obtained; if it lies somewhere to be read, since when
 * @param source for operators: how it was obtained, for instance {@code command} or {@code file /etc/token}; no secret
 *     in it
 */
public record Credentials(String userName, Secret secret, Instant obtainedAt, String source) {
    public Credentials {
        requireNonNull(userName);
        requireNonNull(secret);
        requireNonNull(obtainedAt);
        requireNonNull(source);
    }
}
