package dev.keyhole.http.client;

import dev.keyhole.spi.Metrics;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** What operators see of one service. Thread-safe. */
final class ServiceMeters {

    private final Metrics.Timer answered;
    private final Metrics.Timer failed;
    private final Metrics.Timer ended;
    private final Metrics.Counter unsent;

    /**
     * @param service what operators call it; no secret in it
     * @param breaker 0 if requests go through, 1 if one looks whether the service is back, 2 if none does
     */
    ServiceMeters(Metrics metrics, String service, DoubleSupplier breaker) {
        answered = requests(metrics, service, "answered");
        failed = requests(metrics, service, "failed");
        ended = requests(metrics, service, "ended");
        unsent = metrics.counter(
                "http.requests.unsent",
                "Requests that weren't sent because the service fails again and again",
                Map.of("service", service));
        metrics.gauge(
                "http.breaker",
                "Whether a service is asked: 0 yes, 1 one request looks whether it is back, 2 no",
                Map.of("service", service),
                breaker);
    }

    private static Metrics.Timer requests(Metrics metrics, String service, String outcome) {
        return metrics.timer(
                "http.requests",
                "Requests to a service: answered, failed (no answer, or that it fails), or ended by ourselves",
                Map.of("service", service, "outcome", outcome));
    }

    void answered(long nanos) {
        answered.record(nanos);
    }

    void failed(long nanos) {
        failed.record(nanos);
    }

    /** The request ended without telling anything about the service. */
    void ended(long nanos) {
        ended.record(nanos);
    }

    void unsent() {
        unsent.increment();
    }
}
