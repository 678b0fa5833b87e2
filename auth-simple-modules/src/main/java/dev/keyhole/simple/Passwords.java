package dev.keyhole.simple;

import dev.keyhole.spi.Secret;
import java.time.Instant;

/** Where the password of outgoing connections comes from. Thread-safe. */
interface Passwords {

    /**
     * A password.
     *
     * @param source for operators: where it comes from
     * @param at when it was obtained; if it lies in a file, when it was written there
     */
    record Read(Secret secret, String source, Instant at) {}

    /**
     * @throws dev.keyhole.spi.ModuleUnavailableException if it can't be read
     */
    Read read();

    /** A password that stays as it is. */
    record Fixed(Secret secret, String source, Instant at) implements Passwords {

        @Override
        public Read read() {
            return new Read(secret, source, at);
        }
    }
}
