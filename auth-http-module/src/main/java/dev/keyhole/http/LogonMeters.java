package dev.keyhole.http;

import dev.keyhole.http.client.Characters;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.Metrics;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators see of logons that cost no request. Thread-safe. */
final class LogonMeters {

    private static final Logger LOG = LoggerFactory.getLogger(LogonMeters.class);

    private final Metrics.Counter shared;
    private final Metrics.Counter stale;
    private final OncePerMinute staleLog;

    LogonMeters(HostServices host) {
        shared = host.metrics()
                .counter("http.logons.shared", "Logons that were given the answer to another, equal one", Map.of());
        stale = host.metrics()
                .counter(
                        "http.logons.stale",
                        "Logons that were accepted by StaleIfError, while the service was down",
                        Map.of());
        staleLog = new OncePerMinute(host);
    }

    void shared() {
        shared.increment();
    }

    /**
     * @param why what keeps the service from being asked, for operators
     */
    void stale(String userName, String why) {
        stale.increment();
        OptionalLong unsaid = staleLog.turn();
        if (unsaid.isPresent()) {
            LOG.warn(
                    "Accepted because of StaleIfError: user={} showed what the service accepted before; {}; {} more of"
                            + " these since the last such line",
                    Characters.printable(userName),
                    why,
                    unsaid.getAsLong());
        }
    }
}
