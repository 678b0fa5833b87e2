package dev.keyhole.spi;

/**
 * The credentials of one destination. Called from many threads at once.
 */
public interface AuthenticatorContext extends AutoCloseable {

    /**
     * Starts to authenticate one outgoing connection; called for each attempt to connect. Doesn't block: what takes time
     * belongs into {@link AuthenticatorExchange#initial()}.
     */
    AuthenticatorExchange begin();

    /** Idempotent. Exchanges that are under way end with an exception. */
    @Override
    void close();
}
