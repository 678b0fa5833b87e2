package dev.keyhole.cli;

import dev.keyhole.host.Decision.Outcome;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.DecisionReport.Vote;
import dev.keyhole.spi.Explanation;
import java.util.List;

/**
 * The answer to a question, from the logon on. A text is empty where there is nothing to say.
 *
 * @param outcome the answer
 * @param transport by which it was asked
 * @param user name that the logon bound
 * @param filter only messages that match
 * @param select only these fields
 * @param module name of the module that decided
 * @param explanation the rule and pattern that decided, and why
 * @param votes what each module said, where more than one was asked
 */
record CheckResult(
        Outcome outcome,
        String transport,
        String user,
        String filter,
        String select,
        String module,
        Explanation explanation,
        List<Vote> votes) {

    CheckResult {
        votes = List.copyOf(votes);
    }

    /** A question that didn't get beyond the logon, or not even there. */
    static CheckResult withoutLogon(Outcome outcome, String transport, String reason) {
        return withoutLogon(outcome, transport, reason, List.of());
    }

    /** A question that didn't get beyond the logon, or not even there, with what the modules said to that. */
    static CheckResult withoutLogon(Outcome outcome, String transport, String reason, List<Vote> votes) {
        return new CheckResult(outcome, transport, "", "", "", "", Explanation.of(reason), votes);
    }

    static CheckResult of(DecisionReport report, String user) {
        return new CheckResult(
                report.decision().outcome(),
                report.transport(),
                user,
                report.decision().filter(),
                report.decision().select(),
                report.decision().module(),
                report.decision().explanation(),
                report.votes());
    }

    int exitStatus() {
        return switch (outcome) {
            case GRANTED -> ExitStatus.YES;
            case DENIED -> ExitStatus.NO;
            case UNAVAILABLE -> ExitStatus.UNAVAILABLE;
        };
    }

    /** The explanation in one line, for example {@code web-service: rule /topic/0 (^games/)}. */
    String why() {
        StringBuilder why = new StringBuilder(module.isEmpty() ? "" : module + ": ");
        if (explanation.rule().isEmpty()) {
            why.append(explanation.detail());
        } else {
            why.append("rule ").append(explanation.rule());
            if (!explanation.pattern().isEmpty()) {
                why.append(" (").append(explanation.pattern()).append(')');
            }
        }
        return Text.printable(why.toString());
    }
}
