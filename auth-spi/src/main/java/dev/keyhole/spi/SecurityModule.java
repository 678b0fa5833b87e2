package dev.keyhole.spi;

import java.util.Set;

/**
 * A loaded module: the factory of its contexts, and the owner of what they share. Thread-safe.
 *
 * <p>The host closes every context before it closes the module. {@link #close()} is idempotent and ends within a second.
 */
public interface SecurityModule extends AutoCloseable {

    /** What the module can be used for with the options it was loaded with. Never empty; never changes. */
    Set<Capability> capabilities();

    /**
     * Opens a context for one {@code Authentication} block of one transport. Called only if the capabilities hold
     * {@link Capability#AUTHENTICATION}.
     *
     * @throws ConfigurationException if the settings can't work; the host then doesn't start
     * @throws IllegalStateException if the module is closed
     */
    default AuthenticationContext authentication(ContextSettings settings) {
        throw new ConfigurationException("module '" + settings.moduleName() + "' can't be used for authentication");
    }

    /**
     * Opens a context for one {@code Entitlement} block of one transport. Called only if the capabilities hold {@link
     * Capability#ENTITLEMENT}, and after the contexts of the transport's {@code Authentication} blocks have been opened.
     *
     * @throws ConfigurationException if the settings can't work; the host then doesn't start
     * @throws IllegalStateException if the module is closed
     */
    default EntitlementContext entitlement(ContextSettings settings) {
        throw new ConfigurationException("module '" + settings.moduleName() + "' can't be used for entitlement");
    }

    /**
     * Opens a context for the outgoing connections of one destination. Called only if the capabilities hold {@link
     * Capability#AUTHENTICATOR}.
     *
     * @throws ConfigurationException if the settings can't work; the host then doesn't start
     */
    default AuthenticatorContext authenticator(AuthenticatorSettings settings) {
        throw new ConfigurationException("module '" + settings.moduleName() + "' can't be used as an authenticator");
    }

    @Override
    void close();
}
