package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Objects;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A module that gives no answer to checks of AMQP, which are made on threads that other connections need, too. */
class EventLoopWaitTest {

    private static final Duration WAIT = Duration.ofMillis(300);

    private final TestRules rules =
            new TestRules().user("falken", "joshua").user("mckittrick", "norad").everything();

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.builder()
                .transport("amqp", "amqp", rules)
                .settings("<EventLoopWait>" + WAIT.toMillis() + "ms</EventLoopWait>"
                        + "<AuthenticationTimeout>10m</AuthenticationTimeout><CallTimeout>10m</CallTimeout>")
                .start();
    }

    @AfterEach
    void stop() {
        rules.heal();
        broker.close();
    }

    private Connection in(String user, String password) throws JMSException {
        Connection connection =
                new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port("amqp")).createConnection(user, password);
        connection.start();
        return connection;
    }

    /** Tries again if the answer came late; it has been kept, then. */
    private static MessageConsumer consumer(Session session, String topic) {
        return await().ignoreException(JMSSecurityException.class)
                .until(() -> session.createConsumer(session.createTopic(topic)), Objects::nonNull);
    }

    private static MessageProducer producer(Session session, String topic) {
        return await().ignoreException(JMSSecurityException.class)
                .until(() -> session.createProducer(session.createTopic(topic)), Objects::nonNull);
    }

    @Test
    void aCheckWithoutAnAnswerIsRefusedAfterThatLong() throws JMSException {
        try (Connection connection = in("falken", "joshua")) {
            Session session = connection.createSession();
            rules.hangChecks();
            // Without the limit the check would last ten minutes, and the client gives up earlier than that.
            assertThatThrownBy(() -> session.createProducer(session.createTopic("desk.fx")))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("amqp:unauthorized-access");
            assertThatThrownBy(() -> session.createConsumer(session.createTopic("desk.fx")))
                    .isInstanceOf(JMSSecurityException.class);
            rules.heal();
            assertThat(consumer(session, "desk.bonds")).isNotNull();
        }
    }

    @Test
    void andOthersGoOnMeanwhile() throws JMSException {
        try (Connection other = in("mckittrick", "norad");
                Connection hung = in("falken", "joshua")) {
            Session session = other.createSession();
            MessageConsumer consumer = consumer(session, "desk.fx");
            MessageProducer producer = producer(session, "desk.fx");
            Session stuck = hung.createSession();
            rules.hangChecksOf("falken");
            for (int i = 0; i < 3; i++) {
                String topic = "desk." + i;
                assertThatThrownBy(() -> stuck.createProducer(stuck.createTopic(topic)))
                        .isInstanceOf(JMSSecurityException.class);
                producer.send(session.createTextMessage("1.07"));
                assertThat(consumer.receive(30_000)).isNotNull();
            }
        }
    }
}
