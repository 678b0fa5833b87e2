package dev.keyhole.host.engine;

import dev.keyhole.host.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one context: so many run at a time, so many wait for their turn, what is more fails at once. A context that
 * hangs fills its own lane, and takes no thread from another.
 */
final class Lane {

    /** What a lane has to tell of a call. */
    enum Trouble {
        /** It takes long. */
        SLOW,
        /** It was given up and interrupted, and still runs. */
        STUCK
    }

    /**
     * What a lane has from its host.
     *
     * @param workers the threads
     * @param time the time
     * @param settings limits of calls and their number
     * @param troubles where slow and stuck calls are told
     * @param times takes how long each call took, in nanoseconds
     */
    record Resources(
            Workers workers, TimeSource time, EngineSettings settings, TroubleLog troubles, LongConsumer times) {}

    private final Site site;
    private final Resources resources;
    private final ClassLoader loader;
    private final Duration warnAfter;

    // Guarded by this
    private final Set<Call<?>> running = new HashSet<>();
    private final Set<Call<?>> waiting = new LinkedHashSet<>();
    private boolean closed;

    /**
     * @param loader class loader of the module, which its calls have as their thread's
     */
    Lane(Site site, Resources resources, ClassLoader loader) {
        this.site = site;
        this.resources = resources;
        this.loader = loader;
        this.warnAfter = warnAfter(resources.settings());
    }

    /** Divided once: a duration is divided by way of big decimals, and each call needs it. */
    private static Duration warnAfter(EngineSettings settings) {
        Duration logon = settings.host().authenticationTimeout();
        Duration call = settings.callTimeout();
        return (logon.compareTo(call) < 0 ? logon : call).dividedBy(3);
    }

    /**
     * Has the module called, now or when it's its turn. Doesn't block.
     *
     * @param what what the module is asked, for the log
     * @param late takes an answer that comes after the call was given up
     */
    <T> Call<T> submit(String what, Callable<T> body, Consumer<? super T> late) {
        return submit(what, body, late, resources.workers());
    }

    /**
     * Has the module called, now or when it's its turn. Doesn't block.
     *
     * @param what what the module is asked, for the log
     * @param late takes an answer that comes after the call was given up
     * @param threads where it runs if that is now
     */
    <T> Call<T> submit(String what, Callable<T> body, Consumer<? super T> late, Executor threads) {
        Call<T> call = new Call<>(this, what, body, late);
        boolean refused = false;
        boolean start = false;
        synchronized (this) {
            if (!closed && running.size() < resources.settings().maxConcurrentCalls()) {
                start = running.add(call);
            } else if (!closed && waiting.size() < resources.settings().maxQueuedCalls()) {
                waiting.add(call);
            } else {
                refused = true;
            }
        }
        if (refused) {
            call.giveUp(whyRefused());
        } else if (start) {
            start(call, threads);
        }
        return call;
    }

    private synchronized String whyRefused() {
        return closed
                ? "it was closed"
                : "it is busy: " + resources.settings().maxConcurrentCalls() + " calls run and "
                        + resources.settings().maxQueuedCalls() + " wait";
    }

    private void start(Call<?> call, Executor threads) {
        try {
            threads.execute(call);
        } catch (OutOfMemoryError e) {
            // No thread to be had: the one call fails, and the host goes on.
            call.giveUp("there is no thread for it: " + e.getMessage());
            ended(call);
        }
    }

    /** A call has left its place; the next in the queue takes it, and runs on this thread if that is one of the workers. */
    void ended(Call<?> call) {
        Call<?> next;
        synchronized (this) {
            running.remove(call);
            next = closed || running.size() >= resources.settings().maxConcurrentCalls() ? null : firstWaiting();
            if (next != null) {
                running.add(next);
            }
            notifyAll();
        }
        if (next != null && !resources.workers().follow(next)) {
            start(next, resources.workers());
        }
    }

    private @Nullable Call<?> firstWaiting() {
        Iterator<Call<?>> queue = waiting.iterator();
        if (!queue.hasNext()) {
            return null;
        }
        Call<?> first = queue.next();
        queue.remove();
        return first;
    }

    /** A call in the queue was given up. */
    synchronized void forget(Call<?> call) {
        waiting.remove(call);
    }

    void tell(Trouble trouble, String what, long nanos, StackTraceElement[] stack) {
        int running;
        synchronized (this) {
            running = this.running.size();
        }
        resources.troubles().tell(trouble, site, what, nanos, running, stack);
    }

    /** Gives up every call, and takes no more. */
    void close() {
        List<Call<?>> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            all.addAll(waiting);
            all.addAll(running);
        }
        all.forEach(call -> call.giveUp("it was closed"));
    }

    /**
     * Waits until no call runs, by the system's clock.
     *
     * @return whether that came to be before the limit
     */
    synchronized boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!running.isEmpty()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** How many calls run. */
    synchronized int running() {
        return running.size();
    }

    /** How many calls wait for their turn. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** A call ran for so long. */
    void ran(long nanos) {
        resources.times().accept(nanos);
    }

    Site site() {
        return site;
    }

    Workers workers() {
        return resources.workers();
    }

    TimeSource time() {
        return resources.time();
    }

    ClassLoader loader() {
        return loader;
    }

    /** Limit of one call. */
    Duration limit() {
        return resources.settings().callTimeout();
    }

    /** After how long a call is slow: well before its own limit, and before that of a logon. */
    Duration warnAfter() {
        return warnAfter;
    }
}
