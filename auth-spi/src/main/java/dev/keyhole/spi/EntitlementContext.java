package dev.keyhole.spi;

import java.util.Set;

/**
 * One configured use of a module for entitlement. Called from many threads at once.
 */
public interface EntitlementContext extends AutoCloseable {

    /** Who may share a cached decision of this context. Never changes, and doesn't block. */
    KeyScope keyScope();

    /**
     * Decides whether an identity may do something. May block; must end when interrupted.
     *
     * @throws ModuleUnavailableException if the module couldn't find out
     * @throws IllegalStateException if the context is closed
     * @throws InterruptedException if the host ended the call
     */
    EntitlementDecision check(EntitlementRequest request) throws InterruptedException;

    /**
     * Whether the answer to a request is at hand, so that {@link #check} neither waits for anything nor computes for long. It may
     * be called on a thread then for which others wait, and nothing ends it. Doesn't block.
     *
     * @return false unless a context says otherwise
     */
    default boolean knows(EntitlementRequest request) {
        return false;
    }

    /**
     * Tells that a connection of this transport has an identity, about which checks may come. They may come before this
     * does. One {@link #left} follows for each. Doesn't block.
     */
    default void joined(ConnectionInfo connection, Identity identity) {}

    /**
     * Tells that a connection is gone that {@link #joined}, be it under a context in whose place this one was opened.
     * Doesn't block.
     */
    default void left(ConnectionInfo connection, Identity identity) {}

    /** Forgets what this context remembers about all users, because an operator reset it. Doesn't block. */
    default void reset() {}

    /** Forgets what this context remembers about a user, because an operator reset the user. Doesn't block. */
    default void resetUser(String userName) {}

    /** What the host has to know of this context to warn of chains that aren't safe. Never changes, and doesn't block. */
    default Set<ChainTrait> chainTraits() {
        return Set.of();
    }

    /**
     * Ends the context: from now on it grants nothing. A check that is under way, and any that comes later, ends with an
     * exception, or denies. Idempotent; doesn't block; may come on any thread, during other calls.
     */
    @Override
    void close();
}
