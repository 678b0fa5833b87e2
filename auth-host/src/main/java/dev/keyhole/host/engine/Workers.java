package dev.keyhole.host.engine;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which a host calls modules and brokers.
 *
 * <p>Calls of modules may block, and have as many threads as the lanes bring calls: virtual ones where a blocked one holds no
 * other up, else a pool of daemon threads. What is told to those who wait may not block, and has a few threads of its own, so
 * that ten thousand logons that end in one moment don't take ten thousand threads.
 */
final class Workers implements Executor, AutoCloseable {

    /** Before it, a virtual thread that blocks in a {@code synchronized} block keeps the thread that carries it. */
    private static final int FIRST_THAT_UNMOUNTS = 24;

    private static final long IDLE_SECONDS = 30;
    private static final int TELLERS = 8;

    private final Optional<ThreadFactory> virtual;
    private final ThreadPoolExecutor calls;
    private final ThreadPoolExecutor tellers =
            pool(TELLERS, TELLERS, new LinkedBlockingQueue<>(), "keyhole-teller-", Thread::new);
    private final AtomicInteger busy = new AtomicInteger();

    /** One of those on which modules are called. */
    private static final class CallThread extends Thread {

        /** What it does next; for itself alone. */
        private @Nullable Runnable following;

        /** Whether it runs a broker's code, which may hold it up: nothing follows on it then. */
        private boolean lent;

        CallThread(Runnable target, String name) {
            super(target, name);
        }
    }

    private Workers(Optional<ThreadFactory> virtual, Consumer<Thread> starting) {
        this.virtual = virtual;
        calls = pool(0, Integer.MAX_VALUE, new SynchronousQueue<>(), "keyhole-worker-", (task, name) -> {
            Thread thread = new CallThread(task, name);
            starting.accept(thread);
            return thread;
        });
        tellers.allowCoreThreadTimeOut(true);
    }

    static Workers start() {
        return new Workers(
                Runtime.version().feature() >= FIRST_THAT_UNMOUNTS ? virtualThreads() : Optional.empty(), thread -> {});
    }

    static Workers platform() {
        return platform(thread -> {});
    }

    /**
     * @param starting sees each thread for calls before it starts
     */
    static Workers platform(Consumer<Thread> starting) {
        return new Workers(Optional.empty(), starting);
    }

    private static ThreadPoolExecutor pool(
            int core,
            int most,
            BlockingQueue<Runnable> queue,
            String name,
            BiFunction<Runnable, String, Thread> threads) {
        AtomicLong number = new AtomicLong();
        return new ThreadPoolExecutor(
                core,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                queue,
                task -> {
                    Thread thread = threads.apply(task, name + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                // Only after close: what is left then is to tell those who wait, which takes no time.
                (task, closed) -> task.run());
    }

    /** Reached by reflection, because the bytecode is that of Java 17. */
    private static Optional<ThreadFactory> virtualThreads() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object unnamed = Thread.class.getMethod("ofVirtual").invoke(null);
            Object named = builder.getMethod("name", String.class, long.class).invoke(unnamed, "keyhole-worker-", 1L);
            return Optional.of((ThreadFactory) builder.getMethod("factory").invoke(named));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    /** Runs what may block. */
    @Override
    public void execute(Runnable task) {
        if (virtual.isPresent() && busy.get() == 0) {
            virtual.get().newThread(task).start();
        } else {
            calls.execute(() -> runWithFollowing(task));
        }
    }

    private void runWithFollowing(Runnable task) {
        for (Runnable next = task; next != null; next = takeFollowing()) {
            try {
                next.run();
            } catch (Throwable fatal) {
                letGo();
                throw fatal;
            }
        }
    }

    private static @Nullable Runnable takeFollowing() {
        if (!(Thread.currentThread() instanceof CallThread mine)) {
            return null;
        }
        Runnable next = mine.following;
        mine.following = null;
        return next;
    }

    /**
     * Has this thread run a task once it has done what it does: so that it takes no further one to go on. Until then it does nothing
     * that may block; or else it {@linkplain #letGo() lets go} of the task before.
     *
     * @return whether this thread can do that
     */
    boolean follow(Runnable task) {
        if (Thread.currentThread() instanceof CallThread mine && !mine.lent && mine.following == null) {
            mine.following = task;
            return true;
        }
        return false;
    }

    /** Leaves what this thread was to do next to another one. */
    void letGo() {
        Runnable task = takeFollowing();
        if (task == null) {
            return;
        }
        try {
            execute(task);
        } catch (OutOfMemoryError noThread) {
            // It has a place in its lane, so it must run, be it later.
            var unused = follow(task);
        }
    }

    /** Runs a broker's code on this thread; or on another one if a task follows here, which it may have no time for. */
    void tellHere(Runnable task) {
        if (!(Thread.currentThread() instanceof CallThread mine)) {
            task.run();
        } else if (mine.following != null) {
            tell(task);
        } else {
            boolean before = mine.lent;
            mine.lent = true;
            try {
                task.run();
            } finally {
                mine.lent = before;
            }
        }
    }

    /** Whether this thread is one that modules are called on. (A virtual one isn't worth the question: another costs little.) */
    boolean isCallThread() {
        return Thread.currentThread() instanceof CallThread;
    }

    /**
     * A call computes for a long time without waiting for anything. Few threads carry all virtual ones, and nothing takes
     * them away from such a call: until it ends, others get threads of the pool.
     */
    void busyCallFound() {
        busy.incrementAndGet();
    }

    void busyCallEnded() {
        busy.decrementAndGet();
    }

    /** Runs what takes no time and must not be lost: on the caller's thread if there is no other to be had. */
    void tell(Runnable task) {
        try {
            tellers.execute(task);
        } catch (OutOfMemoryError noThread) {
            task.run();
        }
    }

    /** Starts no further threads; those that run end with their task. */
    @Override
    public void close() {
        calls.shutdown();
        tellers.shutdown();
    }
}
