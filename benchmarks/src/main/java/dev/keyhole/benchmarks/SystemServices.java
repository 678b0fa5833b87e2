package dev.keyhole.benchmarks;

import dev.keyhole.spi.HostServices;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;

/** What a host lends to a module, as far as the measured modules use it: the system's time. */
final class SystemServices implements HostServices {

    private final SecureRandom random = new SecureRandom();

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        throw new IllegalStateException("a measured module schedules nothing");
    }

    @Override
    public void disconnect(String connectionId, String reason) {
        throw new IllegalStateException("a measured module disconnects nobody");
    }
}
