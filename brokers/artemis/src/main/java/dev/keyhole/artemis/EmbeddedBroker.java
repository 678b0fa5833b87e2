package dev.keyhole.artemis;

import dev.keyhole.host.Host;
import dev.keyhole.spi.ConfigurationException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * A broker in this process that keeps everything in memory. It listens where the transports of a host say, in the
 * protocols that they say: {@code mqtt}, {@code amqp} and {@code core}, several of them with commas between. Every client
 * is let in, and everything it does is allowed, by the host alone.
 *
 * <p>Thread-safe. The host isn't closed with it.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final ActiveMQServer server;
    private final Map<String, Integer> ports;
    private final Links links;

    private EmbeddedBroker(ActiveMQServer server, Map<String, Integer> ports, Links links) {
        this.server = server;
        this.links = links;
        this.ports = Map.copyOf(ports);
    }

    /**
     * Starts a broker; it accepts connections when this returns.
     *
     * @throws ConfigurationException if transports don't say where to listen, or name other protocols; with every
     *     problem at once
     * @throws IOException if it can't listen where a transport says
     */
    public static EmbeddedBroker start(Host host) throws IOException {
        return start(host, List.of());
    }

    /**
     * Starts a broker that passes messages on to others; it accepts connections when this returns. Links connect as soon as
     * they can, and again whenever they are lost, each time with new credentials from the host.
     *
     * @throws ConfigurationException if transports or the destinations of links don't say where, name other protocols, or
     *     if a link's address can't have a name; with every problem of transports, or else of links, at once
     * @throws IOException if it can't listen where a transport says
     */
    public static EmbeddedBroker start(Host host, List<Link> passedOn) throws IOException {
        List<AcceptorSettings> acceptors = AcceptorSettings.of(
                host.transportNames().stream().map(host::transport).toList());
        Configuration configuration = inMemory();
        acceptors.forEach(acceptor -> configuration.addAcceptorConfiguration(acceptor.toConfiguration()));
        Links links = Links.of(host, passedOn, Guard.names(host, configuration));
        links.addTo(configuration);
        Guard guard = Guard.of(new HostReference(host), configuration);
        guard.plugins().forEach(configuration::registerBrokerPlugin);
        ActiveMQServer server = new ActiveMQServerImpl(configuration, null, guard.securityManager());
        // Artemis logs why it fails to start, and then returns as if it had.
        AtomicReference<Exception> failure = new AtomicReference<>();
        server.registerActivationFailureListener(failure::set);
        try {
            server.start();
            if (failure.get() != null) {
                throw failure.get();
            }
            return new EmbeddedBroker(
                    server,
                    acceptors.stream()
                            .collect(Collectors.toMap(
                                    AcceptorSettings::transport, acceptor -> listeningPort(server, acceptor))),
                    links);
        } catch (Exception e) {
            links.close();
            stop(server);
            throw new IOException("the broker doesn't start: " + e.getMessage(), e);
        }
    }

    private static int listeningPort(ActiveMQServer server, AcceptorSettings settings) {
        return Optional.ofNullable(server.getRemotingService().getAcceptor(settings.transport()))
                .filter(NettyAcceptor.class::isInstance)
                .map(NettyAcceptor.class::cast)
                .filter(NettyAcceptor::isStarted)
                .map(NettyAcceptor::getActualPort)
                .orElseThrow(() -> new IllegalStateException(
                        "transport '" + settings.transport() + "' doesn't listen at " + settings.address()));
    }

    private static Configuration inMemory() {
        BigInteger unguessable = new BigInteger(256, new SecureRandom());
        Configuration configuration = new ConfigurationImpl()
                .setName("keyhole")
                .setPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setCriticalAnalyzer(false)
                .setSecurityEnabled(true)
                // These caches know neither acceptor nor connection: a login on one would count on all.
                .setAuthenticationCacheSize(0)
                .setAuthorizationCacheSize(0)
                // Whoever has these credentials may do anything without being asked about.
                .setClusterUser("cluster-" + unguessable.toString(36))
                .setClusterPassword(unguessable.shiftRight(1).toString(36))
                // A check waits on a thread of this pool; a limit would let one slow module stop all others.
                .setThreadPoolMaxSize(-1);
        return configuration.addAddressSetting(
                configuration.getWildcardConfiguration().getAnyWordsString(),
                new AddressSettings()
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
                        .setAutoDeleteAddressesSkipUsageCheck(true));
    }

    /**
     * The port that a transport listens on, which matters if the configuration says 0.
     *
     * @throws NoSuchElementException if there is no such transport
     */
    public int port(String transport) {
        Integer port = ports.get(transport);
        if (port == null) {
            throw new NoSuchElementException("no transport '" + transport + "'; there are " + ports.keySet());
        }
        return port;
    }

    ActiveMQServer server() {
        return server;
    }

    /** Ends all connections, and forgets all messages. Idempotent. */
    @Override
    public void close() {
        links.close();
        stop(server);
    }

    private static void stop(ActiveMQServer server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the broker doesn't stop: " + e.getMessage(), e);
        }
    }
}
