package dev.keyhole.host;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.Credentials;
import java.util.function.Function;

/** What came of asking for credentials. */
public sealed interface CredentialsOutcome {

    /** There they are. */
    record Obtained(Credentials credentials) implements CredentialsOutcome {
        public Obtained {
            requireNonNull(credentials);
        }
    }

    /**
     * There are none, so the broker must not connect. Another attempt may go better.
     *
     * @param detail for operators
     */
    record Unavailable(String detail) implements CredentialsOutcome {
        public Unavailable {
            requireNonNull(detail);
        }
    }

    /** Applies the function that fits the kind of this outcome. */
    default <R> R match(
            Function<? super Obtained, ? extends R> obtained, Function<? super Unavailable, ? extends R> unavailable) {
        if (this instanceof Obtained outcome) {
            return obtained.apply(outcome);
        }
        return unavailable.apply((Unavailable) this);
    }
}
