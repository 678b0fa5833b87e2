package dev.keyhole.testing;

/**
 * What a module asks, made to hang, so that the kit sees what the module does about it: a service that takes requests and
 * answers none, for instance.
 */
public interface Stall extends AutoCloseable {

    /** How many calls of the module have come to hang in it so far, be they over or not. Thread-safe. */
    long calls();

    /** Lets everything go on. Idempotent. */
    @Override
    void close();
}
