package dev.keyhole.artemis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;

/** The broker, once it has come into being: whom it guards is made before it. Thread-safe. */
final class BrokerReference implements ActiveMQServerBasePlugin {

    private volatile Optional<ActiveMQServer> server = Optional.empty();

    @Override
    public void registered(ActiveMQServer registered) {
        server = Optional.of(registered);
    }

    /** From now on this one is told of each message, as long as the broker runs. Idempotent. */
    void tellOfMessages(ActiveMQServerMessagePlugin plugin) {
        server().getConfiguration().registerBrokerPlugin(plugin);
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

    /** Names of the queues of all subscriptions of all MQTT sessions, whether the queues exist or not. */
    Set<String> queuesOfMqttSessions() {
        return mqttSessions().getSessionStates().values().stream()
                .flatMap(session -> queuesOf(session).values().stream())
                .collect(Collectors.toSet());
    }

    /** What is known of the queues that exist of each MQTT session, by client id. */
    <T> Map<String, Set<T>> queuesOfEachMqttSession(Function<String, T> knowledge) {
        return mqttSessions().getSessionStates().values().stream()
                .collect(Collectors.toMap(MQTTSessionState::getClientId, session -> queuesOf(session).values().stream()
                        .filter(this::hasQueue)
                        .map(knowledge)
                        .collect(Collectors.toSet())));
    }

    /** Filters of the subscriptions of an MQTT session, each with the name of its queue; empty if there is none. */
    Map<String, String> mqttSubscriptions(String clientId) {
        MQTTSessionState session = mqttSessions().getSessionStates().get(clientId);
        return session == null ? Map.of() : queuesOf(session);
    }

    /** Makes an MQTT session forget a subscription, and leaves the queue alone. */
    void forgetMqttSubscription(String clientId, String filter) {
        MQTTSessionState session = mqttSessions().getSessionStates().get(clientId);
        if (session == null) {
            return;
        }
        try {
            session.removeSubscription(filter);
        } catch (Exception e) {
            throw new IllegalStateException("the broker doesn't forget a subscription", e);
        }
    }

    private Map<String, String> queuesOf(MQTTSessionState session) {
        WildcardConfiguration syntax = server().getConfiguration().getWildcardConfiguration();
        Map<String, String> queues = new LinkedHashMap<>();
        session.getSubscriptions()
                .forEach(subscription -> queues.put(
                        subscription.topicFilter(),
                        MQTTUtil.getCoreQueueFromMqttTopic(subscription.topicFilter(), session.getClientId(), syntax)));
        return queues;
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

    /** Whose consumer it is; empty if it isn't one that came in by the network. */
    Optional<ClientConnection> clientOf(ServerConsumer consumer) {
        return Doorkeeper.clientOf(server().getRemotingService().getConnection(consumer.getConnectionID()));
    }

    void later(Runnable task, long delay, TimeUnit unit) {
        var unused = server().getScheduledPool().schedule(task, delay, unit);
    }

    /** Runs what may block. */
    Executor executor() {
        return server().getThreadPool();
    }

    /** A new executor that runs what may block, one after the other. */
    Executor inOrder() {
        return server().getExecutorFactory().getExecutor();
    }

    private ActiveMQServer server() {
        return server.orElseThrow(() -> new IllegalStateException("the broker hasn't started"));
    }
}
