package dev.keyhole.spi;

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

    /**
     * Ends the context: from now on it lets nobody in. An exchange that is under way, and any call that comes later,
     * ends with an exception, or rejects. Idempotent; doesn't block; may come on any thread, during other calls.
     */
    @Override
    void close();
}
