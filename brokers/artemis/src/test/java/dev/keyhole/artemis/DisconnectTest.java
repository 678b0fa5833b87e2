package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Scope;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The host ends connections, and hears of those that end. */
class DisconnectTest {

    private static final int ADMINISTRATIVE_ACTION = 152;

    private final TestRules rules =
            new TestRules().user("falken", "joshua").user("mckittrick", "norad").everything();

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start(rules);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void reset(String user) {
        broker.host().entitlement().reset(Scope.all().forUser(user));
    }

    private Connection amqp() throws JMSException {
        return new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port("amqp")).createConnection("falken", "joshua");
    }

    @Test
    void aResetEndsTheUsersConnectionsOfMqtt() throws Exception {
        try (Mqtt falken = Mqtt.in(broker.port("mqtt"), "f", "falken", "joshua");
                Mqtt mckittrick = Mqtt.in(broker.port("mqtt"), "m", "mckittrick", "norad")) {
            reset("falken");
            assertThat(falken.disconnected().get(30, TimeUnit.SECONDS)).isEqualTo(ADMINISTRATIVE_ACTION);
            assertThat(mckittrick.publish("desk/fx", "1.07")).isEqualTo(Mqtt.SUCCESS);
            assertThat(mckittrick.isConnected()).isTrue();
        }
        try (Mqtt falken = Mqtt.in(broker.port("mqtt"), "f", "falken", "joshua")) {
            assertThat(falken.isConnected()).isTrue();
            assertThat(rules.logons()).hasSize(3);
        }
    }

    @Test
    void andOfAmqp() throws Exception {
        CompletableFuture<JMSException> failure = new CompletableFuture<>();
        try (Connection connection = amqp()) {
            connection.setExceptionListener(failure::complete);
            connection.start();
            reset("falken");
            assertThat(failure.get(30, TimeUnit.SECONDS)).isNotNull();
            assertThatThrownBy(connection::createSession).isInstanceOf(JMSException.class);
        } catch (JMSException alreadyClosed) {
            assertThat(failure).isDone();
        }
    }

    @Test
    void andOfCore() throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("falken", "joshua", false, true, true, false, 0)) {
            CompletableFuture<Void> failure = new CompletableFuture<>();
            session.addFailureListener(new FailureListener(failure));
            reset("falken");
            failure.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void evenOfClientsOfCoreThatWouldComeBackToTheirSession() throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"))
                        .setReconnectAttempts(-1)
                        .setRetryInterval(20)
                        .setConfirmationWindowSize(1 << 20);
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("falken", "joshua", false, true, true, false, 0)) {
            reset("falken");
            // The client's session is made anew, and for that it has to log on again.
            await().atMost(30, TimeUnit.SECONDS).until(() -> rules.logons().size() == 2);
            session.createProducer("desk.fx").send(session.createMessage(false));
        }
    }

    @Test
    void anIdentityIsReleasedWhenItsConnectionEnds() throws Exception {
        Mqtt.in(broker.port("mqtt"), "f", "falken", "joshua").close();
        await().until(() -> rules.releasedIdentities() == 1);
        try (Connection connection = amqp()) {
            connection.start();
        }
        await().until(() -> rules.releasedIdentities() == 2);
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("falken", "joshua", false, true, true, false, 0)) {
            assertThat(session.isClosed()).isFalse();
        }
        await().until(() -> rules.releasedIdentities() == 3);
    }

    @Test
    void andWhenTheBrokerCloses() {
        try (Mqtt falken = Mqtt.in(broker.port("mqtt"), "f", "falken", "joshua")) {
            assertThat(falken.isConnected()).isTrue();
            broker.close();
            await().until(() -> rules.releasedIdentities() == 1);
        }
    }

    private record FailureListener(CompletableFuture<Void> failure) implements SessionFailureListener {

        @Override
        public void connectionFailed(ActiveMQException exception, boolean failedOver) {
            failure.complete(null);
        }

        @Override
        public void connectionFailed(ActiveMQException exception, boolean failedOver, String scaleDownTargetNodeId) {
            failure.complete(null);
        }

        @Override
        public void beforeReconnect(ActiveMQException exception) {}
    }
}
