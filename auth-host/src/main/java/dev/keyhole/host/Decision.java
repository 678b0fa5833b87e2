package dev.keyhole.host;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.Explanation;
import java.util.Optional;

/**
 * What the host decided about one thing that a client wants. Immutable; a cached decision is one object for all who get
 * it.
 *
 * <p>There is no plain "granted" to ask for, because a grant may be limited: a broker asks {@link
 * #isGrantedInFull()}, or enforces {@link #filter()} and {@link #select()}.
 */
public final class Decision {

    /** The three ways a check can end. */
    public enum Outcome {
        /** Yes, within the decision's filter and select list. */
        GRANTED,
        DENIED,
        /** Nobody could find out, which is a no. */
        UNAVAILABLE
    }

    private final Outcome outcome;
    private final String filter;
    private final String select;
    private final String module;
    private final Explanation explanation;
    private final Optional<Decision> present;

    private Decision(Outcome outcome, String filter, String select, String module, Explanation explanation) {
        this.outcome = outcome;
        this.filter = requireNonNull(filter);
        this.select = requireNonNull(select);
        this.module = requireNonNull(module);
        this.explanation = requireNonNull(explanation);
        this.present = Optional.of(this);
    }

    /**
     * @param module name of the module that decided; empty if the host itself did
     */
    public static Decision granted(String filter, String select, String module, Explanation explanation) {
        return new Decision(Outcome.GRANTED, filter, select, module, explanation);
    }

    public static Decision denied(String module, Explanation explanation) {
        return new Decision(Outcome.DENIED, "", "", module, explanation);
    }

    public static Decision unavailable(String module, Explanation explanation) {
        return new Decision(Outcome.UNAVAILABLE, "", "", module, explanation);
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Whether the answer is yes with neither content filter nor select list. */
    public boolean isGrantedInFull() {
        return outcome == Outcome.GRANTED && filter.isEmpty() && select.isEmpty();
    }

    /** Only messages that match may be read or written; empty if there is no such limit. */
    public String filter() {
        return filter;
    }

    /** Fields that may be read, without brackets; empty if there is no such limit. */
    public String select() {
        return select;
    }

    /** Name of the module that decided; empty if the host itself did. */
    public String module() {
        return module;
    }

    /** For operators: the rule and pattern that decided, and why. */
    public Explanation explanation() {
        return explanation;
    }

    /** This decision; always the same object, so that a cached answer costs no allocation. */
    public Optional<Decision> asOptional() {
        return present;
    }

    @Override
    public String toString() {
        return outcome + " by " + (module.isEmpty() ? "the host" : module) + " " + explanation;
    }
}
