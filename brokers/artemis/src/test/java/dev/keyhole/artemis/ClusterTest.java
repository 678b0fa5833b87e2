package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.cluster.impl.MessageLoadBalancingType;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;

/** Brokers of one cluster, guarded each by its own host. */
class ClusterTest {

    private static final String USER = "brokers";
    private static final String PASSWORD = "among ourselves";
    private static final String DECLARED = """
            <Transports>
              <Transport><Name>core</Name><Protocol>core, amqp, cluster</Protocol></Transport>
              <Transport><Name>other</Name><Protocol>core</Protocol></Transport>
            </Transports>
            """;
    private static final String UNDECLARED = DECLARED.replace(", cluster", "");

    private final TestRules rules = new TestRules().user("falken", "joshua").everything();

    /** A port that is free, and that no system gives to whoever asks for any: connections that go out take those. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another one, then
            }
        }
    }

    private GuardedBroker start(String transports, int own, int other) throws Exception {
        return GuardedBroker.start(rules, transports, configuration -> settings(configuration, own, other));
    }

    private static void settings(Configuration configuration, int own, int other) throws Exception {
        configuration
                .setClusterUser(USER)
                .setClusterPassword(PASSWORD)
                .addAcceptorConfiguration("core", "tcp://127.0.0.1:" + own + "?protocols=CORE,AMQP")
                .addAcceptorConfiguration("other", "tcp://127.0.0.1:0?protocols=CORE,AMQP")
                .addConnectorConfiguration("own", "tcp://127.0.0.1:" + own)
                .addConnectorConfiguration("other", "tcp://127.0.0.1:" + other)
                .addClusterConfiguration(new ClusterConnectionConfiguration()
                        .setName("cluster")
                        .setAddress("")
                        .setConnectorName("own")
                        .setRetryInterval(100)
                        .setMessageLoadBalancingType(MessageLoadBalancingType.ON_DEMAND)
                        .setMaxHops(1)
                        .setStaticConnectors(List.of("other")));
    }

    /** What a client does with a session. */
    private interface Visit {
        void to(ClientSession session) throws Exception;
    }

    private static void by(int port, String user, String password, Visit visit) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession(user, password, false, true, true, false, 0)) {
            session.start();
            visit.to(session);
        }
    }

    private static int members(GuardedBroker broker) {
        return broker.server().getClusterManager().getClusterConnections().stream()
                .mapToInt(connection -> connection.getTopology().getMembers().size())
                .sum();
    }

    private static boolean isLinked(GuardedBroker broker) {
        return broker.server().getClusterManager().getClusterConnections().stream()
                .map(ClusterConnection::getNodes)
                .anyMatch(nodes -> !nodes.isEmpty());
    }

    @Test
    void passMessagesOnWhereATransportIsDeclaredForThem() throws Exception {
        int first = freePort();
        int second = freePort();
        try (GuardedBroker one = start(DECLARED, first, second);
                GuardedBroker two = start(DECLARED, second, first)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> members(one) == 2 && members(two) == 2 && isLinked(one) && isLinked(two));
            by(second, "falken", "joshua", reader -> {
                reader.createQueue(QueueConfiguration.of("mine")
                        .setAddress("desk.fx")
                        .setRoutingType(RoutingType.MULTICAST)
                        .setDurable(false)
                        .setTemporary(true));
                await().atMost(Duration.ofSeconds(60)).until(() -> one.server()
                        .getPostOffice()
                        .getAllBindings()
                        .anyMatch(binding -> binding.getAddress().toString().equals("desk.fx")));
                by(first, "falken", "joshua", writer -> writer.createProducer("desk.fx")
                        .send(writer.createMessage(false)));
                ClientMessage arrived = reader.createConsumer("mine").receive(60_000);
                assertThat(arrived).isNotNull();
            });
            assertThat(rules.logons())
                    .allSatisfy(logon -> assertThat(logon.userName()).isEqualTo("falken"));
        }
    }

    @Test
    void comeInByNoOtherTransport() throws Exception {
        try (GuardedBroker broker = start(DECLARED, freePort(), freePort())) {
            by(broker.port("core"), USER, PASSWORD, session -> assertThat(session.isClosed())
                    .isFalse());
            assertThat(rules.logons()).isEmpty();
            assertThatThrownBy(() -> by(broker.port("other"), USER, PASSWORD, session -> {}))
                    .isInstanceOf(ActiveMQSecurityException.class);
            assertThatThrownBy(() -> by(broker.port("core"), USER, "CHANGE ME!!", session -> {}))
                    .isInstanceOf(ActiveMQSecurityException.class);
        }
        try (GuardedBroker broker = start(UNDECLARED, freePort(), freePort())) {
            assertThatThrownBy(() -> by(broker.port("core"), USER, PASSWORD, session -> {}))
                    .isInstanceOf(ActiveMQSecurityException.class);
        }
    }

    @Test
    void comeInOverAmqpTheSameWay() throws Exception {
        try (GuardedBroker broker = start(DECLARED, freePort(), freePort())) {
            try (var connection = new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port("core"))
                    .createConnection(USER, PASSWORD)) {
                connection.start();
                assertThat(connection.createSession()).isNotNull();
            }
            assertThat(rules.logons()).isEmpty();
            assertThatThrownBy(() -> new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port("other"))
                            .createConnection(USER, PASSWORD)
                            .start())
                    .isInstanceOf(jakarta.jms.JMSException.class);
        }
    }
}
