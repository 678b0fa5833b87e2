package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import org.jspecify.annotations.Nullable;

/**
 * User name and password as a protocol brought them, where a missing one isn't the same as an empty one.
 *
 * @param password as the broker repeats it later in the session
 * @param secret as the client sent it
 */
record Credentials(@Nullable String userName, @Nullable String password, Secret secret) {

    /** What a client means that sends no logon at all. */
    static Credentials none() {
        return of(null, (String) null);
    }

    static Credentials of(@Nullable String userName, @Nullable String password) {
        return new Credentials(userName, password, password == null ? Secret.empty() : Secret.of(password));
    }

    static Credentials of(@Nullable String userName, byte @Nullable [] password) {
        return password == null
                ? of(userName, (String) null)
                : new Credentials(userName, new String(password, UTF_8), Secret.of(password));
    }

    /** Implicit if there is neither user name nor password. */
    LogonRequest toRequest() {
        if (userName == null && secret.isEmpty()) {
            return LogonRequest.implicit();
        }
        return LogonRequest.explicit(userName == null ? "" : userName, secret);
    }

    /** Shows neither. */
    @Override
    public String toString() {
        return "Credentials";
    }
}
