package dev.keyhole.host.engine;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads on which a host calls modules and brokers: virtual ones where the JDK has them, else pools of daemon threads.
 *
 * <p>Calls of modules may block, and have as many threads as the lanes bring calls. What is told to those who wait may not
 * block, and has a few threads, so that ten thousand logons that end in one moment don't take ten thousand threads.
 */
final class Workers implements AutoCloseable {

    private static final long IDLE_SECONDS = 30;
    private static final int TELLERS = 8;

    private final Executor calls;
    private final Executor tellers;
    private final Runnable close;

    private Workers(Executor calls, Executor tellers, Runnable close) {
        this.calls = calls;
        this.tellers = tellers;
        this.close = close;
    }

    static Workers start() {
        return virtualThreads().map(Workers::virtual).orElseGet(Workers::platform);
    }

    private static Workers virtual(ThreadFactory factory) {
        Executor each = task -> factory.newThread(task).start();
        return new Workers(each, each, () -> {});
    }

    static Workers platform() {
        ThreadPoolExecutor calls = pool(0, Integer.MAX_VALUE, new SynchronousQueue<>(), "keyhole-worker-");
        ThreadPoolExecutor tellers = pool(TELLERS, TELLERS, new LinkedBlockingQueue<>(), "keyhole-teller-");
        tellers.allowCoreThreadTimeOut(true);
        return new Workers(calls, tellers, () -> {
            calls.shutdown();
            tellers.shutdown();
        });
    }

    private static ThreadPoolExecutor pool(int core, int most, BlockingQueue<Runnable> queue, String name) {
        AtomicLong number = new AtomicLong();
        return new ThreadPoolExecutor(
                core,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                queue,
                task -> {
                    Thread thread = new Thread(task, name + number.incrementAndGet());
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
    void execute(Runnable task) {
        calls.execute(task);
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
        close.run();
    }
}
