package dev.keyhole.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.EntitlementDecision;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A call on a thread of its own, and how it ended. */
final class Fork {

    private final Thread thread;
    private volatile Optional<Object> result = Optional.empty();
    private volatile Optional<Throwable> problem = Optional.empty();

    private Fork(Callable<?> call) {
        thread = new Thread(
                () -> {
                    try {
                        result = Optional.of(call.call());
                    } catch (Throwable e) {
                        problem = Optional.of(e);
                    }
                },
                "compatibility-kit");
        thread.setDaemon(true);
    }

    static Fork start(Callable<?> call) {
        Fork fork = new Fork(call);
        fork.thread.start();
        return fork;
    }

    static Fork startInterrupted(Callable<?> call) {
        return start(() -> {
            Thread.currentThread().interrupt();
            return call.call();
        });
    }

    boolean isOver() {
        return !thread.isAlive();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Waits for the end, which mustn't be an error. */
    void awaitEnd(String what, Duration limit) throws InterruptedException {
        thread.join(limit.toMillis());
        StackTraceElement[] stack = thread.getStackTrace();
        assertThat(isOver())
                .as("%s ends within %s; it hangs in %s", what, limit, Arrays.toString(stack))
                .isTrue();
        problem.filter(Error.class::isInstance).ifPresent(error -> {
            throw new AssertionError(what + " ended with " + error, error);
        });
    }

    /** Waits for the end, which mustn't be a problem of any kind. */
    void awaitSuccess(String what, Duration limit) throws InterruptedException {
        awaitEnd(what, limit);
        problem.ifPresent(cause -> {
            throw new AssertionError(what + " ended with " + cause, cause);
        });
    }

    /** Whether the call let somebody in, granted something, or may yet. */
    boolean isYes() {
        return result.filter(Fork::isYes).isPresent();
    }

    private static boolean isYes(Object answer) {
        return !(answer instanceof AuthenticationResult.Rejected || answer instanceof EntitlementDecision.Denied);
    }
}
