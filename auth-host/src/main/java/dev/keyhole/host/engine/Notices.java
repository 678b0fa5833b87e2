package dev.keyhole.host.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a module is told without being asked, one thing after the other, on a thread of the host: so that a module which
 * blocks where it may not holds up nobody else. Nothing is lost; the queue is as long as what was promised to be told.
 */
final class Notices {

    /** A thread that has told everything waits so long for more: to wake one for each of many takes longer than to tell it. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final Workers workers;
    private final Site site;
    private final ClassLoader loader;
    private final TroubleLog troubles;

    // Guarded by this
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * @param loader class loader of the module
     */
    Notices(Workers workers, Site site, ClassLoader loader, TroubleLog troubles) {
        this.workers = workers;
        this.loader = loader;
        this.site = site;
        this.troubles = troubles;
    }

    void tell(Runnable notice) {
        synchronized (this) {
            waiting.add(notice);
            if (busy) {
                return;
            }
            busy = true;
        }
        try {
            workers.execute(this::drain);
        } catch (OutOfMemoryError noThread) {
            // It is told with the next one.
            stopped();
        }
    }

    private void drain() {
        try {
            do {
                for (Runnable notice = next(); notice != null; notice = next()) {
                    tellNow(notice);
                }
                LockSupport.parkNanos(this, PAUSE_NANOS);
            } while (!isOver());
        } catch (Throwable fatal) {
            stopped();
            throw fatal;
        }
    }

    private synchronized void stopped() {
        busy = false;
        notifyAll();
    }

    private void tellNow(Runnable notice) {
        try {
            Loaders.run(loader, notice);
        } catch (Throwable failure) {
            Faults.rethrowIfFatal(failure);
            troubles.failed(site, "notice", failure);
        }
    }

    private synchronized @Nullable Runnable next() {
        return waiting.poll();
    }

    private synchronized boolean isOver() {
        if (!waiting.isEmpty()) {
            return false;
        }
        stopped();
        return true;
    }

    /**
     * Waits until everything has been told, by the system's clock.
     *
     * @return whether that came to be before the limit
     */
    synchronized boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (busy) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
