package dev.keyhole.host.engine;

import dev.keyhole.cache.CachedEntitlement;
import dev.keyhole.host.Connection;
import dev.keyhole.host.DisconnectListener;
import dev.keyhole.host.Transport;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transport with its two chains, and those who are on it. */
final class EngineTransport implements Transport {

    private static final Set<String> REPLICATION = Set.of("amps-replication", "amps-replication-secure");

    private final Configuration.Transport configured;
    private final EngineParts engine;
    private final List<AuthenticationUse> authentication;
    private final EntitlementChain entitlement;
    private final @Nullable CachedEntitlement<Answer> firstCache;
    private final Roster roster = new Roster();
    private final HostMetrics.Checks checks;
    private final HostMetrics.Logons logons;
    private volatile boolean authenticationDisabled;

    EngineTransport(
            Configuration.Transport configured,
            EngineParts engine,
            List<AuthenticationUse> authentication,
            EntitlementChain entitlement) {
        this.configured = configured;
        this.engine = engine;
        this.authentication = List.copyOf(authentication);
        this.entitlement = entitlement;
        this.firstCache =
                entitlement.uses().isEmpty() ? null : entitlement.uses().get(0).cache();
        this.checks = engine.metrics().checks(configured.name(), entitlement.uses());
        this.logons = engine.metrics().logons(configured.name());
        engine.metrics().watch(this);
    }

    @Override
    public String name() {
        return configured.name();
    }

    @Override
    public ConnectionKind kind() {
        if (name().equals(ADMIN)) {
            return ConnectionKind.ADMIN;
        }
        return REPLICATION.contains(configured.type()) ? ConnectionKind.REPLICATION : ConnectionKind.APPLICATION;
    }

    @Override
    public String address() {
        return configured.address();
    }

    @Override
    public String protocol() {
        return configured.protocol();
    }

    @Override
    public Connection connect(ConnectionInfo info, DisconnectListener listener) {
        if (!info.transport().equals(name())) {
            throw new IllegalArgumentException(info + " isn't on transport " + name());
        }
        EngineConnection connection = new EngineConnection(this, info, listener);
        engine.directory().add(connection);
        roster.opened(connection);
        if (engine.isClosed()) {
            connection.close();
            throw new IllegalStateException("the host is closed");
        }
        return connection;
    }

    @Override
    public int connectionCount() {
        return roster.connections().size();
    }

    void closed(EngineConnection connection) {
        roster.closed(connection);
        engine.directory().remove(connection);
    }

    EngineParts engine() {
        return engine;
    }

    /** How many checks were decided. */
    HostMetrics.Checks checkCounts() {
        return checks;
    }

    HostMetrics.Logons logonCounts() {
        return logons;
    }

    Roster roster() {
        return roster;
    }

    List<AuthenticationUse> authentication() {
        return authentication;
    }

    EntitlementChain entitlement() {
        return entitlement;
    }

    /** The cache of the entitlement module that is asked first; null if there is no module. */
    @Nullable
    CachedEntitlement<Answer> firstCache() {
        return firstCache;
    }

    boolean isAuthenticationDisabled() {
        return authenticationDisabled;
    }

    void disableAuthentication() {
        authenticationDisabled = true;
    }

    /** Asks modules again, which have new contexts; those who came in meanwhile go. */
    void enableAuthentication() {
        if (!authenticationDisabled) {
            return;
        }
        authentication.forEach(use -> use.registration().renew());
        authenticationDisabled = false;
        roster.connections().stream()
                .filter(EngineConnection::isUnchecked)
                .forEach(connection -> connection.end("authentication was enabled"));
    }

    /** Builds the contexts of authentication anew; those who were let in by the old ones go, and those who try. */
    void resetAuthentication() {
        authentication.forEach(use -> use.registration().renew());
        disconnectBound("authentication was reset");
    }

    void resetAuthentication(String userName) {
        authentication.forEach(use -> use.resetUser(userName));
        disconnect(userName, "authentication of the user was reset");
    }

    void resetEntitlement() {
        entitlement.uses().forEach(EntitlementUse::reset);
        disconnectBound("entitlement was reset");
    }

    void resetEntitlement(String userName) {
        entitlement.uses().forEach(use -> use.resetUser(userName));
        disconnect(userName, "entitlement of the user was reset");
    }

    private void disconnectBound(String reason) {
        // Logons first: one that is complete meanwhile is found among the connections.
        roster.attempts().forEach(attempt -> attempt.cancel(reason));
        roster.connections().stream().filter(EngineConnection::isBound).forEach(connection -> connection.end(reason));
    }

    /** Ends a user's connections, and has its logons that are under way fail. */
    void disconnect(String userName, String reason) {
        roster.attempts().forEach(attempt -> attempt.resetMeanwhile(userName));
        roster.connectionsOf(userName).forEach(connection -> connection.end(reason));
    }

    /** Does the same to all but one connection. */
    void disconnectOthers(String userName, String reason, ConnectionInfo spared) {
        roster.attempts().stream()
                .filter(attempt -> !attempt.isOf(spared))
                .forEach(attempt -> attempt.resetMeanwhile(userName));
        roster.connectionsOf(userName).stream()
                .filter(connection -> !connection.info().id().equals(spared.id()))
                .forEach(connection -> connection.end(reason));
    }

    /** No cache of the transport knows a decision about the user any more. */
    void forget(String userName) {
        entitlement.uses().forEach(use -> use.forgetUser(userName));
    }

    @Override
    public void disconnectAll(String reason) {
        disconnectBound(reason);
        roster.connections().forEach(connection -> connection.end(reason));
    }
}
