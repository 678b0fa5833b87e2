package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the broker does on its own account goes on as without Keyhole, whatever its clients may do, and no module is asked. */
class BrokerAtWorkTest {

    private final TestRules rules =
            new TestRules().user("falken", "joshua").read("falken", "desk/fx").write("falken", "desk/fx");

    private GuardedBroker broker;
    private ServerLocator locator;
    private ClientSessionFactory factory;
    private ClientSession falken;

    @BeforeEach
    void start() throws Exception {
        broker = GuardedBroker.start(
                rules,
                "<Transports><Transport><Name>core</Name></Transport></Transports>",
                configuration -> configuration
                        .addAcceptorConfiguration("core", "tcp://127.0.0.1:0?protocols=CORE")
                        .setMessageExpiryScanPeriod(100)
                        .addAddressSetting(
                                "desk.#",
                                new AddressSettings()
                                        .setExpiryAddress(SimpleString.of("expired"))
                                        .setDeadLetterAddress(SimpleString.of("dead"))
                                        .setMaxDeliveryAttempts(1))
                        .addDivertConfiguration(new DivertConfiguration()
                                .setName("copy")
                                .setAddress("desk.fx")
                                .setForwardingAddress("audit")
                                .setExclusive(false)));
        for (String address : new String[] {"expired", "dead", "audit", "activemq.notifications"}) {
            broker.server()
                    .createQueue(QueueConfiguration.of("all-" + address)
                            .setAddress(address)
                            .setRoutingType(RoutingType.MULTICAST)
                            .setAutoCreateAddress(true));
        }
        locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port("core"));
        factory = locator.createSessionFactory();
        falken = factory.createSession("falken", "joshua", false, true, false, false, 0);
        falken.createQueue(QueueConfiguration.of("mine").setAddress("desk.fx").setRoutingType(RoutingType.MULTICAST));
        falken.start();
    }

    @AfterEach
    void stop() throws Exception {
        factory.close();
        locator.close();
        broker.close();
    }

    private void send(ClientMessage message) throws Exception {
        falken.createProducer("desk.fx").send(message);
    }

    private long waitingAt(String address) {
        return Optional.ofNullable(broker.server().locateQueue("all-" + address))
                .map(Queue::getMessageCount)
                .orElse(-1L);
    }

    private void assertThatModulesWereAskedAboutClientsOnly() {
        assertThat(rules.checks())
                .isNotEmpty()
                .allSatisfy(check -> assertThat(check.resource().name()).isEqualTo("desk/fx"));
    }

    @Test
    void itMovesWhatExpires() throws Exception {
        ClientMessage shortLived = falken.createMessage(true);
        shortLived.setExpiration(System.currentTimeMillis() + 1);
        send(shortLived);
        await().atMost(Duration.ofMinutes(1)).until(() -> waitingAt("expired") == 1);
        assertThatModulesWereAskedAboutClientsOnly();
    }

    @Test
    void itMovesWhatCanNotBeDelivered() throws Exception {
        send(falken.createMessage(true));
        ClientMessage message = falken.createConsumer("mine").receive(30_000);
        message.acknowledge();
        falken.rollback();
        await().atMost(Duration.ofMinutes(1)).until(() -> waitingAt("dead") == 1);
        assertThatModulesWereAskedAboutClientsOnly();
    }

    @Test
    void itDivertsMessages() throws Exception {
        send(falken.createMessage(true));
        await().atMost(Duration.ofMinutes(1)).until(() -> waitingAt("audit") == 1);
        assertThatModulesWereAskedAboutClientsOnly();
    }

    @Test
    void itSendsScheduledMessagesWhenTheirTimeHasCome() throws Exception {
        ClientMessage later = falken.createMessage(true);
        later.putLongProperty(Message.HDR_SCHEDULED_DELIVERY_TIME, System.currentTimeMillis() + 100);
        AtomicBoolean arrived = new AtomicBoolean();
        falken.createConsumer("mine").setMessageHandler(message -> arrived.set(true));
        send(later);
        await().atMost(Duration.ofMinutes(1)).untilTrue(arrived);
        assertThatModulesWereAskedAboutClientsOnly();
    }

    @Test
    void itTellsOfWhatHappensByNotifications() {
        await().atMost(Duration.ofMinutes(1)).until(() -> waitingAt("activemq.notifications") > 0);
        assertThatModulesWereAskedAboutClientsOnly();
    }
}
