package dev.keyhole.host.engine;

import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that a module wants to happen later. */
final class ModuleTask extends FutureTask<Boolean> {

    private final Set<ModuleTask> pending;
    private @Nullable Future<?> timer;

    /**
     * @param failed hears what the task throws
     * @param pending the task is in it until it is done or cancelled
     */
    ModuleTask(Runnable task, Consumer<Throwable> failed, Set<ModuleTask> pending) {
        super(() -> {
            try {
                task.run();
            } catch (Throwable failure) {
                Faults.rethrowIfFatal(failure);
                failed.accept(failure);
            }
            return true;
        });
        this.pending = pending;
        pending.add(this);
    }

    synchronized void waitFor(Future<?> time) {
        timer = time;
    }

    Boolean runOnce() {
        run();
        return true;
    }

    @Override
    protected void done() {
        pending.remove(this);
        Future<?> waiting;
        synchronized (this) {
            waiting = timer;
        }
        if (waiting != null) {
            waiting.cancel(false);
        }
    }
}
