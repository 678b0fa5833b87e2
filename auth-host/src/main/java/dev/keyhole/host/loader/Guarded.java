package dev.keyhole.host.loader;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls foreign code of which anything must be expected, also that it never ends. */
final class Guarded {

    /** A provider only has to say its names; even on a slow disk that takes no longer. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Duration limit;

    Guarded(Duration limit) {
        this.limit = limit;
    }

    /**
     * Calls it on a thread of its own, which has its class loader.
     *
     * @param step what is called, for the message
     * @throws UnusableException for whatever it throws, but for a fault of the virtual machine itself; and if it takes
     *     longer than the limit, after which it is interrupted and left alone
     */
    <T> T call(ClassLoader loader, String step, Callable<T> code) throws UnusableException {
        FutureTask<T> task = new FutureTask<>(code);
        Thread thread = new Thread(task, "keyhole " + loader.getName() + " " + step);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new UnusableException("can't be used: " + step + " hasn't ended within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnusableException("wasn't waited for, as the start was interrupted");
        } catch (ExecutionException e) {
            throw unusable(e.getCause() == null ? e : e.getCause(), step);
        }
    }

    private static UnusableException unusable(Throwable cause, String step) {
        if (cause instanceof UnusableException unusable) {
            return unusable;
        }
        if (cause instanceof VirtualMachineError fatal && !(cause instanceof StackOverflowError)) {
            throw fatal;
        }
        return new UnusableException(Fault.explain(cause, step));
    }
}
