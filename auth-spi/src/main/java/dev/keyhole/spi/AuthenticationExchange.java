package dev.keyhole.spi;

/**
 * One logon of one connection, over as many rounds as the module needs. May keep state between them. The host calls its
 * methods one at a time, though not always on the same thread.
 */
public interface AuthenticationExchange extends AutoCloseable {

    /**
     * Judges what the client sent. The first call carries an explicit or an implicit request; each further one, after a
     * {@link AuthenticationResult.Challenge}, carries the client's answer, with the user name of the first.
     *
     * <p>After its first challenge an exchange may no longer abstain. May block; must end when interrupted.
     *
     * @throws ModuleUnavailableException if the module couldn't find out
     * @throws InterruptedException if the host ended the call
     */
    AuthenticationResult respond(LogonRequest request) throws InterruptedException;

    /** Ends the exchange, whatever its outcome. Idempotent; doesn't block. */
    @Override
    default void close() {}
}
