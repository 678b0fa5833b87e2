package dev.keyhole.host;

/**
 * What an operator can do to authentication, or to entitlement, of a running host. Thread-safe. No method waits for a
 * module or a client; modules hear of a reset on the caller's thread, in methods that may not block.
 */
public interface Control {

    /**
     * Forgets everything within the scope (for authentication: builds its contexts anew) and disconnects those
     * concerned. A check or logon that began before doesn't bring old answers back.
     *
     * @throws java.util.NoSuchElementException if the scope names an unknown transport
     */
    void reset(Scope scope);

    /**
     * Stops asking modules. Entitlement: every check succeeds with full rights and nothing is cached. Authentication:
     * every logon is accepted and binds the <em>empty</em> identity, with a warning in the log now and every minute.
     *
     * @param scope all, or one transport
     * @throws IllegalArgumentException if the scope names a user
     */
    void disable(Scope scope);

    /**
     * Asks modules again, with new contexts and nothing cached. For authentication, those that came in while it was
     * disabled are disconnected.
     *
     * @param scope all, or one transport
     * @throws IllegalArgumentException if the scope names a user
     */
    void enable(Scope scope);

    boolean isEnabled(String transport);
}
