package dev.keyhole.artemis;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;

/** The broker, once it has come into being: whom it guards is made before it. Thread-safe. */
final class BrokerReference implements ActiveMQServerBasePlugin {

    private volatile Optional<ActiveMQServer> server = Optional.empty();

    @Override
    public void registered(ActiveMQServer registered) {
        server = Optional.of(registered);
    }

    /** Name of the acceptor that a connection came in by. */
    Optional<String> acceptorOf(NettyServerConnection connection) {
        return server().getRemotingService().getAcceptors().values().stream()
                .filter(acceptor -> acceptor instanceof NettyAcceptor netty
                        && netty.getConnections().containsKey(connection.getID()))
                .map(acceptor -> acceptor.getName())
                .findAny();
    }

    /** Client ids of all MQTT sessions, connected or not. */
    Set<String> mqttClientIds() {
        return mqttSessions().getSessionStates().keySet();
    }

    /** Whether a client id is that of an MQTT session whose client is connected. */
    boolean isMqttClientConnected(String clientId) {
        return mqttSessions().isClientConnected(clientId);
    }

    private MQTTStateManager mqttSessions() {
        try {
            return MQTTStateManager.getInstance(server());
        } catch (Exception e) {
            throw new IllegalStateException("the broker doesn't tell its MQTT sessions", e);
        }
    }

    boolean hasQueue(String queue) {
        return server().locateQueue(queue) != null;
    }

    /** Whether an address exists whose messages go to one of its readers each, and never to subscriptions. */
    boolean isPointToPoint(String address) {
        AddressInfo known = server().getAddressInfo(SimpleString.of(address));
        return known != null && !known.getRoutingTypes().contains(RoutingType.MULTICAST);
    }

    /** Runs what may block. */
    Executor executor() {
        return server().getThreadPool();
    }

    private ActiveMQServer server() {
        return server.orElseThrow(() -> new IllegalStateException("the broker hasn't started"));
    }
}
