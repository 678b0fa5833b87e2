package dev.keyhole.token;

import java.util.List;

/** Where keys come from. Thread-safe. */
interface KeySource extends AutoCloseable {

    /**
     * The keys that a token with this header may be signed with; none if there is no such key.
     *
     * @throws dev.keyhole.spi.ModuleUnavailableException if the source couldn't find out
     * @throws InterruptedException if the thread was interrupted
     */
    List<VerificationKey> candidates(TokenHeader header) throws InterruptedException;

    /** Ends what is under way. Idempotent; doesn't block. */
    @Override
    void close();
}
