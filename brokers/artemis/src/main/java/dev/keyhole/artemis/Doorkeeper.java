package dev.keyhole.artemis;

import dev.keyhole.host.Transport;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.TlsInfo;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConnectionPlugin;
import org.apache.activemq.artemis.protocol.amqp.broker.ActiveMQProtonRemotingConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * Meets each new connection before the broker reads from it: finds the transport whose acceptor it came in by, and puts
 * the gate of its protocol before it. A connection that it can't place is closed. Thread-safe.
 */
final class Doorkeeper implements ActiveMQServerConnectionPlugin {

    private static final AttributeKey<ClientConnection> CLIENT = AttributeKey.valueOf(Doorkeeper.class, "client");

    /** Numbers the connections of all brokers of this process, so that no two share an id. */
    private static final AtomicLong COUNT = new AtomicLong();

    private final HostReference host;
    private final BrokerReference broker;
    private final MqttRules mqttRules;
    private final ClusterUser cluster;
    private final RefusalLog log;

    Doorkeeper(HostReference host, BrokerReference broker, MqttRules mqttRules, ClusterUser cluster, RefusalLog log) {
        this.cluster = cluster;
        this.host = host;
        this.broker = broker;
        this.mqttRules = mqttRules;
        this.log = log;
    }

    /** What is known of a connection; empty if it never passed the door. */
    static Optional<ClientConnection> clientOf(@Nullable RemotingConnection connection) {
        return connection != null && connection.getTransportConnection() instanceof NettyServerConnection wire
                ? Optional.ofNullable(wire.getChannel().attr(CLIENT).get())
                : Optional.empty();
    }

    @Override
    public void afterCreateConnection(RemotingConnection connection) throws ActiveMQException {
        if (!(connection.getTransportConnection() instanceof NettyServerConnection wire)) {
            throw new ActiveMQIllegalStateException("a connection that isn't one of the network");
        }
        try {
            Transport transport = transportOf(wire);
            ClientConnection client = admit(transport, connection, wire.getChannel());
            wire.getChannel().attr(CLIENT).set(client);
            host.came(client);
            wire.getChannel().closeFuture().addListener(closed -> {
                host.went(client);
                client.closed();
            });
        } catch (ActiveMQException | RuntimeException noGate) {
            // The broker forgets a connection that is refused here, and leaves it open; after a failure it would go on
            // with it.
            var unused = wire.getChannel().close();
            throw noGate;
        }
    }

    private ClientConnection admit(Transport transport, RemotingConnection connection, Channel channel)
            throws ActiveMQException {
        if (connection instanceof MQTTConnection mqtt && transport.kind() != ConnectionKind.ADMIN) {
            ClientConnection client = client(transport, WireProtocol.MQTT, channel, () -> MqttGate.disconnect(channel));
            String handler =
                    channel.pipeline().context(MQTTProtocolHandler.class).name();
            channel.pipeline().addBefore(handler, "keyhole", new MqttGate(client, mqttRules, mqtt::getClientID));
            return client;
        }
        if (connection instanceof ActiveMQProtonRemotingConnection amqp) {
            ClientConnection client =
                    client(transport, WireProtocol.AMQP, channel, () -> AmqpGate.disconnect(amqp, () -> isIn(channel)));
            channel.pipeline().addBefore("handler", "keyhole", new AmqpGate(client));
            amqp.getAmqpConnection().addEventHandler(new AmqpErrors(client));
            return client;
        }
        if (connection instanceof CoreRemotingConnection core) {
            ClientConnection client = client(
                    transport, WireProtocol.CORE, channel, () -> CoreGate.disconnect(core, channel, broker.executor()));
            CoreGate.install(client, ClusterUser.isDeclaredIn(transport.protocol()), log, core, channel);
            return client;
        }
        if (WireProtocol.STOMP.name().equals(connection.getProtocolName())
                && transport.kind() != ConnectionKind.ADMIN) {
            ClientConnection client = client(
                    transport, WireProtocol.STOMP, channel, () -> StompGate.disconnect(connection, broker.executor()));
            channel.pipeline().addBefore("handler", "keyhole", new StompGate(client, connection, broker.inOrder()));
            return client;
        }
        throw new ActiveMQIllegalStateException("a protocol without a gate: " + connection.getProtocolName());
    }

    private static boolean isIn(Channel channel) {
        ClientConnection client = channel.attr(CLIENT).get();
        return client != null && client.isIn();
    }

    private ClientConnection client(Transport transport, WireProtocol protocol, Channel channel, Runnable closer) {
        String name = "artemis-" + protocol.configured() + "-" + COUNT.incrementAndGet();
        return new ClientConnection(
                transport,
                protocol,
                () -> {
                    ConnectionInfo.Builder info = ConnectionInfo.builder(name, transport.name())
                            .kind(transport.kind())
                            .connectionName(name)
                            .protocol(protocol.configured());
                    if (channel.localAddress() instanceof InetSocketAddress local) {
                        info.localAddress(local);
                    }
                    if (channel.remoteAddress() instanceof InetSocketAddress remote) {
                        info.remoteAddress(remote);
                    }
                    tlsOf(channel).ifPresent(info::tls);
                    return info;
                },
                closer,
                new Patience(
                        channel.eventLoop()::inEventLoop, host.get().settings().eventLoopWait(), broker.executor()),
                ClusterUser.isDeclaredIn(transport.protocol()) ? cluster : ClusterUser.NOBODY);
    }

    /** The TLS session, which is there by the time of a logon; empty without TLS. */
    private static Optional<TlsInfo> tlsOf(Channel channel) {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class))
                .map(handler -> handler.engine().getSession())
                .map(session -> new TlsInfo(session.getProtocol(), session.getCipherSuite(), certificatesOf(session)));
    }

    private static List<X509Certificate> certificatesOf(SSLSession session) {
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException itSentNone) {
            return List.of();
        }
    }

    private Transport transportOf(NettyServerConnection wire) throws ActiveMQException {
        try {
            return host.transport(broker.acceptorOf(wire).orElseThrow());
        } catch (NoSuchElementException e) {
            throw new ActiveMQIllegalStateException("a connection of no transport: " + e.getMessage());
        }
    }
}
