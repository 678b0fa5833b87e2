package dev.keyhole.host.engine;

import dev.keyhole.host.TimeSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Time that stands still until it is moved. What is due then runs on the thread that moves it. */
final class ManualTime implements TimeSource {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Due(long at, long number, FutureTask<?> task) {}

    private final PriorityQueue<Due> pending =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long now;
    private long number;

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
                return START.plusNanos(nanoTime());
            }
        };
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized Future<?> schedule(Duration delay, Runnable task) {
        FutureTask<?> future = new FutureTask<>(task, null);
        pending.add(new Due(now + delay.toNanos(), number++, future));
        return future;
    }

    void advance(Duration step) {
        long end;
        synchronized (this) {
            end = now + step.toNanos();
        }
        for (Optional<Due> due = next(end); due.isPresent(); due = next(end)) {
            due.get().task().run();
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized Optional<Due> next(long end) {
        pending.removeIf(due -> due.task().isDone());
        Due due = pending.peek();
        if (due == null || due.at() > end) {
            return Optional.empty();
        }
        pending.remove(due);
        now = Math.max(now, due.at());
        return Optional.of(due);
    }

    /** How many things are still to happen. */
    synchronized int pending() {
        pending.removeIf(due -> due.task().isDone());
        return pending.size();
    }
}
