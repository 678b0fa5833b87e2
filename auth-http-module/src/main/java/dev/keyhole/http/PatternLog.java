package dev.keyhole.http;

import dev.keyhole.http.client.Characters;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.Metrics;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that a check was denied because a pattern ran out of steps, at most once a minute: somebody may be
 * choosing names to bring that about. Thread-safe.
 */
final class PatternLog {

    private static final Logger LOG = LoggerFactory.getLogger(PatternLog.class);

    private final OncePerMinute log;
    private final Metrics.Counter denied;

    PatternLog(HostServices host) {
        log = new OncePerMinute(host);
        denied = host.metrics()
                .counter("http.patterns.costly", "Checks that were denied as a pattern took too many steps", Map.of());
    }

    /** The decision, as it is. */
    EntitlementDecision watch(EntitlementRequest request, EntitlementDecision decision) {
        if (PermissionsDocument.ranOutOfSteps(decision)) {
            report(request, decision);
        }
        return decision;
    }

    private void report(EntitlementRequest request, EntitlementDecision decision) {
        denied.increment();
        OptionalLong unsaid = log.turn();
        if (unsaid.isEmpty()) {
            return;
        }
        LOG.warn(
                "Denied because a pattern takes too many steps: user={} rule={} pattern={}; make the pattern simpler;"
                        + " {} more of these since the last such line",
                Characters.printable(request.identity().userName()),
                decision.explanation().rule(),
                Characters.printable(decision.explanation().pattern()),
                unsaid.getAsLong());
    }
}
