package dev.keyhole.host.engine;

import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.spi.EntitlementDecision;

/**
 * What a module answered to a check, as it is cached.
 *
 * @param kind what it says
 * @param decision what that comes to if it decides; for one that abstained, what it comes to if nobody decides
 */
record Answer(DecisionReport.Answer kind, Decision decision) {

    static Answer of(String module, EntitlementDecision decision) {
        return decision.match(
                granted -> new Answer(
                        DecisionReport.Answer.GRANTED,
                        Decision.granted(granted.filter(), granted.select(), module, granted.explanation())),
                denied -> new Answer(DecisionReport.Answer.DENIED, Decision.denied(module, denied.explanation())),
                abstained ->
                        new Answer(DecisionReport.Answer.ABSTAINED, Decision.denied(module, abstained.explanation())));
    }

    boolean decides() {
        return kind != DecisionReport.Answer.ABSTAINED;
    }

    DecisionReport.Vote vote(boolean cached) {
        return new DecisionReport.Vote(decision.module(), kind, decision.explanation(), cached);
    }
}
