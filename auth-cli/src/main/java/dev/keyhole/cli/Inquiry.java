package dev.keyhole.cli;

import dev.keyhole.host.Connection;
import dev.keyhole.host.Decision.Outcome;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.host.Transport;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a host what it would say to a client, by being one: connects, logs on, asks. */
final class Inquiry {

    /** What every reason begins with that is one of the logon. */
    static final String LOGON = "the logon is refused: ";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Host host;

    Inquiry(Host host) {
        this.host = host;
    }

    /**
     * @param clientName what the client calls itself; empty if nothing
     * @throws java.util.NoSuchElementException if the host has no such transport
     */
    CheckResult ask(String transportName, String clientName, LogonRequest logon, Question question) {
        Transport transport = host.transport(transportName);
        ConnectionInfo info = ConnectionInfo.builder("keyhole-check-" + NUMBER.incrementAndGet(), transportName)
                .connectionName("keyhole-check")
                .clientName(clientName)
                .protocol(transport.protocol())
                .build();
        try (Connection connection = transport.connect(info, reason -> {})) {
            LogonOutcome outcome = connection.logonAndWait(logon);
            return outcome.match(
                    accepted -> CheckResult.of(
                            connection.explain(question.permission(), question.resource()),
                            accepted.identity().userName()),
                    challenged -> CheckResult.withoutLogon(
                            Outcome.UNAVAILABLE,
                            transportName,
                            "the logon needs the answer to a challenge, which can't be given here",
                            connection.logonVotes()),
                    refused -> CheckResult.withoutLogon(
                            Outcome.DENIED,
                            transportName,
                            LOGON + words(refused.reason(), refused.detail()),
                            connection.logonVotes()),
                    unavailable -> CheckResult.withoutLogon(
                            Outcome.UNAVAILABLE, transportName, LOGON + unavailable.detail(), connection.logonVotes()));
        }
    }

    private static String words(LogonRefusal refusal, String detail) {
        String reason =
                switch (refusal) {
                    case BAD_CREDENTIALS -> "bad credentials";
                    case LOGON_REQUIRED -> "a logon is required";
                    case USER_NAME_REQUIRED -> "a user name is required";
                    case MALFORMED_REQUEST -> "malformed request";
                    case NOT_PERMITTED -> "not permitted";
                    case NOT_ENTITLED -> "not entitled to log on";
                    case NOBODY_DECIDED -> "no module decided";
                    case OUT_OF_ORDER -> "out of order";
                    case CLOSED -> "the connection is closed";
                };
        if (detail.isEmpty() || detail.contains(reason)) {
            return detail.isEmpty() ? reason : detail;
        }
        return reason + ": " + detail;
    }
}
