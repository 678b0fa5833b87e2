package dev.keyhole.cache;

import dev.keyhole.spi.EntitlementDecision;

/**
 * A module's decision in the form that is kept, one object for all equal ones: a rule says the same to each name.
 *
 * @param <A> what the decision was made into
 */
final class View<A> {

    final A answer;

    /** The kind of hit that finding it is: one of those of {@link CachedEntitlement#hits()}. */
    final int kind;

    /** Whether it grants all there is to be granted. */
    final boolean isFullGrant;

    private final EntitlementDecision decision;
    private final int bytes;

    View(EntitlementDecision decision, A answer) {
        this.decision = decision;
        this.answer = answer;
        this.kind = decision.match(
                granted -> CachedEntitlement.GRANTED,
                denied -> CachedEntitlement.DENIED,
                abstained -> CachedEntitlement.ABSTAINED);
        this.isFullGrant = decision instanceof EntitlementDecision.Granted granted
                && granted.filter().isEmpty()
                && granted.select().isEmpty();
        this.bytes = Weights.ofDecision(decision);
    }

    /** About how much memory it takes, and what it was made into. */
    int bytes() {
        return bytes;
    }

    /** Whether another decision says something else, whatever its reasons. */
    boolean differsFrom(EntitlementDecision other) {
        if (decision instanceof EntitlementDecision.Granted mine
                && other instanceof EntitlementDecision.Granted theirs) {
            return !mine.filter().equals(theirs.filter()) || !mine.select().equals(theirs.select());
        }
        return decision.getClass() != other.getClass();
    }

    EntitlementDecision decision() {
        return decision;
    }
}
