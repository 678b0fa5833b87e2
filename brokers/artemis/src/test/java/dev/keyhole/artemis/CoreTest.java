package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyhole.spi.LogonRequest.Kind;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoreTest {

    private final TestRules rules = new TestRules()
            .user("falken", "joshua")
            .user("mckittrick", "norad")
            .write("falken", "desk/fx")
            .read("falken", "desk/fx");

    private TestBroker broker;
    private ServerLocator locator;
    private ClientSessionFactory factory;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(rules);
        locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
        factory = locator.createSessionFactory();
    }

    @AfterEach
    void stop() {
        factory.close();
        locator.close();
        broker.close();
    }

    private ClientSession session(String user, String password) throws ActiveMQException {
        return factory.createSession(user, password, false, true, true, false, 0);
    }

    @Test
    void aClientIsLetInWithItsPassword() throws Exception {
        try (ClientSession session = session("falken", "joshua")) {
            assertThat(session.isClosed()).isFalse();
            assertThat(rules.logons()).singleElement().satisfies(logon -> {
                assertThat(logon.kind()).isEqualTo(Kind.EXPLICIT);
                assertThat(logon.userName()).isEqualTo("falken");
                assertThat(logon.password()).isEqualTo("joshua");
                assertThat(logon.connection().protocol()).isEqualTo("core");
            });
        }
    }

    @Test
    void andTurnedAwayWithAnother() {
        assertThatThrownBy(() -> session("falken", "joshua1")).isInstanceOf(ActiveMQSecurityException.class);
    }

    @Test
    void aClientWithoutAUserLogsOnImplicitly() throws Exception {
        assertThatThrownBy(() -> session(null, null)).isInstanceOf(ActiveMQSecurityException.class);
        assertThat(rules.logons()).singleElement().satisfies(logon -> assertThat(logon.kind())
                .isEqualTo(Kind.IMPLICIT));
        rules.implicit("falken");
        try (ClientSessionFactory another = locator.createSessionFactory();
                ClientSession session = another.createSession()) {
            assertThat(session.isClosed()).isFalse();
        }
    }

    @Test
    void anEmptyUserNameIsALogon() {
        assertThatThrownBy(() -> session("", "")).isInstanceOf(ActiveMQSecurityException.class);
        assertThat(rules.logons()).singleElement().satisfies(logon -> assertThat(logon.kind())
                .isEqualTo(Kind.EXPLICIT));
    }

    @Test
    void aConnectionStaysWithItsFirstIdentity() throws Exception {
        try (ClientSession first = session("falken", "joshua");
                ClientSession again = session("falken", "joshua")) {
            assertThat(first.isClosed() || again.isClosed()).isFalse();
            assertThatThrownBy(() -> session("mckittrick", "norad")).isInstanceOf(ActiveMQSecurityException.class);
            assertThatThrownBy(() -> session("falken", "joshua1")).isInstanceOf(ActiveMQSecurityException.class);
            assertThatThrownBy(() -> session("falken", null)).isInstanceOf(ActiveMQSecurityException.class);
            assertThat(rules.logons()).hasSize(1);
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(30)).until(() -> !first.isClosed());
            send(first, "desk.fx", "1.07");
        }
    }

    @Test
    void whatIsPublishedArrivesIfBothAreGranted() throws Exception {
        try (ClientSession session = session("falken", "joshua")) {
            session.createQueue(QueueConfiguration.of("q").setAddress("desk.fx").setDurable(false));
            ClientConsumer consumer = session.createConsumer("q");
            session.start();
            send(session, "desk.fx", "1.07");
            assertThat(consumer.receive(30_000).getBodyBuffer().readString()).isEqualTo("1.07");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "desk.credit",
                "desk.#",
                "desk/fx",
                "desk.fx::q",
                "activemq.management",
                "$sys.mqtt.retain.desk.fx"
            })
    void sendingNeedsAGrant(String address) throws Exception {
        try (ClientSession session = session("falken", "joshua")) {
            assertThatThrownBy(() -> send(session, address, "9.99")).isInstanceOf(ActiveMQSecurityException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "desk.credit",
                "desk.#",
                "desk.*",
                "#",
                "desk/fx",
                "activemq.notifications",
                "$sys.mqtt.retain.desk.fx",
            })
    void subscribingNeedsAGrant(String address) throws Exception {
        try (ClientSession session = session("falken", "joshua")) {
            for (RoutingType routing : RoutingType.values()) {
                for (boolean durable : new boolean[] {true, false}) {
                    QueueConfiguration queue = QueueConfiguration.of("q")
                            .setAddress(address)
                            .setRoutingType(routing)
                            .setDurable(durable);
                    assertThatThrownBy(() -> session.createQueue(queue)).isInstanceOf(ActiveMQSecurityException.class);
                    assertThatThrownBy(() -> session.createSharedQueue(queue))
                            .isInstanceOf(ActiveMQSecurityException.class);
                }
            }
            QueueConfiguration temporary = QueueConfiguration.of("q")
                    .setAddress(address)
                    .setTemporary(true)
                    .setDurable(false);
            assertThatThrownBy(() -> session.createQueue(temporary)).isInstanceOf(ActiveMQSecurityException.class);
        }
    }

    private static void send(ClientSession session, String address, String text) throws ActiveMQException {
        try (ClientProducer producer = session.createProducer(address)) {
            ClientMessage message = session.createMessage(true);
            message.getBodyBuffer().writeString(text);
            producer.send(message);
        }
    }
}
