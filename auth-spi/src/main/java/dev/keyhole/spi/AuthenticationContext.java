package dev.keyhole.spi;

import java.util.Optional;
import java.util.Set;

/**
 * One configured use of a module for authentication. Called from many threads at once.
 */
public interface AuthenticationContext extends AutoCloseable {

    /**
     * Starts to authenticate a connection. Doesn't block: what takes time belongs into {@link
     * AuthenticationExchange#respond}.
     *
     * @throws IllegalStateException if the context is closed
     */
    AuthenticationExchange begin(ConnectionInfo connection);

    /**
     * A key that is equal for two logons which the context would judge by the very same question. While a logon is under
     * way, others with an equal key wait for its answer, without a thread for each, and are given it by {@link #share}.
     *
     * <p>Keys must differ wherever the answer could: above all where the secrets do. A key lives as long as the logon and
     * mustn't give the secret away; a hash with a key of the module's own will do. An exchange of a logon that has a key
     * never challenges. Doesn't block.
     *
     * @param request explicit or implicit
     * @return empty if the logon is to be judged by itself, which is what happens unless a module says otherwise
     */
    default Optional<Object> sharingKey(ConnectionInfo connection, LogonRequest request) {
        return Optional.empty();
    }

    /**
     * Makes the answer to one logon the answer to another whose {@linkplain #sharingKey key} is equal. The identity of an
     * {@link AuthenticationResult.Accepted} must be one of its own, as it is released on its own; the one that is shared
     * hasn't been released yet. Doesn't block.
     *
     * @param result what the exchange answered
     * @param connection the connection of the other logon
     * @return empty if the other logon has to be judged by itself after all
     */
    default Optional<AuthenticationResult> share(AuthenticationResult result, ConnectionInfo connection) {
        return Optional.empty();
    }

    /**
     * Tells that the identity of an {@link AuthenticationResult.Accepted} is no longer in use: its connection closed,
     * or the logon failed later for another reason. Called exactly once for each {@code Accepted} that an exchange
     * returned, whether the identity was bound or not, and also if it came after the logon's limit. Doesn't block, and
     * doesn't throw; it may come after {@link #close()}, because connections can outlive the context that let them in.
     */
    default void released(ConnectionInfo connection, Identity identity) {}

    /**
     * Forgets what this context remembers about a user, because an operator reset the user. Doesn't block.
     */
    default void resetUser(String userName) {}

    /** What the host has to know of this context to warn of chains that aren't safe. Never changes, and doesn't block. */
    default Set<ChainTrait> chainTraits() {
        return Set.of();
    }

    /**
     * Ends the context: from now on it lets nobody in. An exchange that is under way, and any call that comes later,
     * ends with an exception, or rejects. Idempotent; doesn't block; may come on any thread, during other calls.
     */
    @Override
    void close();
}
