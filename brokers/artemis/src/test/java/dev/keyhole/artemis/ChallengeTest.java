package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.spi.LogonRequest.Kind;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logons over AMQP with the mechanism X-KEYHOLE, by a module that challenges. */
class ChallengeTest {

    private final TestRules rules = new TestRules().user("falken", "joshua").everything();

    private TestBroker broker;

    @BeforeEach
    void start() {
        XKeyholeFactory.CHALLENGES.clear();
        broker = TestBroker.builder().transport("amqp", "amqp", rules).start();
    }

    @AfterEach
    void stop() {
        rules.heal();
        broker.close();
    }

    private Connection connect(String mechanism, String password) throws JMSException {
        Connection connection = new JmsConnectionFactory(
                        "amqp://127.0.0.1:" + broker.port("amqp") + "?amqp.saslMechanisms=" + mechanism)
                .createConnection("falken", password);
        try {
            connection.start();
            return connection;
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    @Test
    void theModuleAsksAsOftenAsItWants() throws JMSException {
        rules.questions("who goes there?", "friend or foe?", "since when?");
        try (Connection connection = connect("X-KEYHOLE", "joshua")) {
            assertThat(connection.createSession()).isNotNull();
        }
        assertThat(XKeyholeFactory.CHALLENGES).containsExactly("who goes there?", "friend or foe?", "since when?");
        assertThat(rules.logons())
                .extracting(TestRules.Seen::kind)
                .containsExactly(Kind.EXPLICIT, Kind.ANSWER, Kind.ANSWER, Kind.ANSWER);
        assertThat(rules.logons()).extracting(TestRules.Seen::userName).containsOnly("falken");
    }

    @Test
    void oneThatAsksNothingIsServedTheSameWay() throws JMSException {
        try (Connection connection = connect("X-KEYHOLE", "joshua")) {
            Session session = connection.createSession();
            session.createProducer(session.createTopic("desk.fx")).send(session.createTextMessage("1.07"));
        }
        assertThatThrownBy(() -> connect("X-KEYHOLE", "joshua1")).isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void aWrongAnswerEndsTheLogon() {
        rules.questions("who goes there?", "this has no capitals: 1ß");
        rules.expect("something else");
        assertThatThrownBy(() -> connect("X-KEYHOLE", "joshua")).isInstanceOf(JMSSecurityException.class);
        assertThat(XKeyholeFactory.CHALLENGES).hasSize(1);
    }

    @Test
    void aLongChallengeArrivesWholeAndOneThatIsTooLongNotAtAll() throws JMSException {
        rules.questions("x".repeat(480));
        connect("X-KEYHOLE", "joshua").close();
        assertThat(XKeyholeFactory.CHALLENGES).containsExactly("x".repeat(480));
        rules.questions("x".repeat(481));
        assertThatThrownBy(() -> connect("X-KEYHOLE", "joshua")).isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void moreThanSixteenRoundsAreNotPlayed() {
        String[] questions = new String[20];
        java.util.Arrays.fill(questions, "again?");
        rules.questions(questions);
        assertThatThrownBy(() -> connect("X-KEYHOLE", "joshua")).isInstanceOf(JMSException.class);
        assertThat(XKeyholeFactory.CHALLENGES).hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void theOtherMechanismsHaveNoWayToAnswer() {
        rules.questions("who goes there?");
        assertThatThrownBy(() -> connect("PLAIN", "joshua")).isInstanceOf(JMSSecurityException.class);
        assertThat(XKeyholeFactory.CHALLENGES).isEmpty();
    }
}
