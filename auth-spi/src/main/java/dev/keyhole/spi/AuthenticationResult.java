package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/** What an authentication module answers to a logon. */
public sealed interface AuthenticationResult {

    /** The client is who it says; the identity is bound to the connection for good. */
    record Accepted(Identity identity) implements AuthenticationResult {
        public Accepted {
            requireNonNull(identity);
        }
    }

    /**
     * The client isn't let in.
     *
     * @param reason the kind of reason; this is all that a client may be told
     * @param detail for operators; no secret in it
     */
    record Rejected(RejectionReason reason, String detail) implements AuthenticationResult {
        public Rejected {
            requireNonNull(reason);
            requireNonNull(detail);
        }
    }

    /**
     * The client has to answer this before the module decides.
     *
     * @param data what the client is sent
     */
    record Challenge(Secret data) implements AuthenticationResult {
        public Challenge {
            requireNonNull(data);
        }
    }

    /**
     * The module has no opinion, on purpose: the next one of the chain is asked.
     *
     * @param detail for operators: why it has none
     */
    record Abstained(String detail) implements AuthenticationResult {
        public Abstained {
            requireNonNull(detail);
        }
    }

    /** Applies the function that fits the kind of this result. */
    default <R> R match(
            Function<? super Accepted, ? extends R> accepted,
            Function<? super Rejected, ? extends R> rejected,
            Function<? super Challenge, ? extends R> challenge,
            Function<? super Abstained, ? extends R> abstained) {
        if (this instanceof Accepted result) {
            return accepted.apply(result);
        }
        if (this instanceof Rejected result) {
            return rejected.apply(result);
        }
        if (this instanceof Challenge result) {
            return challenge.apply(result);
        }
        return abstained.apply((Abstained) this);
    }
}
