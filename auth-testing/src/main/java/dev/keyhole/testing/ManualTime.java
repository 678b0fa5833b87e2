package dev.keyhole.testing;

import static java.util.Objects.requireNonNull;

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

/**
 * Time that stands still until a test moves it. Thread-safe.
 *
 * <p>Scheduled tasks run on the thread that calls {@link #advance}, in the order of their times, and the clock shows to
 * each the time it was scheduled for. What they schedule runs in the same call if it is due by its end.
 */
public final class ManualTime implements TimeSource {

    private final Instant start;
    private final Object lock = new Object();
    private final Object oneAdvanceAtATime = new Object();
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long nanos;
    private long scheduled;

    /** Time that starts on 1 January 2026, at midnight UTC. */
    public ManualTime() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    public ManualTime(Instant start) {
        this.start = requireNonNull(start);
    }

    @Override
    public Clock clock() {
        return new ManualClock(ZoneOffset.UTC);
    }

    /** How long the test has advanced the time. */
    @Override
    public long nanoTime() {
        synchronized (lock) {
            return nanos;
        }
    }

    /** Remembers the task until {@link #advance} comes to its time; never runs it in this call. */
    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        synchronized (lock) {
            Task entry = new Task(task, nanos + Math.max(0, delay.toNanos()), scheduled++);
            tasks.add(entry);
            return entry;
        }
    }

    /**
     * Moves the time on and runs what is due on the way.
     *
     * @param duration zero or more; zero runs what is due now
     * @throws IllegalStateException if a task failed; all that were due have run then
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time doesn't go back");
        }
        Optional<Throwable> failure = Optional.empty();
        synchronized (oneAdvanceAtATime) {
            long end = nanoTime() + duration.toNanos();
            for (Optional<Task> due = next(end); due.isPresent(); due = next(end)) {
                due.get().run();
                failure = failure.or(due.get()::failure);
            }
            synchronized (lock) {
                nanos = end;
            }
        }
        failure.ifPresent(cause -> {
            throw new IllegalStateException("a scheduled task failed", cause);
        });
    }

    /** How many tasks wait for their time. */
    public int waiting() {
        synchronized (lock) {
            return tasks.size();
        }
    }

    private Optional<Task> next(long end) {
        synchronized (lock) {
            Task task = tasks.peek();
            if (task == null || task.due() > end) {
                return Optional.empty();
            }
            tasks.remove(task);
            nanos = Math.max(nanos, task.due());
            return Optional.of(task);
        }
    }

    private void forget(Task task) {
        synchronized (lock) {
            tasks.remove(task);
        }
    }

    private final class Task extends FutureTask<Void> {

        private final long due;
        private final long number;
        private volatile Optional<Throwable> failure = Optional.empty();

        @SuppressWarnings("NullAway") // a Void has no other value
        Task(Runnable task, long due, long number) {
            super(task, null);
            this.due = due;
            this.number = number;
        }

        long due() {
            return due;
        }

        long number() {
            return number;
        }

        Optional<Throwable> failure() {
            return failure;
        }

        @Override
        protected void setException(Throwable cause) {
            failure = Optional.of(cause);
            super.setException(cause);
        }

        @Override
        protected void done() {
            if (isCancelled()) {
                forget(this);
            }
        }
    }

    private final class ManualClock extends Clock {

        private final ZoneId zone;

        ManualClock(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new ManualClock(other);
        }

        @Override
        public Instant instant() {
            return start.plusNanos(nanoTime());
        }
    }
}
