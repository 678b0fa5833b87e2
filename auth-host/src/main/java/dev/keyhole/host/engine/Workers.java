package dev.keyhole.host.engine;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads on which a host calls modules and brokers: virtual ones where the JDK has them, else a pool of daemon threads.
 * The pool has no limit of its own; the lanes bound what is brought to it.
 */
final class Workers implements AutoCloseable {

    private static final long IDLE_SECONDS = 30;

    /** How tasks get onto threads, and how that ends. */
    private interface Threads {
        void execute(Runnable task);

        void close();
    }

    private final Threads threads;

    private Workers(Threads threads) {
        this.threads = threads;
    }

    static Workers start() {
        return virtualThreads().map(Workers::virtual).orElseGet(Workers::platform);
    }

    private static Workers virtual(ThreadFactory factory) {
        return new Workers(new Threads() {
            @Override
            public void execute(Runnable task) {
                factory.newThread(task).start();
            }

            @Override
            public void close() {
                // Each thread ends with its task.
            }
        });
    }

    static Workers platform() {
        AtomicLong number = new AtomicLong();
        ExecutorService pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "keyhole-worker-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                // Only after close: what is left then is to tell those who wait, which takes no time.
                (task, closed) -> task.run());
        return new Workers(new Threads() {
            @Override
            public void execute(Runnable task) {
                pool.execute(task);
            }

            @Override
            public void close() {
                pool.shutdown();
            }
        });
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

    void execute(Runnable task) {
        threads.execute(task);
    }

    /** Runs a task that takes no time and must not be lost: on the caller's thread if there is no other to be had. */
    void executeSurely(Runnable task) {
        try {
            threads.execute(task);
        } catch (OutOfMemoryError noThread) {
            task.run();
        }
    }

    /** Starts no further threads; those that run end with their task. */
    @Override
    public void close() {
        threads.close();
    }
}
