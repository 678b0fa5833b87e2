package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl.CHANNEL_ID;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ClusterConnectMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ScaleDownAnnounceMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client of CORE can send without a session, and what only a client sends that means harm. */
class CoreWireTest {

    private final TestRules rules = new TestRules().user("falken", "joshua").everything();

    private TestBroker broker;
    private ServerLocator locator;
    private ClientSessionFactory factory;
    private CoreRemotingConnection connection;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(rules);
        locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
        factory = locator.createSessionFactory();
        connection = (CoreRemotingConnection) factory.getConnection();
    }

    @AfterEach
    void stop() {
        factory.close();
        locator.close();
        broker.close();
    }

    private Channel channel(CHANNEL_ID id) {
        return connection.getChannel(id.id, -1);
    }

    private ClientSession falken() throws Exception {
        return locator.createSessionFactory().createSession("falken", "joshua", false, true, true, false, 0);
    }

    private void awaitEnd() {
        await().until(() -> connection.isDestroyed());
    }

    @Test
    void noQueueIsMadeWithoutASession() throws Exception {
        channel(CHANNEL_ID.SESSION)
                .send(new CreateQueueMessage(
                        SimpleString.of("desk.fx"), SimpleString.of("spy"), null, false, false, false));
        awaitEnd();
        try (ClientSession session = falken()) {
            QueueQuery query = session.queueQuery(SimpleString.of("spy"));
            assertThat(query.isExists()).isFalse();
        }
    }

    @Test
    void aSessionIsNotHandedToWhoeverKnowsItsName() throws Exception {
        try (ClientSession session = falken()) {
            String name = ((ClientSessionInternal) session).getName();
            ReattachSessionResponseMessage answer = (ReattachSessionResponseMessage) channel(CHANNEL_ID.SESSION)
                    .sendBlocking(new ReattachSessionMessage(name, -1), PacketImpl.REATTACH_SESSION_RESP);
            assertThat(answer.isReattached()).isFalse();
            session.createProducer("desk.fx").send(session.createMessage(true));
        }
    }

    @Test
    void theChannelsOfBrokersAreShut() {
        channel(CHANNEL_ID.CLUSTER).send(new ClusterConnectMessage("ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!"));
        awaitEnd();
    }

    @Test
    void alsoWithoutCredentials() {
        channel(CHANNEL_ID.CLUSTER).send(new ScaleDownAnnounceMessage(SimpleString.of("a"), SimpleString.of("b")));
        awaitEnd();
    }

    @Test
    void aSessionDoesNotTakeTheChannelOfAnotherUse() throws Exception {
        channel(CHANNEL_ID.SESSION)
                .send(new CreateSessionMessage(
                        "s",
                        CHANNEL_ID.PING.id,
                        connection.getChannelVersion(),
                        "falken",
                        "joshua",
                        0,
                        false,
                        true,
                        true,
                        false,
                        -1,
                        null));
        awaitEnd();
        assertThat(rules.logons()).isEmpty();
    }

    @Test
    void theWellKnownCredentialsOfClustersLetNobodyIn() {
        assertThatThrownBy(() -> factory.createSession(
                        "ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!", false, true, true, false, 0))
                .isInstanceOf(ActiveMQSecurityException.class);
    }

    @Test
    void theBrokerIsNotManagedByMessages() throws Exception {
        try (ClientSession session = falken()) {
            assertThatThrownBy(
                            () -> session.createProducer("activemq.management").send(session.createMessage(true)))
                    .isInstanceOf(ActiveMQException.class);
        }
    }
}
