package dev.keyhole.http;

import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.Metrics;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A host whose threads are real and whose time can be pushed forward. */
public final class TestHost implements HostServices, AutoCloseable {

    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(4);
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong ahead = new AtomicLong();
    final TestMetrics metrics = new TestMetrics();

    public TestHost() {
        threads.setRemoveOnCancelPolicy(true);
    }

    /** Pushes {@link #nanoTime()} forward; what is scheduled doesn't come sooner. */
    public void advance(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() + ahead.get();
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        return threads.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void disconnect(String connectionId, String reason) {}

    @Override
    public Metrics metrics() {
        return metrics;
    }

    public int scheduled() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
