package dev.keyhole.spi;

/**
 * One logon of one connection, over as many rounds as the module needs. May keep state between them: the host calls
 * {@link #respond} for one round after the other, though not always on the same thread.
 */
public interface AuthenticationExchange extends AutoCloseable {

    /**
     * Judges what the client sent. The first call carries an explicit or an implicit request; each further one, after a
     * {@link AuthenticationResult.Challenge}, carries the client's answer, with the user name of the first.
     *
     * <p>After its first challenge an exchange may no longer abstain. May block; must end when interrupted.
     *
     * @param request its secret may be wiped once the exchange has ended: whoever keeps it longer copies it
     * @throws ModuleUnavailableException if the module couldn't find out
     * @throws IllegalStateException if the context is closed
     * @throws InterruptedException if the host ended the call
     */
    AuthenticationResult respond(LogonRequest request) throws InterruptedException;

    /**
     * Ends the exchange, whatever its outcome, and frees what it holds. May come on another thread while {@link #respond}
     * runs; {@link #respond} isn't called after it. Idempotent; doesn't block.
     */
    @Override
    default void close() {}
}
