package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.NoSuchElementException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is denied over MQTT is denied over AMQP and CORE under every name that it has there. */
@TestInstance(Lifecycle.PER_CLASS)
class OneNameInAllProtocolsTest {

    private final TestRules rules = new TestRules()
            .user("falken", "joshua")
            .user("source", "tap")
            .read("falken", "desk/fx", "desk.credit", "credit")
            .write("falken", "desk/fx", "desk.credit")
            .write("source", "desk/fx", "desk/credit")
            .read("source", "desk/credit");

    private TestBroker broker;
    private ServerLocator locator;
    private ClientSessionFactory factory;

    @BeforeAll
    void start() throws Exception {
        broker = TestBroker.start(rules);
        locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
        factory = locator.createSessionFactory();
        // The forbidden topic exists, has a subscription with a message in it, and a retained message.
        try (Mqtt source = mqtt("source", "source", "tap")) {
            assertThat(source.subscribe("desk/credit")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(source.publish("desk/credit", "secret", true)).isEqualTo(Mqtt.SUCCESS);
            assertThat(source.receive()).isEqualTo("desk/credit=secret");
        }
    }

    @AfterAll
    void stop() {
        factory.close();
        locator.close();
        broker.close();
    }

    private Mqtt mqtt(String clientId, String user, String password) {
        return Mqtt.in(broker.port("mqtt"), clientId, user, password);
    }

    private Connection amqp() throws JMSException {
        Connection connection = new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port("amqp"))
                .createConnection("falken", "joshua");
        connection.start();
        return connection;
    }

    private ClientSession core() throws ActiveMQException {
        return factory.createSession("falken", "joshua", false, true, true, false, 0);
    }

    @Test
    void aTopicIsTheSameInAllProtocols() throws Exception {
        try (Mqtt falken = mqtt("f", "falken", "joshua");
                Connection connection = amqp();
                ClientSession core = core()) {
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(session.createTopic("desk.fx"));
            assertThat(falken.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            try (ClientProducer producer = core.createProducer("desk.fx")) {
                ClientMessage message = core.createMessage(ClientMessage.TEXT_TYPE, true);
                message.getBodyBuffer().writeNullableSimpleString(SimpleString.of("1.07"));
                producer.send(message);
            }
            assertThat(consumer.receive(30_000).getBody(String.class)).isEqualTo("1.07");
            assertThat(falken.receive()).isEqualTo("desk/fx=1.07");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "desk/credit",
                "desk/+",
                "+/credit",
                "desk/#",
                "#",
                "$share/g/desk/credit",
                "$share/g/#",
                "desk/credit::q",
                "desk\\.credit",
                "desk\\/credit",
                "$sys/mqtt/retain/desk/credit",
                "$sys.mqtt.retain.desk.credit",
                "$SYS/#",
            })
    void mqttDoesNotReachIt(String filter) {
        try (Mqtt falken = mqtt("f", "falken", "joshua");
                Mqtt source = mqtt("source", "source", "tap")) {
            assertThat(falken.subscribe(filter)).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertNothingComes(falken, source);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "desk.credit",
                "desk/credit",
                "desk.*",
                "*.credit",
                "desk.#",
                "#",
                "desk.credit::source.desk.credit",
                "desk.fx::source.desk.credit",
                "source.desk.credit",
                "desk.credit::falken",
                "$sys.mqtt.retain.desk.credit",
                "$sys.mqtt.retain.desk.credit::$sys.mqtt.retain.desk.credit",
                "desk.fx::$sys.mqtt.retain.desk.credit",
                "topic://desk.credit",
                "queue://desk.credit",
            })
    void amqpDoesNotReachIt(String address) throws JMSException {
        try (Mqtt source = mqtt("source", "source", "tap");
                Connection connection = amqp()) {
            assertThat(source.subscribe("desk/credit")).isEqualTo(Mqtt.GRANTED_QOS_1);
            Session session = connection.createSession();
            assertThatThrownBy(() -> session.createConsumer(session.createTopic(address)))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session.createConsumer(session.createQueue(address)))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session.createDurableConsumer(session.createTopic(address), "d"))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session.createSharedConsumer(session.createTopic(address), "s"))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session.createBrowser(session.createQueue(address))
                            .getEnumeration()
                            .nextElement())
                    .isInstanceOfAny(JMSException.class, NoSuchElementException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source.desk.credit",
                "desk.credit::source.desk.credit",
                "$sys.mqtt.retain.desk.credit",
                "$sys.mqtt.retain.desk.credit::$sys.mqtt.retain.desk.credit",
            })
    void coreDoesNotReachItsQueues(String queue) throws ActiveMQException {
        try (Mqtt source = mqtt("source", "source", "tap");
                ClientSession session = core()) {
            assertThat(source.subscribe("desk/credit")).isEqualTo(Mqtt.GRANTED_QOS_1);
            for (boolean browse : new boolean[] {true, false}) {
                assertThatThrownBy(() -> session.createConsumer(queue, browse)).isInstanceOf(ActiveMQException.class);
            }
            assertThatThrownBy(() -> session.deleteQueue(queue)).isInstanceOf(ActiveMQException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"desk.credit", "desk/credit", "desk.*", "desk.#", "#", "$sys.mqtt.retain.desk.credit"})
    void coreDoesNotReachItsAddress(String address) throws ActiveMQException {
        try (ClientSession session = core()) {
            assertThatThrownBy(
                            () -> session.createQueue(QueueConfiguration.of("q").setAddress(address)))
                    .isInstanceOf(ActiveMQSecurityException.class);
        }
    }

    @Test
    void aTopicThatOnlyLooksLikeItIsAnotherOne() {
        try (Mqtt falken = mqtt("f", "falken", "joshua");
                Mqtt source = mqtt("source", "source", "tap")) {
            assertThat(falken.subscribe("desk.credit")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(source.publish("desk/credit", "secret")).isEqualTo(Mqtt.SUCCESS);
            assertThat(source.publish("desk.credit", "forged")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.publish("desk.credit", "marker")).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.receive()).isEqualTo("desk.credit=marker");
        }
    }

    @Test
    void writingItIsDeniedUnderEveryNameToo() throws Exception {
        try (Mqtt falken = mqtt("f", "falken", "joshua");
                Connection connection = amqp();
                ClientSession core = core()) {
            assertThat(falken.publish("desk/credit", "forged")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.publish("desk/credit::source.desk.credit", "forged"))
                    .isEqualTo(Mqtt.NOT_AUTHORIZED);
            Session session = connection.createSession();
            for (String address : new String[] {"desk.credit", "desk.credit::source.desk.credit", "desk/credit"}) {
                assertThatThrownBy(() -> session.createProducer(session.createTopic(address)))
                        .isInstanceOf(JMSSecurityException.class);
                assertThatThrownBy(() -> core.createProducer(address).send(core.createMessage(true)))
                        .isInstanceOf(ActiveMQException.class);
            }
        }
    }

    /** What the source publishes to the forbidden topic doesn't come; what falken may read does, after it. */
    private static void assertNothingComes(Mqtt falken, Mqtt source) {
        assertThat(falken.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
        assertThat(source.publish("desk/credit", "secret")).isEqualTo(Mqtt.SUCCESS);
        assertThat(source.publish("desk/fx", "marker")).isEqualTo(Mqtt.SUCCESS);
        assertThat(falken.receive()).isEqualTo("desk/fx=marker");
        assertThat(falken.received()).isEmpty();
    }
}
