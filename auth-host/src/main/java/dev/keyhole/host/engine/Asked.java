package dev.keyhole.host.engine;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Something that a module was asked and hasn't answered yet. Thread-safe. */
interface Asked<T> {

    /**
     * Hears the answer; or else the module's exception, or a {@link dev.keyhole.spi.ModuleUnavailableException} if the
     * question was given up.
     */
    void then(Consumer<? super T> answered, Consumer<Throwable> failed);

    /** Has whoever waits hear that there is no answer. Idempotent; doesn't block. */
    void giveUp(String why);

    /** Tells what a future comes to, as {@link #then} does. */
    static <T> void hear(CompletableFuture<T> result, Consumer<? super T> answered, Consumer<Throwable> failed) {
        var unused = result.whenComplete((answer, failure) -> {
            if (failure == null) {
                answered.accept(answer);
            } else {
                failed.accept(Faults.cause(failure));
            }
        });
    }
}
