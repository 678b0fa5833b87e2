package dev.keyhole.artemis;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_ACCEPTED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.provider.ProviderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A module that hangs or is down on one transport, and what the others notice of it: nothing. */
class HangingModuleTest {

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final TestRules sick = new TestRules().user("falken", "joshua").everything();
    private final TestRules well = new TestRules().user("falken", "joshua").everything();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Deadlines pass when a test says so, and not while a client is slow. */
    private final CountedTime time = new CountedTime();

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.builder()
                .transport("sick", "mqtt,amqp,core", sick)
                .transport("well", "mqtt,amqp,core", well)
                .settings("<AuthenticationTimeout>" + DEADLINE.toMillis() + "ms</AuthenticationTimeout>")
                .time(time)
                .start();
    }

    @AfterEach
    void stop() {
        sick.heal();
        broker.close();
        threads.shutdownNow();
    }

    private List<RawMqtt> connect(String transport, int count) throws IOException {
        List<RawMqtt> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new RawMqtt(broker.port(transport))
                    .send(RawMqtt.connect(transport + i, "falken", "joshua").build()));
        }
        return clients;
    }

    private static MqttConnectReturnCode answer(RawMqtt client) throws IOException {
        return ((MqttConnAckMessage) client.receive().orElseThrow())
                .variableHeader()
                .connectReturnCode();
    }

    private static void close(List<RawMqtt> clients) throws IOException {
        for (RawMqtt client : clients) {
            client.close();
        }
    }

    private Connection amqp(String transport) throws JMSException {
        Connection connection = new JmsConnectionFactory(
                        "amqp://127.0.0.1:" + broker.port(transport) + "?jms.connectTimeout=600000")
                .createConnection("falken", "joshua");
        connection.start();
        return connection;
    }

    private ServerLocator core(String transport) throws Exception {
        return ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port(transport))
                .setCallTimeout(Duration.ofMinutes(10).toMillis());
    }

    /** Has the deadlines pass of as many logons, once they have all begun. */
    private void passDeadlines(int logons) {
        await().until(() -> time.scheduled(DEADLINE) == logons);
        time.advance(DEADLINE);
    }

    @Test
    void ofTwoHundredClientsThatLogOnAtOnceTheOthersGetInAndTheHungOnesFailAtTheDeadline() throws Exception {
        sick.hangLogons();
        List<RawMqtt> hung = connect("sick", 100);
        List<RawMqtt> others = connect("well", 100);
        for (RawMqtt client : others) {
            assertThat(answer(client)).isEqualTo(CONNECTION_ACCEPTED);
        }
        passDeadlines(200);
        for (RawMqtt client : hung) {
            assertThat(answer(client)).isEqualTo(CONNECTION_REFUSED_SERVER_UNAVAILABLE);
        }
        close(hung);
        close(others);
    }

    @Test
    void noClientOfAmqpWaitsForAnotherOnesDeadline() throws Exception {
        sick.hangLogons();
        List<CompletableFuture<Connection>> hung = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            hung.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return amqp("sick");
                        } catch (JMSException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads));
        }
        try (Connection other = amqp("well")) {
            assertThat(other.createSession()).isNotNull();
        }
        // Sixty clients on no more than a few event loops: if one waited for another, its logon wouldn't have begun.
        passDeadlines(61);
        for (CompletableFuture<Connection> client : hung) {
            assertThatThrownBy(() -> client.get(60, TimeUnit.SECONDS)).hasRootCauseInstanceOf(ProviderException.class);
        }
    }

    @Test
    void aClientOfCoreFailsAtTheDeadlineToo() throws Exception {
        sick.hangLogons();
        try (ServerLocator locator = core("sick");
                ClientSessionFactory factory = locator.createSessionFactory()) {
            CompletableFuture<ClientSession> client = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return factory.createSession("falken", "joshua", false, true, true, false, 0);
                        } catch (ActiveMQException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads);
            passDeadlines(1);
            assertThatThrownBy(() -> client.get(60, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(ActiveMQSecurityException.class);
        }
    }

    @Test
    void trafficGoesOnWhereNoCheckHangs() throws Exception {
        try (Mqtt mqtt = Mqtt.in(broker.port("sick"), "m", "falken", "joshua");
                Connection amqp = amqp("sick");
                ServerLocator locator = core("sick");
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession core = factory.createSession("falken", "joshua", false, true, true, false, 0)) {
            sick.hangChecks();
            List<CompletableFuture<?>> hung = new ArrayList<>();
            hung.add(CompletableFuture.supplyAsync(() -> mqtt.publish("desk/mqtt", "1"), threads));
            hung.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            Session session = amqp.createSession();
                            return session.createProducer(session.createTopic("desk.amqp"));
                        } catch (JMSException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads));
            hung.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            core.createProducer("desk.core").send(core.createMessage(true));
                            return "sent";
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads));
            // Each is about a topic of its own, so none is answered with another.
            await().until(() -> sick.checks().size() == 3);
            assertThatTrafficFlows("well");
            assertThat(hung).noneMatch(CompletableFuture::isDone);
            sick.heal();
            for (CompletableFuture<?> client : hung) {
                client.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void clientsThatAreLoggedOnGoOnWhileOthersHangInTheirLogonsOnTheSameAcceptor() throws Exception {
        try (Mqtt mqtt = Mqtt.in(broker.port("sick"), "m", "falken", "joshua");
                Connection amqp = amqp("sick");
                ServerLocator locator = core("sick");
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession core = factory.createSession("falken", "joshua", false, true, true, false, 0)) {
            Session session = amqp.createSession();
            MessageConsumer byAmqp = session.createConsumer(session.createTopic("desk.fx"));
            MessageProducer sender = session.createProducer(session.createTopic("desk.fx"));
            assertThat(mqtt.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            core.createQueue(QueueConfiguration.of("q")
                    .setAddress("desk.fx")
                    .setRoutingType(RoutingType.MULTICAST)
                    .setDurable(false)
                    .setTemporary(true));
            ClientConsumer byCore = core.createConsumer("q");
            core.start();

            sick.hangLogons();
            List<RawMqtt> hung = connect("sick", 50);
            List<CompletableFuture<Connection>> hungToo = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                hungToo.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return amqp("sick");
                            } catch (JMSException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        threads));
            }
            await().until(() -> sick.logons().size() >= 10);
            for (int i = 0; i < 20; i++) {
                assertThat(mqtt.publish("desk/fx", "m" + i)).isEqualTo(Mqtt.SUCCESS);
                assertThat(mqtt.receive()).isEqualTo("desk/fx=m" + i);
                assertThat(byAmqp.receive(30_000)).isNotNull();
                assertThat(byCore.receive(30_000)).isNotNull();
                sender.send(session.createTextMessage("a"));
                assertThat(mqtt.receive()).startsWith("desk/fx=");
                assertThat(byAmqp.receive(30_000)).isNotNull();
                assertThat(byCore.receive(30_000)).isNotNull();
                core.createProducer("desk.fx").send(core.createMessage(true));
                assertThat(mqtt.receive()).startsWith("desk/fx=");
                assertThat(byAmqp.receive(30_000)).isNotNull();
                assertThat(byCore.receive(30_000)).isNotNull();
            }
            sick.heal();
            close(hung);
            for (CompletableFuture<Connection> client : hungToo) {
                client.handle((in, refused) -> "over").get(60, TimeUnit.SECONDS);
            }
        }
    }

    private void assertThatTrafficFlows(String transport) throws Exception {
        try (Mqtt mqtt = Mqtt.in(broker.port(transport), "w", "falken", "joshua");
                Connection amqp = amqp(transport)) {
            Session session = amqp.createSession();
            MessageConsumer consumer = session.createConsumer(session.createTopic("desk.fx"));
            assertThat(mqtt.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(mqtt.publish("desk/fx", "1.07")).isEqualTo(Mqtt.SUCCESS);
            assertThat(mqtt.receive()).isEqualTo("desk/fx=1.07");
            assertThat(consumer.receive(30_000)).isNotNull();
        }
    }

    @Test
    void aServiceThatIsDownRefusesLogonsUntilItIsBack() {
        sick.failLogons();
        try (Mqtt client = Mqtt.client(broker.port("sick"), "a");
                Mqtt other = Mqtt.client(broker.port("well"), "b")) {
            assertThat(client.connect(Mqtt.options("falken", "joshua"))).isEqualTo(Mqtt.SERVER_UNAVAILABLE);
            assertThat(other.connect(Mqtt.options("falken", "joshua"))).isEqualTo(Mqtt.SUCCESS);
        }
        assertThatThrownBy(() -> amqp("sick")).isInstanceOf(JMSException.class);
        sick.heal();
        try (Mqtt client = Mqtt.client(broker.port("sick"), "a")) {
            assertThat(client.connect(Mqtt.options("falken", "joshua"))).isEqualTo(Mqtt.SUCCESS);
        }
    }

    @Test
    void aCheckThatNobodyCanAnswerIsDenied() {
        try (Mqtt client = Mqtt.in(broker.port("sick"), "a", "falken", "joshua")) {
            sick.failChecks();
            assertThat(client.publish("desk/fx", "1.07")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            sick.heal();
            assertThat(client.publish("desk/fx", "1.07")).isIn(Mqtt.SUCCESS, Mqtt.NO_MATCHING_SUBSCRIBERS);
        }
    }

    @Test
    void aLoginOnOneTransportIsNoneOnAnother() throws Exception {
        TestRules other = new TestRules().user("falken", "pencil");
        try (TestBroker two = TestBroker.builder()
                .transport("one", "mqtt,amqp,core", well)
                .transport("two", "mqtt,amqp,core", other)
                .start()) {
            try (Mqtt client = Mqtt.in(two.port("one"), "a", "falken", "joshua");
                    Mqtt again = Mqtt.client(two.port("two"), "b")) {
                assertThat(again.connect(Mqtt.options("falken", "joshua"))).isEqualTo(Mqtt.BAD_USER_NAME_OR_PASSWORD);
                assertThat(client.isConnected()).isTrue();
            }
            try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + two.port("two"));
                    ClientSessionFactory factory = locator.createSessionFactory()) {
                assertThatThrownBy(() -> factory.createSession("falken", "joshua", false, true, true, false, 0))
                        .isInstanceOf(ActiveMQSecurityException.class);
            }
            assertThat(other.logons()).hasSize(2);
        }
    }
}
