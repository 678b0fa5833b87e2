package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A subscription to a pattern brings what may be read of it, and nothing else. */
class PatternTest {

    private static final int MANY = 5_000;

    private final TestRules rules = new TestRules()
            .user("falken", "joshua")
            .user("mckittrick", "norad")
            .read("falken", "desk/fx", "desk/#", "desk/+")
            .write("mckittrick", "desk/fx", "desk/credit", "desk/late");

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start(rules);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Mqtt falken() {
        return Mqtt.in(broker.port("mqtt"), "f", "falken", "joshua");
    }

    private Connection amqp(String user, String password) throws Exception {
        Connection connection =
                new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port("amqp")).createConnection(user, password);
        connection.start();
        return connection;
    }

    /** To both topics in turn, numbered. */
    private void publishMany() throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("mckittrick", "norad", false, true, true, false, 0)) {
            ClientProducer producer = session.createProducer();
            for (int i = 0; i < MANY; i++) {
                for (String address : List.of("desk.fx", "desk.credit")) {
                    ClientMessage message = session.createMessage(false);
                    message.getBodyBuffer().writeBytes(String.valueOf(i).getBytes(UTF_8));
                    producer.send(address, message);
                }
            }
        }
    }

    private void assertThatTheQueueIsEmpty() {
        await().until(() -> broker.messagesAtPatterns() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"desk/#", "desk/+", "$share/g/desk/#"})
    void bringsWhatMayBeReadOverMqtt(String filter) throws Exception {
        try (Mqtt falken = falken()) {
            assertThat(falken.subscribe(filter)).isEqualTo(Mqtt.GRANTED_QOS_1);
            publishMany();
            for (int i = 0; i < MANY; i++) {
                assertThat(falken.receive()).isEqualTo("desk/fx=" + i);
            }
            assertThatTheQueueIsEmpty();
            assertThat(falken.received()).isEmpty();
        }
    }

    @Test
    void bringsWhatMayBeReadOverAmqp() throws Exception {
        try (Connection falken = amqp("falken", "joshua");
                Connection mckittrick = amqp("mckittrick", "norad")) {
            Session session = falken.createSession();
            MessageConsumer consumer = session.createConsumer(session.createTopic("desk.#"));
            Session other = mckittrick.createSession();
            MessageProducer producer = other.createProducer(null);
            for (int i = 0; i < 100; i++) {
                producer.send(other.createTopic("desk.credit"), other.createTextMessage("credit"));
                producer.send(other.createTopic("desk.fx"), other.createTextMessage("fx" + i));
            }
            for (int i = 0; i < 100; i++) {
                Message message = consumer.receive(30_000);
                assertThat(message.getBody(String.class)).isEqualTo("fx" + i);
            }
            assertThat(consumer.receiveNoWait()).isNull();
            assertThatTheQueueIsEmpty();
        }
    }

    @Test
    void bringsWhatMayBeReadOverCore() throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("falken", "joshua", false, true, true, false, 0)) {
            session.createQueue(
                    QueueConfiguration.of("mine").setAddress("desk.#").setRoutingType(RoutingType.MULTICAST));
            session.start();
            ClientConsumer consumer = session.createConsumer("mine");
            publishMany();
            List<String> received = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                ClientMessage message = consumer.receive(30_000);
                byte[] text = new byte[message.getBodyBuffer().readableBytes()];
                message.getBodyBuffer().readBytes(text);
                received.add(message.getAddress() + new String(text, UTF_8));
                message.acknowledge();
            }
            for (int i = 0; i < MANY; i++) {
                assertThat(received.get(i)).isEqualTo("desk.fx" + i);
            }
            session.commit();
            assertThatTheQueueIsEmpty();
        }
    }

    @Test
    void isRefusedIfItMayNotStand() {
        try (Mqtt falken = falken()) {
            assertThat(falken.subscribe("#")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.subscribe("$sys/#")).isEqualTo(Mqtt.NOT_AUTHORIZED);
        }
    }

    @Test
    void bringsNoRetainedMessageThatMayNotBeRead() {
        try (Mqtt mckittrick = Mqtt.in(broker.port("mqtt"), "m", "mckittrick", "norad");
                Mqtt falken = falken()) {
            mckittrick.publish("desk/credit", "credit", true);
            mckittrick.publish("desk/fx", "fx", true);
            assertThat(falken.subscribe("desk/#")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(falken.receive()).isEqualTo("desk/fx=fx");
            assertThatTheQueueIsEmpty();
            assertThat(falken.received()).isEmpty();
        }
    }

    @Test
    void bringsWhatCameWhileItsClientWasAwayAndDropsTheRest() throws Exception {
        MqttConnectionOptions durable = Mqtt.options("falken", "joshua");
        durable.setCleanStart(false);
        durable.setSessionExpiryInterval(3_600L);
        try (Mqtt falken = Mqtt.client(broker.port("mqtt"), "f")) {
            assertThat(falken.connect(durable)).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.subscribe("desk/#")).isEqualTo(Mqtt.GRANTED_QOS_1);
        }
        try (Mqtt mckittrick = Mqtt.in(broker.port("mqtt"), "m", "mckittrick", "norad")) {
            mckittrick.publish("desk/credit", "1");
            mckittrick.publish("desk/fx", "2");
        }
        try (Mqtt falken = Mqtt.client(broker.port("mqtt"), "f")) {
            assertThat(falken.connect(durable)).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.receive()).isEqualTo("desk/fx=2");
            assertThatTheQueueIsEmpty();
            assertThat(falken.received()).isEmpty();
        }
    }

    @Test
    void letsOthersPassATopicThatTakesTimeToDecideAndKeepsItsOrder() {
        rules.read("falken", "desk/late");
        try (Mqtt falken = falken();
                Mqtt mckittrick = Mqtt.in(broker.port("mqtt"), "m", "mckittrick", "norad")) {
            assertThat(falken.subscribe("desk/#")).isEqualTo(Mqtt.GRANTED_QOS_1);
            mckittrick.publish("desk/fx", "first");
            assertThat(falken.receive()).isEqualTo("desk/fx=first");
            rules.hangChecksOf("falken");
            for (int i = 0; i < 10; i++) {
                assertThat(mckittrick.publish("desk/late", String.valueOf(i))).isEqualTo(Mqtt.SUCCESS);
                assertThat(mckittrick.publish("desk/fx", String.valueOf(i))).isEqualTo(Mqtt.SUCCESS);
            }
            for (int i = 0; i < 10; i++) {
                assertThat(falken.receive()).isEqualTo("desk/fx=" + i);
            }
            rules.heal();
            for (int i = 0; i < 10; i++) {
                assertThat(falken.receive()).isEqualTo("desk/late=" + i);
            }
            assertThatTheQueueIsEmpty();
        }
    }

    @Test
    void asksAboutEachMessageIfTheAnswerMayNotBeKept() {
        rules.forgetful();
        try (Mqtt falken = falken();
                Mqtt mckittrick = Mqtt.in(broker.port("mqtt"), "m", "mckittrick", "norad")) {
            assertThat(falken.subscribe("desk/#")).isEqualTo(Mqtt.GRANTED_QOS_1);
            for (int i = 0; i < 10; i++) {
                mckittrick.publish("desk/credit", String.valueOf(i));
                mckittrick.publish("desk/fx", String.valueOf(i));
            }
            for (int i = 0; i < 10; i++) {
                assertThat(falken.receive()).isEqualTo("desk/fx=" + i);
            }
            assertThatTheQueueIsEmpty();
        }
    }
}
