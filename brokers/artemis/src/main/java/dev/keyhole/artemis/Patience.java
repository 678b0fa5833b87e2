package dev.keyhole.artemis;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How long an answer may keep the thread waiting that needs it: one that serves several connections not longer than a limit,
 * any other one for as long as it takes. Thread-safe.
 */
final class Patience {

    private final BooleanSupplier servesOthers;
    private final Duration limit;
    private final Executor executor;

    /**
     * @param servesOthers whether the current thread serves several connections
     * @param executor runs what blocks for such a thread
     */
    Patience(BooleanSupplier servesOthers, Duration limit, Executor executor) {
        this.servesOthers = requireNonNull(servesOthers);
        this.limit = requireNonNull(limit);
        this.executor = requireNonNull(executor);
    }

    /** Never in a hurry. */
    static Patience endless() {
        return new Patience(() -> false, Duration.ZERO, Runnable::run);
    }

    boolean isLimited() {
        return servesOthers.getAsBoolean();
    }

    /**
     * Waits for an answer. What goes wrong is an answer, too.
     *
     * @param without the answer if there is none; it is given the reason
     */
    <T> T await(CompletionStage<T> answer, Function<String, T> without) {
        CompletableFuture<T> future = answer.toCompletableFuture();
        try {
            return isLimited() ? future.get(limit.toNanos(), TimeUnit.NANOSECONDS) : future.get();
        } catch (TimeoutException e) {
            return without.apply("no answer within " + limit.toMillis()
                    + " ms, and the thread has other connections to serve ('EventLoopWait')");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return without.apply("interrupted");
        } catch (ExecutionException e) {
            return without.apply("the host failed: " + e.getCause());
        }
    }

    /** {@link #await} of what a call returns that blocks. */
    <T> T call(Supplier<T> blocking, Function<String, T> without) {
        return isLimited() ? await(CompletableFuture.supplyAsync(blocking, executor), without) : blocking.get();
    }
}
