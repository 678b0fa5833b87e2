package dev.keyhole.host.engine;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that all wait equally long, one behind the other in the order they came: so the first is the next that is due, and
 * whoever comes or goes changes nothing for the others. Thread-safe.
 *
 * <p>It is for limits, of which nearly each is taken back long before its time. The timer knows of the first one only, and
 * isn't told when that goes.
 */
final class TimerLine {

    private final long nanos;
    private final ScheduledExecutorService timer;

    // Guarded by this
    private @Nullable Waiting first;
    private @Nullable Waiting last;
    private boolean awaited;

    /** One of the line. */
    private final class Waiting extends FutureTask<Boolean> {

        private final long dueAt;

        // Guarded by the line
        private @Nullable Waiting before;
        private @Nullable Waiting behind;

        Waiting(Runnable task, long dueAt) {
            super(task, true);
            this.dueAt = dueAt;
        }

        @Override
        protected void done() {
            if (isCancelled()) {
                leave(this);
            }
        }
    }

    /**
     * @param nanos how long its tasks wait
     * @param timer on whose thread they run
     */
    TimerLine(long nanos, ScheduledExecutorService timer) {
        this.nanos = nanos;
        this.timer = timer;
    }

    /** How long its tasks wait. */
    long nanos() {
        return nanos;
    }

    /** Whether nobody is in it, and the timer doesn't look after it either. */
    synchronized boolean isIdle() {
        return first == null && !awaited;
    }

    /** Another task at its end. */
    Future<?> add(Runnable task) {
        synchronized (this) {
            if (!awaited) {
                await(nanos);
            }
            Waiting added = new Waiting(task, System.nanoTime() + nanos);
            Waiting end = last;
            added.before = end;
            last = added;
            if (end == null) {
                first = added;
            } else {
                end.behind = added;
            }
            return added;
        }
    }

    private void await(long left) {
        var unused = timer.schedule(this::runDue, left, TimeUnit.NANOSECONDS);
        awaited = true;
    }

    /** What has become due by now. What becomes due meanwhile comes after whatever else the timer has to do. */
    private void runDue() {
        long now = System.nanoTime();
        for (Waiting due = nextDue(now); due != null; due = nextDue(now)) {
            // What it throws is in its future.
            due.run();
        }
    }

    /**
     * The first, which is no longer in the line then; null if none is due, and the timer comes back when one is. It looks after the
     * line until then: who joins meanwhile needn't ask it to.
     */
    private synchronized @Nullable Waiting nextDue(long now) {
        Waiting next = first;
        if (next != null && next.dueAt - now <= 0) {
            leave(next);
            return next;
        }
        awaited = false;
        if (next != null) {
            await(next.dueAt - System.nanoTime());
        }
        return null;
    }

    private synchronized void leave(Waiting gone) {
        Waiting before = gone.before;
        Waiting behind = gone.behind;
        if (before == null && first != gone) {
            // It has left already.
            return;
        }
        if (before == null) {
            first = behind;
        } else {
            before.behind = behind;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.before = before;
        }
        gone.before = null;
        gone.behind = null;
    }
}
