package dev.keyhole.http;

import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.Metrics;
import dev.keyhole.testing.ManualTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;

/** A host whose time is manual, and whose metrics are the test's own. */
public class TimedHost implements HostServices {

    private final ManualTime time;
    private final Metrics metrics;
    private final SecureRandom random = new SecureRandom();

    public TimedHost(ManualTime time, Metrics metrics) {
        this.time = time;
        this.metrics = metrics;
    }

    @Override
    public Clock clock() {
        return time.clock();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        return time.schedule(delay, task);
    }

    @Override
    public void disconnect(String connectionId, String reason) {}

    @Override
    public Metrics metrics() {
        return metrics;
    }
}
