package dev.keyhole.host.engine;

import dev.keyhole.host.Control;
import dev.keyhole.host.Destination;
import dev.keyhole.host.Host;
import dev.keyhole.host.HostSettings;
import dev.keyhole.host.Transport;
import dev.keyhole.spi.Spelling;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running engine, as brokers see it. */
final class EngineHost implements Host {

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.host");
    private static final Duration REMINDER = Duration.ofMinutes(1);

    private final EngineParts parts;
    private final Map<String, EngineTransport> transports = new LinkedHashMap<>();
    private final Map<String, EngineDestination> destinations = new LinkedHashMap<>();
    private final Shutdown shutdown;
    private final Control authentication;
    private final Control entitlement;

    /** Whether a reminder is on its way. */
    private final AtomicBoolean reminds = new AtomicBoolean();

    EngineHost(EngineParts parts, Assembler.Result assembled, Shutdown shutdown) {
        this.parts = parts;
        assembled.transports().forEach(transport -> transports.put(transport.name(), transport));
        assembled.destinations().forEach(destination -> destinations.put(destination.name(), destination));
        this.shutdown = shutdown;
        this.authentication = new EngineControl(
                this,
                new EngineControl.Actions(
                        "authentication",
                        EngineTransport::resetAuthentication,
                        EngineTransport::resetAuthentication,
                        this::disableAuthentication,
                        EngineTransport::enableAuthentication,
                        transport -> !transport.isAuthenticationDisabled()));
        this.entitlement = new EngineControl(
                this,
                new EngineControl.Actions(
                        "entitlement",
                        EngineTransport::resetEntitlement,
                        EngineTransport::resetEntitlement,
                        transport -> transport.entitlement().disable(),
                        transport -> transport.entitlement().enable(),
                        transport -> !transport.entitlement().isDisabled()));
    }

    private void disableAuthentication(EngineTransport transport) {
        transport.disableAuthentication();
        if (reminds.compareAndSet(false, true)) {
            remindLater();
        }
    }

    private void remindLater() {
        var unused = parts.time().schedule(REMINDER, () -> parts.workers().tell(this::remind));
    }

    /** Says again and again that transports are open to anybody, until none is. */
    private void remind() {
        reminds.set(false);
        List<String> open = transports.values().stream()
                .filter(EngineTransport::isAuthenticationDisabled)
                .map(EngineTransport::name)
                .toList();
        if (!open.isEmpty() && !parts.isClosed()) {
            LOG.warn("authentication is disabled on {}: anybody is let in, unchecked", open);
            if (reminds.compareAndSet(false, true)) {
                remindLater();
            }
        }
    }

    @Override
    public Transport transport(String name) {
        return find(name);
    }

    EngineTransport find(String name) {
        EngineTransport transport = transports.get(name);
        if (transport == null) {
            throw new NoSuchElementException(
                    Spelling.unknown("there is no transport '" + name + "'", name, transports.keySet()));
        }
        return transport;
    }

    Collection<EngineTransport> transports() {
        return Collections.unmodifiableCollection(transports.values());
    }

    @Override
    public Optional<Transport> admin() {
        return Optional.ofNullable(transports.get(Transport.ADMIN));
    }

    @Override
    public Set<String> transportNames() {
        Set<String> names = new LinkedHashSet<>(transports.keySet());
        names.remove(Transport.ADMIN);
        return Collections.unmodifiableSet(names);
    }

    @Override
    public Destination destination(String name) {
        EngineDestination destination = destinations.get(name);
        if (destination == null) {
            throw new NoSuchElementException(
                    Spelling.unknown("there is no destination '" + name + "'", name, destinations.keySet()));
        }
        return destination;
    }

    @Override
    public Set<String> destinationNames() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(destinations.keySet()));
    }

    @Override
    public HostSettings settings() {
        return parts.settings().host();
    }

    HostMetrics metrics() {
        return parts.metrics();
    }

    @Override
    public String metricsText() {
        return parts.metrics().text();
    }

    @Override
    public Control authentication() {
        return authentication;
    }

    @Override
    public Control entitlement() {
        return entitlement;
    }

    @Override
    public void close() {
        if (!parts.close()) {
            return;
        }
        transports.values().forEach(transport -> transport.disconnectAll("the host is closing"));
        destinations.values().forEach(EngineDestination::close);
        shutdown.run();
        LOG.info("Closed");
    }
}
