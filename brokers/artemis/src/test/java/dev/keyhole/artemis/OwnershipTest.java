package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is somebody's stays theirs, even if others may read the same topics. */
class OwnershipTest {

    private final TestRules rules = new TestRules()
            .user("falken", "joshua")
            .user("mckittrick", "norad")
            .read("falken", "desk/fx", "fx")
            .write("falken", "desk/fx")
            .read("mckittrick", "desk/fx", "fx", "1/desk/fx")
            .write("mckittrick", "desk/fx");

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.builder()
                .transport("mqtt", "mqtt", rules)
                .transport("mqtt-too", "mqtt", rules)
                .transport("amqp", "amqp", rules)
                .transport("core", "core", rules)
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static MqttConnectionOptions durable(String user, String password) {
        MqttConnectionOptions options = Mqtt.options(user, password);
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3_600L);
        return options;
    }

    private Mqtt falken(String clientId) {
        return Mqtt.in(broker.port("mqtt"), clientId, "falken", "joshua");
    }

    private Mqtt mckittrick(String clientId) {
        return Mqtt.in(broker.port("mqtt"), clientId, "mckittrick", "norad");
    }

    private Connection amqp(String user, String password, String clientId) throws JMSException {
        return AmqpTrial.connect(broker.port("amqp"), user, password, clientId);
    }

    @Test
    void aConnectedSessionIsNotTakenOverByAnotherUser() {
        try (Mqtt falken = falken("f");
                Mqtt thief = Mqtt.client(broker.port("mqtt"), "f")) {
            assertThat(falken.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(thief.connect(Mqtt.options("mckittrick", "norad"))).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.publish("desk/fx", "1.07")).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.receive()).isEqualTo("desk/fx=1.07");
        }
    }

    @Test
    void norIsOneWhoseClientIsAway() {
        try (Mqtt falken = Mqtt.client(broker.port("mqtt"), "f")) {
            assertThat(falken.connect(durable("falken", "joshua"))).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
        }
        try (Mqtt thief = Mqtt.client(broker.port("mqtt"), "f");
                Mqtt publisher = mckittrick("m")) {
            assertThat(thief.connect(durable("mckittrick", "norad"))).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(publisher.publish("desk/fx", "1.07")).isEqualTo(Mqtt.SUCCESS);
        }
        try (Mqtt falken = Mqtt.client(broker.port("mqtt"), "f")) {
            assertThat(falken.connect(durable("falken", "joshua"))).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.receive()).isEqualTo("desk/fx=1.07");
        }
    }

    @Test
    void norIsOneWhoseIdTheBrokerMadeUp() throws Exception {
        try (Mqtt falken = falken("");
                ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession spy = factory.createSession("mckittrick", "norad", false, true, true, false, 0)) {
            assertThat(falken.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            String queue = spy.addressQuery(SimpleString.of("desk.fx"))
                    .getQueueNames()
                    .get(0)
                    .toString();
            String clientId = queue.substring(0, queue.length() - ".desk.fx".length());
            try (Mqtt thief = Mqtt.client(broker.port("mqtt"), clientId)) {
                assertThat(thief.connect(Mqtt.options("mckittrick", "norad"))).isEqualTo(Mqtt.NOT_AUTHORIZED);
            }
            assertThat(falken.publish("desk/fx", "1.07")).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.receive()).isEqualTo("desk/fx=1.07");
        }
    }

    @Test
    void theSameNameOnAnotherTransportIsAnotherUser() {
        try (Mqtt falken = falken("f");
                Mqtt namesake = Mqtt.client(broker.port("mqtt-too"), "f")) {
            assertThat(namesake.connect(Mqtt.options("falken", "joshua"))).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.isConnected()).isTrue();
        }
    }

    @Test
    void aClientIdIsFreeAgainWhenItsSessionIsOver() {
        try (Mqtt falken = falken("f")) {
            assertThat(falken.isConnected()).isTrue();
        }
        await().untilAsserted(() -> {
            try (Mqtt mckittrick = Mqtt.client(broker.port("mqtt"), "f")) {
                assertThat(mckittrick.connect(Mqtt.options("mckittrick", "norad")))
                        .isEqualTo(Mqtt.SUCCESS);
            }
        });
    }

    @Test
    void theOwnerTakesItsSessionOver() {
        try (Mqtt first = falken("f");
                Mqtt second = falken("f")) {
            assertThat(second.isConnected()).isTrue();
            await().until(() -> !first.isConnected());
        }
    }

    @Test
    void aSubscriptionIsNotReachedByANameThatIsPutTogetherDifferently() {
        // Client "dev.1" on "desk/fx", and client "dev" on "1/desk/fx", both have the queue "dev.1.desk.fx".
        try (Mqtt falken = falken("dev.1");
                Mqtt mckittrick = mckittrick("dev")) {
            assertThat(falken.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(mckittrick.subscribe("1/desk/fx")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.publish("desk/fx", "1.07")).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.receive()).isEqualTo("desk/fx=1.07");
        }
    }

    @Test
    void aSubscriptionIsNotDeletedByWayOfAnotherOnesSession() {
        try (Mqtt falken = falken("f")) {
            assertThat(falken.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            try (Mqtt mckittrick = mckittrick("m")) {
                assertThat(mckittrick.subscribe("desk/fx::f.desk.fx")).isEqualTo(Mqtt.NOT_AUTHORIZED);
                assertThat(mckittrick.subscribe("fx::f.desk.fx")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            }
            await().until(() -> rules.releasedIdentities() == 1);
            assertThat(falken.publish("desk/fx", "1.07")).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.receive()).isEqualTo("desk/fx=1.07");
        }
    }

    @Test
    void aQueueOfMqttIsNotDeletedInAnotherProtocolEvenByItsUser() throws Exception {
        try (TestBroker all = TestBroker.builder()
                        .transport("all", "mqtt,core", rules)
                        .start();
                Mqtt falken = Mqtt.in(all.port("all"), "f", "falken", "joshua");
                ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + all.port("all"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("falken", "joshua", false, true, true, false, 0)) {
            assertThat(falken.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThatThrownBy(() -> session.deleteQueue("f.desk.fx")).isInstanceOf(ActiveMQSecurityException.class);
        }
    }

    @Test
    void aSharedSubscriptionIsSharedByOneUser() {
        try (Mqtt one = falken("a");
                Mqtt two = falken("b");
                Mqtt stranger = mckittrick("c")) {
            assertThat(one.subscribe("$share/g/desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(two.subscribe("$share/g/desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(stranger.subscribe("$share/g/desk/fx")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(one.publish("desk/fx", "1")).isEqualTo(Mqtt.SUCCESS);
            assertThat(one.publish("desk/fx", "2")).isEqualTo(Mqtt.SUCCESS);
            await().until(() -> one.received().size() + two.received().size() == 2);
            assertThat(stranger.received()).isEmpty();
        }
    }

    @Test
    void aSubscriptionIsNotReadFromDeletedOrSentToFromOutside() throws Exception {
        try (Mqtt falken = falken("f");
                ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("mckittrick", "norad", false, true, true, false, 0);
                Connection connection = amqp("mckittrick", "norad", "m")) {
            assertThat(falken.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThatThrownBy(() -> session.createConsumer("f.desk.fx")).isInstanceOf(ActiveMQSecurityException.class);
            assertThatThrownBy(() -> session.createConsumer("f.desk.fx", true))
                    .isInstanceOf(ActiveMQSecurityException.class);
            assertThatThrownBy(() -> session.createConsumer("desk.fx::f.desk.fx"))
                    .isInstanceOf(ActiveMQSecurityException.class);
            assertThatThrownBy(() -> session.deleteQueue("f.desk.fx")).isInstanceOf(ActiveMQSecurityException.class);
            assertThatThrownBy(
                            () -> session.createProducer("desk.fx::f.desk.fx").send(session.createMessage(true)))
                    .isInstanceOf(ActiveMQSecurityException.class);
            Session jms = connection.createSession();
            assertThatThrownBy(() -> jms.createConsumer(jms.createQueue("desk.fx::f.desk.fx")))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> jms.createConsumer(jms.createTopic("desk.fx::f.desk.fx")))
                    .isInstanceOf(JMSException.class);
            assertThat(falken.publish("desk/fx", "1.07")).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.receive()).isEqualTo("desk/fx=1.07");
        }
    }

    @Test
    void aDurableSubscriptionOfJmsBelongsToWhoeverMadeIt() throws Exception {
        try (Connection connection = amqp("falken", "joshua", "f")) {
            Session session = connection.createSession();
            session.createDurableConsumer(session.createTopic("desk.fx"), "d").close();
        }
        try (Mqtt publisher = mckittrick("m")) {
            assertThat(publisher.publish("desk/fx", "1.07")).isEqualTo(Mqtt.SUCCESS);
        }
        try (Connection connection = amqp("mckittrick", "norad", "f")) {
            Session session = connection.createSession();
            assertThatThrownBy(() -> session.createDurableConsumer(session.createTopic("desk.fx"), "d"))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session.createDurableConsumer(session.createTopic("fx"), "d"))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session.unsubscribe("d")).isInstanceOf(JMSException.class);
        }
        try (Connection connection = amqp("falken", "joshua", "f")) {
            Session session = connection.createSession();
            MessageConsumer consumer = session.createDurableConsumer(session.createTopic("desk.fx"), "d");
            assertThat(consumer.receive(30_000)).isNotNull();
            consumer.close();
            session.unsubscribe("d");
        }
    }

    @Test
    void aTemporaryQueueBelongsToWhoeverMadeIt() throws Exception {
        try (Connection connection = amqp("falken", "joshua", "f");
                Connection stranger = amqp("mckittrick", "norad", "m")) {
            Session session = connection.createSession();
            assertThatThrownBy(session::createTemporaryQueue).isInstanceOf(JMSException.class);
            rules.everything();
            TemporaryQueue queue = session.createTemporaryQueue();
            assertThat(session.createConsumer(queue)).isNotNull();
            Session other = stranger.createSession();
            assertThatThrownBy(() -> other.createConsumer(other.createQueue(queue.getQueueName())))
                    .isInstanceOf(JMSException.class);
            other.createProducer(queue).send(other.createTextMessage("an answer"));
        }
    }

    @Test
    void aQueueWithoutAnOwnerIsNobodysUnlessItIsTheAddressItself() throws Exception {
        rules.everything();
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession falken = factory.createSession("falken", "joshua", false, true, true, false, 0);
                ClientSessionFactory another = locator.createSessionFactory();
                ClientSession mckittrick = another.createSession("mckittrick", "norad", false, true, true, false, 0)) {
            falken.createQueue(QueueConfiguration.of("orders"));
            assertThat(mckittrick.createConsumer("orders")).isNotNull();
            assertThatThrownBy(() -> mckittrick.deleteQueue("orders")).isInstanceOf(ActiveMQSecurityException.class);
            assertThatThrownBy(() -> falken.deleteQueue("orders")).isInstanceOf(ActiveMQSecurityException.class);
            falken.createQueue(QueueConfiguration.of("mine").setAddress("orders"));
            assertThatThrownBy(() -> mckittrick.createConsumer("mine")).isInstanceOf(ActiveMQSecurityException.class);
            assertThatThrownBy(() ->
                            mckittrick.createQueue(QueueConfiguration.of("mine").setAddress("orders")))
                    .isInstanceOf(ActiveMQSecurityException.class);
            falken.deleteQueue("mine");
            mckittrick.createQueue(QueueConfiguration.of("mine").setAddress("orders"));
            assertThatThrownBy(() -> falken.createConsumer("mine")).isInstanceOf(ActiveMQSecurityException.class);
        }
    }
}
