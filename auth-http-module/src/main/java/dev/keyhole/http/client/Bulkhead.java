package dev.keyhole.http.client;

import dev.keyhole.spi.HostServices;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Bounds how much is done at a time. Who comes when there is no place left waits, and those who came first go first. Thread-safe. */
public final class Bulkhead {

    private final HostServices host;
    private final int places;

    // Guarded by this
    private final Deque<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
    private int free;

    public Bulkhead(HostServices host, int places) {
        this.host = host;
        this.places = places;
        this.free = places;
    }

    int places() {
        return places;
    }

    /** How many wait. */
    synchronized int waiting() {
        return waiting.size();
    }

    /**
     * Waits for a place. Whoever gets one {@linkplain #leave() leaves} it.
     *
     * @param longest how long to wait
     * @param calls where the wait is listed
     * @return whether there was one in time
     * @throws dev.keyhole.spi.ModuleUnavailableException if the context is closed
     * @throws InterruptedException if the thread was interrupted
     */
    boolean enter(Duration longest, InFlight calls) throws InterruptedException {
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        synchronized (this) {
            if (free > 0) {
                free--;
                return true;
            }
            waiting.addLast(turn);
        }
        return await(turn, longest, calls);
    }

    private boolean await(CompletableFuture<Boolean> turn, Duration longest, InFlight calls)
            throws InterruptedException {
        Runnable ending = () -> turn.complete(false);
        boolean entered = false;
        try {
            calls.begin(ending);
            Future<?> timer = host.schedule(longest, ending);
            try {
                entered = turn.get();
            } finally {
                timer.cancel(false);
                calls.end(ending);
            }
            return entered;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            if (!entered) {
                giveUp(turn);
            }
        }
    }

    private void giveUp(CompletableFuture<Boolean> turn) {
        synchronized (this) {
            waiting.removeIf(other -> other == turn);
        }
        // The place may have come at the same moment as what ended the wait.
        if (!turn.complete(false) && turn.join()) {
            leave();
        }
    }

    /** Makes room for the next. */
    synchronized void leave() {
        for (CompletableFuture<Boolean> next = waiting.poll(); next != null; next = waiting.poll()) {
            if (next.complete(true)) {
                return;
            }
        }
        free++;
    }
}
