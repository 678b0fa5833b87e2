package dev.keyhole.spi;

/**
 * The authentication of one outgoing connection, over as many rounds as the remote side wants. The host calls {@link
 * #initial()} once, then {@link #respond} for each challenge, then {@link #completed} at most once, then {@link #close};
 * one at a time, though not always on the same thread.
 */
public interface AuthenticatorExchange extends AutoCloseable {

    /**
     * What to log on with. May block; must end when interrupted.
     *
     * @throws ModuleUnavailableException if there are no credentials to be had
     * @throws InterruptedException if the host ended the call
     */
    Credentials initial() throws InterruptedException;

    /**
     * Answers a challenge of the remote side. May block; must end when interrupted.
     *
     * @throws ModuleUnavailableException if the module has no answer
     * @throws InterruptedException if the host ended the call
     */
    Credentials respond(Secret challenge) throws InterruptedException;

    /**
     * Tells whether the remote side accepted the credentials, so that what it refused isn't given out again. Doesn't
     * block.
     */
    default void completed(boolean accepted) {}

    /** Ends the exchange, whatever its outcome. Idempotent; doesn't block. */
    @Override
    default void close() {}
}
