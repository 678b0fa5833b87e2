package dev.keyhole.service;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/** What the service counts, for Prometheus. No name of a user and no address is in it. Thread-safe. */
final class Metrics implements RequestLog {

    private static final double[] SECONDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    private static final int CLASSES = 6;

    private final Map<Verification, LongAdder> logons = new ConcurrentHashMap<>();
    private final AtomicLongArray buckets = new AtomicLongArray(SECONDS.length + 1);
    private final LongAdder nanos = new LongAdder();
    private final AtomicLongArray requests = new AtomicLongArray(CLASSES);
    private final IntSupplier waiting;

    /** @param waiting logons that wait for a core */
    Metrics(IntSupplier waiting) {
        this.waiting = waiting;
    }

    void logon(Verification outcome, long tookNanos) {
        logons(outcome).increment();
        nanos.add(tookNanos);
        double seconds = (double) tookNanos / TimeUnit.SECONDS.toNanos(1);
        int bucket = 0;
        while (bucket < SECONDS.length && seconds > SECONDS[bucket]) {
            bucket++;
        }
        buckets.incrementAndGet(bucket);
    }

    private LongAdder logons(Verification outcome) {
        return logons.computeIfAbsent(outcome, created -> new LongAdder());
    }

    /** Counts a request that was answered. */
    @Override
    public void log(Request request, Response response) {
        requests.incrementAndGet(Math.max(0, Math.min(CLASSES - 1, response.getStatus() / 100)));
    }

    /** In the text format of Prometheus, version 0.0.4. */
    String text(boolean up) {
        StringBuilder text = new StringBuilder();
        head(text, "keyhole_service_up", "gauge", "Whether the store can be used.");
        line(text, "keyhole_service_up", up ? 1 : 0);
        head(text, "keyhole_service_logons_total", "counter", "Passwords that came, by what came of them.");
        for (Verification outcome : Verification.values()) {
            String label = outcome.name().toLowerCase(Locale.ROOT);
            line(
                    text,
                    "keyhole_service_logons_total{outcome=\"" + label + "\"}",
                    logons(outcome).sum());
        }
        head(
                text,
                "keyhole_service_logon_seconds",
                "histogram",
                "How long passwords took to verify, with the waiting.");
        long sum = 0;
        for (int i = 0; i <= SECONDS.length; i++) {
            sum += buckets.get(i);
            String limit = i < SECONDS.length ? Double.toString(SECONDS[i]) : "+Inf";
            line(text, "keyhole_service_logon_seconds_bucket{le=\"" + limit + "\"}", sum);
        }
        text.append("keyhole_service_logon_seconds_sum ")
                .append((double) nanos.sum() / TimeUnit.SECONDS.toNanos(1))
                .append('\n');
        line(text, "keyhole_service_logon_seconds_count", sum);
        head(text, "keyhole_service_logons_waiting", "gauge", "Passwords that wait for a core.");
        line(text, "keyhole_service_logons_waiting", waiting.getAsInt());
        head(text, "keyhole_service_requests_total", "counter", "Requests answered, by class of status.");
        for (int i = 1; i < CLASSES; i++) {
            line(text, "keyhole_service_requests_total{status=\"" + i + "xx\"}", requests.get(i));
        }
        return text.toString();
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String name, long value) {
        text.append(name).append(' ').append(value).append('\n');
    }
}
