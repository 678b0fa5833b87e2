package dev.keyhole.host.engine;

import dev.keyhole.host.TimeSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The system's time, with one thread for everything that has to happen later.
 *
 * <p>A logon sets several limits, and takes back each of them. All of one kind are equally long, so they stand in a {@link
 * TimerLine}: among ten thousand others they would have to be sorted in, and out again, under one lock.
 */
final class SystemTime implements TimeSource, AutoCloseable {

    private static final int PLACE_BITS = 6;

    private final Clock clock = Clock.systemUTC();
    private final ScheduledThreadPoolExecutor timer;

    /** The lines of a few lengths, at places that follow from the length; what finds another one there has none. */
    private final AtomicReferenceArray<TimerLine> lines = new AtomicReferenceArray<>(1 << PLACE_BITS);

    SystemTime() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "keyhole-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRejectedExecutionHandler((task, closed) -> ((Future<?>) task).cancel(false));
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        long nanos = Nanos.of(delay);
        Optional<TimerLine> line = nanos > 0 && !timer.isShutdown() ? line(nanos) : Optional.empty();
        return line.isPresent() ? line.get().add(task) : timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private Optional<TimerLine> line(long nanos) {
        // Fibonacci hashing: lengths are round numbers, and differ where a remainder doesn't.
        int place = (int) ((nanos * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - PLACE_BITS));
        TimerLine present = lines.get(place);
        if (present != null && present.nanos() == nanos) {
            return Optional.of(present);
        }
        if (present == null || present.isIdle()) {
            TimerLine mine = new TimerLine(nanos, timer);
            return lines.compareAndSet(place, present, mine) ? Optional.of(mine) : Optional.empty();
        }
        return Optional.empty();
    }

    /** How much the JDK's timer has to look after. */
    int pending() {
        return timer.getQueue().size();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
