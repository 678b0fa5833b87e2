package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.spi.ResourceType;
import java.net.Socket;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The broker managed by messages: by an acceptor of its own, as far as the entitlement for {@code amps-admin} goes. */
class ManagementTest {

    private static final String TRANSPORTS = """
            <Transports><Transport><Name>core</Name></Transport></Transports>
            <Admin/>
            """;

    private final TestRules rules = new TestRules().user("falken", "joshua");

    private GuardedBroker broker;

    private void start(String transports, boolean eachResource) throws Exception {
        broker = GuardedBroker.start(rules, transports, configuration -> {
            configuration
                    .addAcceptorConfiguration("core", "tcp://127.0.0.1:0?protocols=CORE")
                    .addAcceptorConfiguration("amps-admin", "tcp://127.0.0.1:0?protocols=CORE,AMQP,MQTT")
                    .setManagementMessageRbac(eachResource);
        });
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    /** What a client does with a session by an acceptor. */
    private interface Visit<T> {
        T to(ClientSession session) throws Exception;
    }

    private <T> T by(String acceptor, Visit<T> visit) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port(acceptor));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("falken", "joshua", false, true, true, false, 0)) {
            session.start();
            return visit.to(session);
        }
    }

    private static boolean invoke(ClientSession session, String operation) throws Exception {
        try (ClientRequestor requestor = new ClientRequestor(session, "activemq.management")) {
            ClientMessage message = session.createMessage(false);
            ManagementHelper.putOperationInvocation(message, "broker", operation);
            return ManagementHelper.hasOperationSucceeded(requestor.request(message, 30_000));
        }
    }

    /** Waits until the broker has taken the message, or refuses it. */
    private static boolean sendToManagement(ClientSession session) throws Exception {
        session.createProducer("activemq.management").send(session.createMessage(true));
        return true;
    }

    @Test
    void whoIsGrantedItManagesTheBroker() throws Exception {
        start(TRANSPORTS, false);
        rules.write("falken", "/artemis/management");
        assertThat((boolean) by("amps-admin", session -> invoke(session, "getQueueNames")))
                .isTrue();
        assertThat(rules.checks()).allSatisfy(check -> {
            assertThat(check.resource().type()).isEqualTo(ResourceType.ADMIN);
            assertThat(check.connection().transport()).isEqualTo("amps-admin");
        });
    }

    @Test
    void nobodyElseDoes() throws Exception {
        start(TRANSPORTS, false);
        rules.read("falken", "/artemis/management");
        assertThatThrownBy(() -> by("amps-admin", ManagementTest::sendToManagement))
                .isInstanceOf(ActiveMQSecurityException.class);
    }

    @Test
    void norByAnotherAcceptor() throws Exception {
        start(TRANSPORTS, false);
        rules.everything();
        assertThatThrownBy(() -> by("core", ManagementTest::sendToManagement))
                .isInstanceOf(ActiveMQSecurityException.class);
    }

    @Test
    void nobodyComesInByItUnlessTheConfigurationSaysWho() throws Exception {
        start("<Transports><Transport><Name>core</Name></Transport></Transports>", false);
        rules.everything();
        // A client of CORE would wait half a minute for what the broker says of its cluster.
        try (Socket nobody = new Socket("127.0.0.1", broker.port("amps-admin"))) {
            nobody.setSoTimeout(30_000);
            nobody.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0});
            assertThat(nobody.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(rules.logons()).isEmpty();
    }

    @Test
    void whereTheBrokerTellsResourcesApartSoDoTheRules() throws Exception {
        start(TRANSPORTS, true);
        rules.read("falken", "/artemis/management", "/artemis/management/broker.getQueueNames")
                .write("falken", "/artemis/management/broker.resetAllMessageCounters");
        assertThat((boolean) by("amps-admin", session -> invoke(session, "getQueueNames")))
                .isTrue();
        assertThat((boolean) by("amps-admin", session -> invoke(session, "resetAllMessageCounters")))
                .isTrue();
        assertThat((boolean) by("amps-admin", session -> invoke(session, "getAddressNames")))
                .isFalse();
        assertThat((boolean) by("amps-admin", session -> invoke(session, "forceFailover")))
                .isFalse();
    }

    @Test
    void nothingElseIsDoneByThatAcceptor() throws Exception {
        start(TRANSPORTS, false);
        rules.everything();
        assertThatThrownBy(() -> by("amps-admin", session -> {
                    session.createProducer("desk.fx").send(session.createMessage(true));
                    return true;
                }))
                .isInstanceOf(ActiveMQSecurityException.class);
        for (String queue : new String[] {"desk.fx", "activemq.notifications", "$sys.mqtt.sessions"}) {
            assertThatThrownBy(() -> by("amps-admin", session -> {
                        session.createQueue(QueueConfiguration.of("mine")
                                .setAddress(queue)
                                .setDurable(false)
                                .setTemporary(true));
                        return true;
                    }))
                    .as(queue)
                    .isInstanceOf(ActiveMQSecurityException.class);
        }
        try (Mqtt client = Mqtt.client(broker.port("amps-admin"), "m")) {
            assertThat(client.connect(Mqtt.options("falken", "joshua"))).isNotEqualTo(Mqtt.SUCCESS);
        }
    }
}
