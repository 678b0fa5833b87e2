package dev.keyhole.http;

import dev.keyhole.spi.HostServices;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** A host whose time stands still until it is pushed forward, and that runs nothing. */
final class ManualHost implements HostServices {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

    void advance(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    /** Overflows on the way, as it may. */
    @Override
    public long nanoTime() {
        return now.get();
    }

    @Override
    public SecureRandom random() {
        return new SecureRandom();
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        throw new AssertionError("nothing is to be scheduled here");
    }

    @Override
    public void disconnect(String connectionId, String reason) {}
}
