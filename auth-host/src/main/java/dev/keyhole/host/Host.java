package dev.keyhole.host;

import java.util.Optional;
import java.util.Set;

/**
 * A running host: transports with their chains of modules, and destinations with what gives them credentials. Thread-safe.
 *
 * <p>{@link #close()} ends connections, contexts and modules, in this order; it is idempotent, and ends within seconds
 * even if a module doesn't.
 */
public interface Host extends AutoCloseable {

    static HostBuilder builder() {
        return new HostBuilder();
    }

    /**
     * @param name that of a {@code Transport}, or {@link Transport#ADMIN} if the configuration has an {@code Admin}
     * @throws java.util.NoSuchElementException if the configuration has no transport of this name; the message names
     *     those it has
     */
    Transport transport(String name);

    /** The transport by which the broker is managed; empty if the configuration has no {@code Admin}. */
    Optional<Transport> admin();

    /** Names of all transports that listen, in the order of the configuration; {@link #admin()} isn't among them. */
    Set<String> transportNames();

    /**
     * @throws java.util.NoSuchElementException if the configuration has no destination of this name; the message names
     *     those it has
     */
    Destination destination(String name);

    /** Names of all destinations, in the order of the configuration. */
    Set<String> destinationNames();

    /** Settings of the host that a broker has to follow. */
    HostSettings settings();

    /** Resets, disables and enables authentication. */
    Control authentication();

    /** Resets, disables and enables entitlement. */
    Control entitlement();

    /**
     * What the host and its modules count and measure, in the text format of Prometheus. A host that was given a registry by
     * {@link HostBuilder#meterRegistry} shows its own part of it.
     */
    String metricsText();

    @Override
    void close();
}
