package dev.keyhole.exec;

import dev.keyhole.spi.HostServices;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** A time of day that is moved by hand. How long a child process runs is measured by the system's time, and leaps. */
final class FakeHost implements HostServices {

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong leaps = new AtomicLong();

    void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** Lets processes that run look as if they had run so much longer. */
    void leap(Duration duration) {
        leaps.addAndGet(duration.toNanos());
    }

    @Override
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() + leaps.get();
    }

    @Override
    public SecureRandom random() {
        return new SecureRandom();
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        throw new UnsupportedOperationException("the module schedules nothing");
    }

    @Override
    public void disconnect(String connectionId, String reason) {
        throw new UnsupportedOperationException("the module disconnects nobody");
    }
}
