package dev.keyhole.artemis;

import dev.keyhole.host.TimeSource;
import dev.keyhole.testing.ManualTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

/** Time that stands still until a test moves it, and that knows what was ever scheduled. Thread-safe. */
final class CountedTime implements TimeSource {

    private final ManualTime time = new ManualTime();
    private final List<Duration> delays = new CopyOnWriteArrayList<>();

    @Override
    public Clock clock() {
        return time.clock();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        Future<?> scheduled = time.schedule(delay, task);
        delays.add(delay);
        return scheduled;
    }

    void advance(Duration duration) {
        time.advance(duration);
    }

    /** How many tasks were given this delay. */
    int scheduled(Duration delay) {
        return (int) delays.stream().filter(delay::equals).count();
    }
}
