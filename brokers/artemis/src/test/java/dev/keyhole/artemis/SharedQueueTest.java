package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The queue that bears its address's name belongs to all its readers. Artemis deletes a queue, with all messages, when a
 * subscription of MQTT comes to it and may not read it.
 */
class SharedQueueTest {

    private final TestRules rules = new TestRules()
            .user("falken", "joshua")
            .user("mckittrick", "norad")
            .read("falken", "desk/fx")
            .write("falken", "desk/fx")
            .read("mckittrick", "fx", "desk");

    private static final int NO_SUBSCRIPTION_EXISTED = 17;

    private TestBroker broker;
    private Connection connection;
    private Session session;
    private Queue queue;

    @BeforeEach
    void leaveAMessage() throws Exception {
        broker = TestBroker.start(rules);
        connection = new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port("amqp"))
                .createConnection("falken", "joshua");
        connection.start();
        session = connection.createSession();
        queue = session.createQueue("desk.fx");
        session.createProducer(queue).send(session.createTextMessage("1.07"));
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
    }

    private void assertThatTheMessageIsThere() throws Exception {
        assertThat(session.createConsumer(queue).receive(30_000)).isNotNull();
    }

    private Mqtt mckittrick(String clientId) {
        return Mqtt.in(broker.port("mqtt"), clientId, "mckittrick", "norad");
    }

    @Test
    void isNotDeletedByASubscriptionThatIsRefused() throws Exception {
        try (Mqtt stranger = mckittrick("m")) {
            assertThat(stranger.subscribe("desk/fx")).isEqualTo(Mqtt.NOT_AUTHORIZED);
        }
        assertThatTheMessageIsThere();
    }

    @Test
    void isNotDeletedByAGroupAndATopicThatMakeUpItsName() throws Exception {
        try (Mqtt stranger = mckittrick("m")) {
            assertThat(stranger.subscribe("$share/desk/fx")).isEqualTo(Mqtt.NOT_AUTHORIZED);
        }
        assertThatTheMessageIsThere();
    }

    @Test
    void isNotDeletedByAClientIdAndATopicThatMakeUpItsName() throws Exception {
        try (Mqtt stranger = mckittrick("desk")) {
            assertThat(stranger.subscribe("fx")).isEqualTo(Mqtt.NOT_AUTHORIZED);
        }
        assertThatTheMessageIsThere();
    }

    /** A durable session that names a queue which is gone: another client of the same user deleted it. */
    private void leaveASessionBehind() {
        MqttConnectionOptions durable = Mqtt.options("mckittrick", "norad");
        durable.setCleanStart(false);
        durable.setSessionExpiryInterval(3_600L);
        try (Mqtt session = Mqtt.client(broker.port("mqtt"), "news")) {
            assertThat(session.connect(durable)).isEqualTo(Mqtt.SUCCESS);
            assertThat(session.subscribe("fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
        }
        try (Mqtt other = mckittrick("m")) {
            assertThat(other.subscribe("$share/news/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(other.unsubscribe("$share/news/fx")).isEqualTo(Mqtt.SUCCESS);
        }
    }

    @Test
    void takesNoNameThatASessionStillHoldsTo() throws Exception {
        rules.read("falken", "news/fx").write("falken", "news/fx");
        leaveASessionBehind();
        assertThatThrownBy(() -> session.createProducer(session.createQueue("news.fx")))
                .isInstanceOf(JMSException.class);
        try (Mqtt back = mckittrick("news")) {
            assertThat(back.unsubscribe("fx")).isEqualTo(NO_SUBSCRIPTION_EXISTED);
        }
        session.createProducer(session.createQueue("news.fx")).send(session.createTextMessage("1.07"));
    }

    @Test
    void thatAnOperatorMadeIsNotDeletedWhenASessionIsResumed() throws Exception {
        leaveASessionBehind();
        broker.makeQueue("news.fx");
        MqttConnectionOptions durable = Mqtt.options("mckittrick", "norad");
        durable.setCleanStart(false);
        try (Mqtt back = Mqtt.client(broker.port("mqtt"), "news")) {
            assertThat(back.connect(durable)).isEqualTo(Mqtt.SUCCESS);
        }
        assertThat(broker.hasQueue("news.fx")).isTrue();
    }

    @Test
    void thatAnOperatorMadeIsNotDeletedWhenASessionExpires() throws Exception {
        leaveASessionBehind();
        broker.makeQueue("news.fx");
        broker.expireMqttSession("news");
        await().until(() -> !broker.mqttClientIds().contains("news"));
        assertThat(broker.hasQueue("news.fx")).isTrue();
    }

    @Test
    void isNotDeletedByATopicThatNamesIt() throws Exception {
        try (Mqtt stranger = mckittrick("m")) {
            assertThat(stranger.subscribe("desk::desk.fx")).isEqualTo(Mqtt.NOT_AUTHORIZED);
        }
        assertThatTheMessageIsThere();
    }
}
