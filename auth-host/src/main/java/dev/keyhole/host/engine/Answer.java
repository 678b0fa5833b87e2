package dev.keyhole.host.engine;

import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Validity;

/**
 * What a module answered to a check, as it is cached.
 *
 * @param kind what it says
 * @param decision what that comes to if it decides; for one that abstained, what it comes to if nobody decides
 * @param isForAll whether others may be given it who ask the same; else it is for this once only
 */
record Answer(DecisionReport.Answer kind, Decision decision, boolean isForAll) {

    static Answer of(String module, EntitlementDecision decision) {
        boolean isForAll = decision.validity().kind() != Validity.Kind.NOT_CACHED;
        return decision.match(
                granted -> new Answer(
                        DecisionReport.Answer.GRANTED,
                        Decision.granted(granted.filter(), granted.select(), module, granted.explanation()),
                        isForAll),
                denied -> new Answer(
                        DecisionReport.Answer.DENIED, Decision.denied(module, denied.explanation()), isForAll),
                abstained -> new Answer(
                        DecisionReport.Answer.ABSTAINED, Decision.denied(module, abstained.explanation()), isForAll));
    }

    boolean decides() {
        return kind != DecisionReport.Answer.ABSTAINED;
    }

    DecisionReport.Vote vote(boolean cached) {
        return new DecisionReport.Vote(decision.module(), kind, decision.explanation(), cached);
    }
}
