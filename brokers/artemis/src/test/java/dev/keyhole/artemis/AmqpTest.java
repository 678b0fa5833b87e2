package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhole.spi.LogonRequest.Kind;
import dev.keyhole.spi.Permission;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpTest {

    private final TestRules rules = new TestRules()
            .user("falken", "joshua")
            .write("falken", "desk/fx", "orders")
            .read("falken", "desk/fx", "desk/read-only");

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start(rules);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private ConnectionFactory factory(String options) {
        return new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port("amqp") + options);
    }

    private Connection in(String user, String password) throws JMSException {
        Connection connection = factory("").createConnection(user, password);
        connection.start();
        return connection;
    }

    @Test
    void aClientIsLetInWithItsPassword() throws JMSException {
        try (Connection connection = in("falken", "joshua")) {
            assertThat(connection.getMetaData().getJMSProviderName()).isNotNull();
            assertThat(rules.logons()).singleElement().satisfies(logon -> {
                assertThat(logon.kind()).isEqualTo(Kind.EXPLICIT);
                assertThat(logon.userName()).isEqualTo("falken");
                assertThat(logon.password()).isEqualTo("joshua");
                assertThat(logon.connection().protocol()).isEqualTo("amqp");
            });
        }
    }

    @Test
    void andTurnedAwayWithAnother() {
        assertThatThrownBy(() -> in("falken", "joshua1")).isInstanceOf(JMSSecurityException.class);
        assertThat(rules.logons()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?amqp.saslLayer=false", "?amqp.saslMechanisms=ANONYMOUS"})
    void aClientWithoutALogonLogsOnImplicitly(String options) throws JMSException {
        assertThatThrownBy(() -> factory(options).createConnection().start()).isInstanceOf(JMSException.class);
        assertThat(rules.logons()).singleElement().satisfies(logon -> assertThat(logon.kind())
                .isEqualTo(Kind.IMPLICIT));
        rules.implicit("falken");
        try (Connection connection = factory(options).createConnection()) {
            connection.start();
            assertThat(rules.logons()).hasSize(2);
            Session session = connection.createSession();
            session.createProducer(session.createTopic("desk.fx")).send(session.createTextMessage("1.07"));
        }
    }

    @Test
    void whatIsPublishedArrivesIfBothAreGranted() throws JMSException {
        try (Connection connection = in("falken", "joshua")) {
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(session.createTopic("desk.fx"));
            MessageProducer producer = session.createProducer(session.createTopic("desk.fx"));
            producer.send(session.createTextMessage("1.07"));
            assertThat(consumer.receive(30_000).getBody(String.class)).isEqualTo("1.07");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"desk.credit", "desk.read-only", "desk.#", "desk/fx", "desk.fx::q", "$sys.mqtt.retain.desk.fx"})
    void aProducerNeedsAGrant(String address) throws JMSException {
        try (Connection connection = in("falken", "joshua")) {
            Session session = connection.createSession();
            assertThatThrownBy(() -> session.createProducer(session.createTopic(address)))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("amqp:unauthorized-access");
            assertThatThrownBy(() -> session.createProducer(session.createQueue(address)))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("amqp:unauthorized-access");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "desk.credit",
                "orders",
                "desk.#",
                "desk.*",
                "#",
                "desk/fx",
                "$sys.mqtt.retain.desk.fx",
                "activemq.notifications",
                "activemq.management"
            })
    void aConsumerNeedsAGrant(String address) throws JMSException {
        try (Connection connection = in("falken", "joshua")) {
            Session session = connection.createSession();
            assertThatThrownBy(() -> session.createConsumer(session.createTopic(address)))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("amqp:unauthorized-access");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"desk.credit", "orders", "desk.#", "desk/fx", "activemq.management"})
    void ofAQueueToo(String address) throws JMSException {
        try (Connection connection = in("falken", "joshua")) {
            Session session = connection.createSession();
            assertThatThrownBy(() -> session.createConsumer(session.createQueue(address)))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("amqp:unauthorized-access");
            assertThatThrownBy(() -> session.createBrowser(session.createQueue(address))
                            .getEnumeration()
                            .hasMoreElements())
                    .isInstanceOf(JMSSecurityException.class);
        }
    }

    @Test
    void whoMayOnlyWriteCanSendToAQueueThatNobodyHasReadFrom() throws JMSException {
        rules.user("mckittrick", "norad").read("mckittrick", "orders");
        try (Connection falken = in("falken", "joshua");
                Connection mckittrick = in("mckittrick", "norad")) {
            Session session = falken.createSession();
            session.createProducer(session.createQueue("orders")).send(session.createTextMessage("tea"));
            Session other = mckittrick.createSession();
            MessageConsumer consumer = other.createConsumer(other.createQueue("orders"));
            assertThat(consumer.receive(30_000).getBody(String.class)).isEqualTo("tea");
        }
    }

    @Test
    void aProducerWithoutAnAddressIsCheckedAtEachMessage() throws JMSException {
        try (Connection connection = in("falken", "joshua")) {
            Session session = connection.createSession();
            MessageProducer anywhere = session.createProducer(null);
            anywhere.send(session.createTopic("desk.fx"), session.createTextMessage("1.07"));
            JMSException refused = catchThrowableOfType(
                    JMSException.class,
                    () -> anywhere.send(session.createTopic("desk.credit"), session.createTextMessage("9.99")));
            assertThat(refused).isInstanceOf(JMSSecurityException.class);
            assertThat(rules.checks())
                    .anySatisfy(check -> assertThat(check.resource().name()).isEqualTo("desk/credit"))
                    .noneSatisfy(check -> assertThat(check.permission()).isEqualTo(Permission.REPLICATE));
        }
    }
}
