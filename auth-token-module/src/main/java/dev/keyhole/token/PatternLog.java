package dev.keyhole.token;

import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.HostServices;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that a check was denied because a pattern ran out of steps, at most once a minute: somebody may be
 * choosing names to bring that about. Thread-safe.
 */
final class PatternLog {

    private static final Logger LOG = LoggerFactory.getLogger(PatternLog.class);
    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    private final HostServices host;
    private final AtomicLong silentUntil;
    private final AtomicLong unsaid = new AtomicLong();

    PatternLog(HostServices host) {
        this.host = host;
        this.silentUntil = new AtomicLong(host.nanoTime());
    }

    /** The decision, as it is. */
    EntitlementDecision watch(EntitlementRequest request, EntitlementDecision decision) {
        if (PermissionsDocument.ranOutOfSteps(decision)) {
            report(request, decision);
        }
        return decision;
    }

    private void report(EntitlementRequest request, EntitlementDecision decision) {
        long now = host.nanoTime();
        long until = silentUntil.get();
        if (now - until < 0 || !silentUntil.compareAndSet(until, now + INTERVAL)) {
            unsaid.incrementAndGet();
            return;
        }
        LOG.warn(
                "Denied because a pattern takes too many steps: user={} rule={} pattern={}; make the pattern simpler;"
                        + " {} more of these since the last such line",
                Characters.printable(request.identity().userName()),
                decision.explanation().rule(),
                Characters.printable(decision.explanation().pattern()),
                unsaid.getAndSet(0));
    }
}
