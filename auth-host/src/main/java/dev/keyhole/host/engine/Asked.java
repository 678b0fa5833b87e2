package dev.keyhole.host.engine;

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
}
