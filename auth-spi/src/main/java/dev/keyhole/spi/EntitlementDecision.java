package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/** What an entitlement module answers to a check. */
public sealed interface EntitlementDecision {

    /** How long the answer holds. */
    Validity validity();

    /** What led to the answer. */
    Explanation explanation();

    /**
     * Yes, within limits if there are any.
     *
     * @param filter content filter: only messages that match may be read or written; empty if there is none
     * @param select select list, without brackets: the fields that may be read; empty if there is none
     */
    record Granted(String filter, String select, Validity validity, Explanation explanation)
            implements EntitlementDecision {
        public Granted {
            requireNonNull(filter);
            requireNonNull(select);
            requireNonNull(validity);
            requireNonNull(explanation);
        }
    }

    /** No. */
    record Denied(Validity validity, Explanation explanation) implements EntitlementDecision {
        public Denied {
            requireNonNull(validity);
            requireNonNull(explanation);
        }
    }

    /** The module has no opinion, on purpose: the next one of the chain is asked. */
    record Abstained(Validity validity, Explanation explanation) implements EntitlementDecision {
        public Abstained {
            requireNonNull(validity);
            requireNonNull(explanation);
        }
    }

    /** Yes without limits, until the next reset. */
    static Granted granted(Explanation explanation) {
        return new Granted("", "", Validity.untilReset(), explanation);
    }

    /** No, until the next reset. */
    static Denied denied(Explanation explanation) {
        return new Denied(Validity.untilReset(), explanation);
    }

    /** No opinion, for this once. */
    static Abstained abstained(Explanation explanation) {
        return new Abstained(Validity.notCached(), explanation);
    }

    /** Applies the function that fits the kind of this decision. */
    default <R> R match(
            Function<? super Granted, ? extends R> granted,
            Function<? super Denied, ? extends R> denied,
            Function<? super Abstained, ? extends R> abstained) {
        if (this instanceof Granted decision) {
            return granted.apply(decision);
        }
        if (this instanceof Denied decision) {
            return denied.apply(decision);
        }
        return abstained.apply((Abstained) this);
    }
}
