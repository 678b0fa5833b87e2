package dev.keyhole.host.engine;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.ModuleUnavailableException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One opening of a context, from when it is opened until nobody uses it any more. At the start of a host contexts are opened
 * at once; one that takes the place of another later is opened by its first call, on a thread that may block.
 *
 * @param <C> the kind of context
 */
final class Opening<C extends AutoCloseable> {

    /** A context that couldn't be opened is tried again after this. */
    private static final long RETRY = Nanos.of(Duration.ofSeconds(5));

    private static final long RETIRED = 1L << 62;
    private static final long CLOSED = 1L << 63;

    private final Lane lane;
    private final Supplier<C> opener;
    private final Notices notices;
    private final TroubleLog troubles;

    private final ReentrantLock opening = new ReentrantLock();

    // Guarded by that lock
    private @Nullable String failure;
    private long failedAt;

    /** Written under the lock of this. */
    private volatile @Nullable C context;

    /** How many use it, and {@link #RETIRED} and {@link #CLOSED} once it is so. Each call and each connection is one more. */
    private final AtomicLong state = new AtomicLong();

    Opening(Lane lane, Supplier<C> opener, Notices notices, TroubleLog troubles) {
        this.lane = lane;
        this.opener = opener;
        this.notices = notices;
        this.troubles = troubles;
    }

    Lane lane() {
        return lane;
    }

    /** Opens the context, which fails as the module does. */
    C open() {
        C opened = requireNonNull(opener.get(), "it opened no context");
        synchronized (this) {
            if (!isClosed()) {
                context = opened;
                return opened;
            }
        }
        close(opened);
        throw new ModuleUnavailableException("it was closed");
    }

    /** The context, which is opened if it isn't yet. May block. */
    C context() throws InterruptedException {
        C known = context;
        if (known != null) {
            return known;
        }
        opening.lockInterruptibly();
        try {
            C present = context;
            return present == null ? reopen() : present;
        } finally {
            opening.unlock();
        }
    }

    /** The context if it is open. */
    @Nullable
    C contextIfOpen() {
        return context;
    }

    private C reopen() {
        String before = failure;
        if (before != null && lane.time().nanoTime() - failedAt < RETRY) {
            throw new ModuleUnavailableException(before);
        }
        try {
            return open();
        } catch (ModuleUnavailableException e) {
            throw e;
        } catch (Throwable e) {
            Faults.rethrowIfFatal(e);
            troubles.failed(lane.site(), "new start", e);
            failedAt = lane.time().nanoTime();
            failure = "it couldn't be opened anew: " + Faults.text(e);
            throw new ModuleUnavailableException(failure, e);
        }
    }

    /** Runs something with the context, which isn't closed before that is over. May block. */
    <T> T use(ContextUse<C, T> use) throws InterruptedException {
        if (!tryEnter()) {
            throw new ModuleUnavailableException("it was closed");
        }
        try {
            return use.apply(context());
        } finally {
            leave();
        }
    }

    /** Something done with a context. */
    @FunctionalInterface
    interface ContextUse<C, T> {
        T apply(C context) throws InterruptedException;
    }

    /**
     * Another user: the context stays open, even if another has taken its place, until it {@link #leave}s.
     *
     * @return whether it is still open
     */
    boolean tryEnter() {
        long before;
        do {
            before = state.get();
            if ((before & CLOSED) != 0) {
                return false;
            }
        } while (!state.compareAndSet(before, before + 1));
        return true;
    }

    void leave() {
        if (state.decrementAndGet() == RETIRED) {
            closeUnused();
        }
    }

    /** Another has taken its place: it is closed as soon as nobody uses it. */
    void retire() {
        if (state.updateAndGet(now -> now | RETIRED) == RETIRED) {
            closeUnused();
        }
    }

    /** Unless somebody has entered just now, who will leave. */
    private void closeUnused() {
        if (state.compareAndSet(RETIRED, RETIRED | CLOSED)) {
            closeContext();
        }
    }

    boolean isClosed() {
        return (state.get() & CLOSED) != 0;
    }

    /** Has the context closed, after everything it has still to be told. Idempotent; doesn't block. */
    void close() {
        if ((state.getAndUpdate(now -> now | CLOSED) & CLOSED) == 0) {
            closeContext();
        }
    }

    private void closeContext() {
        C open;
        synchronized (this) {
            open = context;
        }
        lane.close();
        if (open != null) {
            close(open);
        }
    }

    private void close(C open) {
        notices.tell(() -> {
            try {
                open.close();
            } catch (Exception e) {
                troubles.failed(lane.site(), "close", e);
            }
        });
    }

    /** Has the module called, on the lane; the context isn't closed before somebody has heard of the end of that. */
    <T> Call<T> submit(String what, ContextUse<C, T> use, Consumer<? super T> late) {
        return submit(what, use, late, lane.workers());
    }

    /** The same, on one of these threads if the call needn't wait. */
    <T> Call<T> submit(String what, ContextUse<C, T> use, Consumer<? super T> late, Executor threads) {
        boolean entered = tryEnter();
        Call<T> call = lane.submit(what, () -> use(use), late, threads);
        if (entered) {
            call.then(answer -> leave(), failure -> leave());
        }
        return call;
    }
}
