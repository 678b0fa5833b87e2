package dev.keyhole.service;

import java.util.function.Function;

/**
 * What is in a store, for those who administer it: in transactions. Thread-safe.
 *
 * <p>What a piece of work sees and changes it sees and changes through the {@link Transaction} that it is given, which is
 * of no use afterwards. Every method throws {@link StoreUnavailableException} if the store can't be asked.
 */
interface Ledger extends AutoCloseable {

    /** Looks at what was changed last. The work changes nothing. */
    <T> T read(Function<Transaction, T> work);

    /**
     * Does all of it, for good, or nothing: nothing if the work throws. One change happens after the other, over all
     * processes, so that nothing that the work has seen changes before it is done. May call the work several times.
     */
    <T> T change(Function<Transaction, T> work);

    /** Idempotent. */
    @Override
    void close();
}
