package dev.keyhole.host.engine;

import dev.keyhole.host.DecisionReport;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One line for each logon. */
final class LogonLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.logon");

    /** How a logon ended, as the log calls it. */
    enum Outcome {
        ACCEPTED("accepted", Level.INFO),
        CHALLENGED("challenged", Level.DEBUG),
        REFUSED("refused", Level.INFO),
        UNAVAILABLE("unavailable", Level.WARN);

        private final String text;
        private final Level level;

        Outcome(String text, Level level) {
            this.text = text;
            this.level = level;
        }

        private void write(String line) {
            switch (this) {
                case CHALLENGED -> LOG.debug(line);
                case UNAVAILABLE -> LOG.warn(line);
                case ACCEPTED, REFUSED -> LOG.info(line);
            }
        }
    }

    private LogonLog() {}

    /**
     * @param module the module that decided; empty if the host did
     * @param bound the bound user name; empty if none is
     * @param reason for operators; empty if it needs none
     * @param votes what each module said that was asked
     */
    static void write(
            Outcome outcome,
            ConnectionInfo connection,
            LogonRequest request,
            String module,
            String bound,
            String reason,
            long nanos,
            List<DecisionReport.Vote> votes) {
        if (!LOG.isEnabledForLevel(outcome.level)) {
            return;
        }
        String user = request.userName();
        LogText line = new LogText("logon")
                .field("transport", connection.transport())
                .field("user", user)
                .field("module", module)
                .fieldIfAny("abstained", abstained(votes))
                .field("outcome", outcome.text)
                .field("reason", reason)
                .field("ms", Nanos.millis(nanos));
        if (outcome == Outcome.ACCEPTED && !bound.equals(user)) {
            line.field("bound", bound);
        }
        if (request.kind() == LogonRequest.Kind.IMPLICIT) {
            line.field("kind", "implicit");
        }
        line.field("connection", connection.id())
                .fieldIfAny("client", connection.clientName())
                .fieldIfAny(
                        "remote", connection.remoteAddress().map(LogonLog::text).orElse(""));
        outcome.write(line.toString());
    }

    private static String abstained(List<DecisionReport.Vote> votes) {
        StringJoiner modules = new StringJoiner(",");
        for (DecisionReport.Vote vote : votes) {
            if (vote.answer() == DecisionReport.Answer.ABSTAINED) {
                modules.add(vote.module());
            }
        }
        return modules.toString();
    }

    private static String text(InetSocketAddress address) {
        return address.isUnresolved()
                ? address.getHostString() + ":" + address.getPort()
                : address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
