package dev.keyhole.host;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.Identity;
import dev.keyhole.spi.Secret;
import java.util.function.Function;

/** How a logon, or one round of it, ended. */
public sealed interface LogonOutcome {

    /** The identity is bound to the connection. */
    record Accepted(Identity identity) implements LogonOutcome {
        public Accepted {
            requireNonNull(identity);
        }
    }

    /** The client must answer this; until then it may do nothing else. */
    record Challenged(Secret data) implements LogonOutcome {
        public Challenged {
            requireNonNull(data);
        }
    }

    /**
     * The client isn't let in, and the connection must be closed, unless the request was only {@link
     * LogonRefusal#OUT_OF_ORDER}.
     *
     * @param reason what a client may be told
     * @param detail for operators
     */
    record Refused(LogonRefusal reason, String detail) implements LogonOutcome {
        public Refused {
            requireNonNull(reason);
            requireNonNull(detail);
        }
    }

    /**
     * Nobody could find out; the client isn't let in, and the connection must be closed. Another try may go better.
     *
     * @param detail for operators
     */
    record Unavailable(String detail) implements LogonOutcome {
        public Unavailable {
            requireNonNull(detail);
        }
    }

    /** Applies the function that fits the kind of this outcome. */
    default <R> R match(
            Function<? super Accepted, ? extends R> accepted,
            Function<? super Challenged, ? extends R> challenged,
            Function<? super Refused, ? extends R> refused,
            Function<? super Unavailable, ? extends R> unavailable) {
        if (this instanceof Accepted outcome) {
            return accepted.apply(outcome);
        }
        if (this instanceof Challenged outcome) {
            return challenged.apply(outcome);
        }
        if (this instanceof Refused outcome) {
            return refused.apply(outcome);
        }
        return unavailable.apply((Unavailable) this);
    }
}
