package dev.keyhole.host.engine;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A thread that may block, for the call that follows: waking another one would take longer than many a call does. It takes one
 * task, from itself, and runs it when it is closed; every other task is the workers'.
 */
final class Handover implements Executor, AutoCloseable {

    private final Workers workers;
    private final Thread thread = Thread.currentThread();

    // For that thread alone
    private @Nullable Runnable next;
    private boolean over;

    /**
     * @param mayBlock whether this thread may; else it takes nothing
     */
    Handover(Workers workers, boolean mayBlock) {
        this.workers = workers;
        this.over = !mayBlock;
    }

    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread() == thread && !over && next == null) {
            next = task;
        } else {
            workers.execute(task);
        }
    }

    /** Runs what was taken, which may block. Nothing else may be waiting for this thread then. */
    @Override
    public void close() {
        over = true;
        Runnable task = next;
        if (task != null) {
            workers.letGo();
            task.run();
        }
    }
}
