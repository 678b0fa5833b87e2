package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.BridgeConfiguration;
import org.apache.activemq.artemis.core.config.amqpBrokerConnectivity.AMQPBrokerConnectConfiguration;
import org.apache.activemq.artemis.core.config.amqpBrokerConnectivity.AMQPMirrorBrokerConnectionElement;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bridges and mirrors from one guarded broker to another. */
class BrokerConnectionsTest {

    private static final String BROKERS = "brokers";
    private static final String PASSWORD = "among ourselves";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TestRules here = new TestRules().user("mckittrick", "norad").everything();
    private final TestRules there = new TestRules().user("falken", "joshua");

    private GuardedBroker target;

    @BeforeEach
    void start() throws Exception {
        target = GuardedBroker.start(there, """
                <Transports>
                  <Transport><Name>clients</Name><Protocol>core, amqp</Protocol></Transport>
                  <Transport><Name>brokers</Name><Protocol>amqp, cluster</Protocol></Transport>
                </Transports>
                """, configuration -> configuration
                .setClusterUser(BROKERS)
                .setClusterPassword(PASSWORD)
                .addAcceptorConfiguration("clients", "tcp://127.0.0.1:0?protocols=CORE,AMQP")
                .addAcceptorConfiguration("brokers", "tcp://127.0.0.1:0?protocols=AMQP"));
    }

    @AfterEach
    void stop() throws Exception {
        target.close();
    }

    private GuardedBroker source(GuardedBroker.Settings settings) throws Exception {
        return GuardedBroker.start(
                here, "<Transports><Transport><Name>core</Name></Transport></Transports>", configuration -> {
                    configuration.addAcceptorConfiguration("core", "tcp://127.0.0.1:0?protocols=CORE");
                    settings.addTo(configuration);
                });
    }

    private static void send(GuardedBroker broker, String queue) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("mckittrick", "norad", false, true, true, false, 0)) {
            session.createProducer(queue).send(session.createMessage(true));
        }
    }

    private static void makeQueue(GuardedBroker broker, String name) throws Exception {
        broker.server()
                .createQueue(QueueConfiguration.of(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setAutoCreateAddress(true));
    }

    private static long waitingIn(GuardedBroker broker, String queue) {
        return Optional.ofNullable(broker.server().locateQueue(queue))
                .map(Queue::getMessageCount)
                .orElse(0L);
    }

    private GuardedBroker bridge() throws Exception {
        return source(configuration -> {
            configuration.addConnectorConfiguration("target", "tcp://127.0.0.1:" + target.port("clients"));
            configuration
                    .getBridgeConfigurations()
                    .add(new BridgeConfiguration()
                            .setName("bridge")
                            .setQueueName("outbox")
                            .setForwardingAddress("inbox")
                            .setUser("falken")
                            .setPassword("joshua")
                            .setRetryInterval(100)
                            .setReconnectAttempts(-1)
                            .setStaticConnectors(List.of("target")));
            configuration.addQueueConfiguration(QueueConfiguration.of("outbox").setRoutingType(RoutingType.ANYCAST));
        });
    }

    @Test
    void aBridgeMaySendWhatItsUserMayWrite() throws Exception {
        there.write("falken", "inbox");
        makeQueue(target, "inbox");
        try (GuardedBroker broker = bridge()) {
            send(broker, "outbox");
            await().atMost(LONG).until(() -> waitingIn(target, "inbox") == 1);
            assertThat(there.logons())
                    .allSatisfy(logon -> assertThat(logon.userName()).isEqualTo("falken"));
        }
    }

    @Test
    void andNothingElse() throws Exception {
        makeQueue(target, "inbox");
        try (GuardedBroker broker = bridge()) {
            send(broker, "outbox");
            await().atMost(LONG).until(() -> !there.checks().isEmpty());
            assertThat(waitingIn(target, "inbox")).isZero();
        }
    }

    private GuardedBroker mirror(String transport, String user, String password) throws Exception {
        return source(configuration -> configuration.addAMQPConnection(
                new AMQPBrokerConnectConfiguration("mirror", "tcp://127.0.0.1:" + target.port(transport))
                        .setUser(user)
                        .setPassword(password)
                        .setRetryInterval(100)
                        .setReconnectAttempts(-1)
                        .addElement(new AMQPMirrorBrokerConnectionElement())));
    }

    @Test
    void aMirrorComesInByATransportThatIsDeclaredForBrokers() throws Exception {
        try (GuardedBroker broker = mirror("brokers", BROKERS, PASSWORD)) {
            makeQueue(broker, "orders");
            send(broker, "orders");
            await().atMost(LONG).until(() -> waitingIn(target, "orders") == 1);
            assertThat(there.logons()).isEmpty();
        }
    }

    @Test
    void andAsNoOtherUserWhateverThatMayDo() throws Exception {
        there.everything();
        try (GuardedBroker broker = mirror("clients", "falken", "joshua")) {
            makeQueue(broker, "orders");
            send(broker, "orders");
            // It comes again, so it was refused.
            await().atMost(LONG).until(() -> there.logons().size() >= 2);
            assertThat(target.server().locateQueue("orders")).isNull();
        }
    }
}
