package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.apache.qpid.jms.JmsConnectionFactory;
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
        assertThat(session.createConsumer(queue).receive(5_000)).isNotNull();
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

    @Test
    void isNotDeletedByATopicThatNamesIt() throws Exception {
        try (Mqtt stranger = mckittrick("m")) {
            assertThat(stranger.subscribe("desk::desk.fx")).isEqualTo(Mqtt.NOT_AUTHORIZED);
        }
        assertThatTheMessageIsThere();
    }
}
