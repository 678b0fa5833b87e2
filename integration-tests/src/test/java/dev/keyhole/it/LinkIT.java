package dev.keyhole.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.artemis.EmbeddedBroker;
import dev.keyhole.artemis.Link;
import dev.keyhole.host.Host;
import dev.keyhole.host.config.Configuration;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link between two brokers, which logs on with tokens from a command at a broker that asks a web service. */
class LinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CUTS = 10;

    private static final String OPEN = """
            <Authentication><Module>amps-implicit-authentication-module</Module></Authentication>
            <Entitlement><Module>amps-default-entitlement-module</Module></Entitlement>
            """;

    @TempDir
    Path folder;

    private final WatchedLog log = new WatchedLog(TokenService.SECRET);
    private TokenService tokens;
    private Host far;
    private EmbeddedBroker farBroker;
    private Cable cable;
    private Host near;
    private EmbeddedBroker nearBroker;

    @BeforeEach
    void start() throws IOException {
        tokens = new TokenService(folder);
        tokens.document("{\"replication-logon\": true, \"replicated-topics\": [\"desk/orders\"]}");
        far = host("far.xml", """
                <Modules>
                  <Module>
                    <Name>web</Name><Library>libamps_http_entitlement.so</Library>
                    <Options><ResourceURI>http://127.0.0.1:%d/{{USER_NAME}}</ResourceURI></Options>
                  </Module>
                </Modules>
                <Transports>
                  <Transport>
                    <Name>link</Name><Type>amps-replication</Type><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol>
                    <Authentication><Module>web</Module></Authentication>
                    <Entitlement><Module>web</Module></Entitlement>
                  </Transport>
                  <Transport><Name>amqp</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol>%s</Transport>
                </Transports>
                """.formatted(tokens.port(), OPEN));
        farBroker = EmbeddedBroker.start(far);
        cable = new Cable(farBroker.port("link"));
        near = host("near.xml", """
                <Modules>
                  <Module><Name>tokens</Name><Library>libamps_exec_authenticator.so</Library></Module>
                </Modules>
                <Transports>
                  <Transport><Name>amqp</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol>%s</Transport>
                </Transports>
                <Replication>
                  <Destination>
                    <Name>far</Name>
                    <Transport>
                      <InetAddr>127.0.0.1:%d</InetAddr>
                      <Authenticator>
                        <Module>tokens</Module>
                        <Options><UserName>desk</UserName><Command>%s</Command></Options>
                      </Authenticator>
                    </Transport>
                  </Destination>
                </Replication>
                """.formatted(OPEN, cable.port(), tokens.mint()));
    }

    private Host host(String name, String xml) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "<AMPSConfig>" + xml + "</AMPSConfig>");
        return Host.builder().configuration(Configuration.read(file, Map.of())).start();
    }

    private void connect(String... addresses) throws IOException {
        nearBroker =
                EmbeddedBroker.start(near, List.of(Link.to("far", addresses).retryAfter(Duration.ofMillis(200))));
    }

    @AfterEach
    void stopAndFindNoTokenInTheLog() throws IOException {
        if (nearBroker != null) {
            nearBroker.close();
        }
        near.close();
        cable.close();
        farBroker.close();
        far.close();
        tokens.close();
        log.close();
        assertThat(log.leaks()).isEmpty();
    }

    private void awaitLog(String... parts) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.lines())
                .anySatisfy(line -> assertThat(line).contains(parts)));
    }

    private static Connection client(EmbeddedBroker broker) throws JMSException {
        Connection connection = new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port("amqp")).createConnection();
        connection.start();
        return connection;
    }

    private void send(String topic, String text) throws JMSException {
        try (Connection connection = client(nearBroker)) {
            Session session = connection.createSession();
            session.createProducer(session.createTopic(topic)).send(session.createTextMessage(text));
        }
    }

    private static void awaitMessage(MessageConsumer consumer, String text) throws JMSException {
        // What was under way when the link was cut may come twice.
        for (Message message = consumer.receive(PATIENCE.toMillis());
                message != null;
                message = consumer.receive(PATIENCE.toMillis())) {
            if (message.getBody(String.class).equals(text)) {
                return;
            }
        }
        assertThat(text).as("a message that never came").isNull();
    }

    @Test
    void aLinkSurvivesBeingCutTenTimesEachTimeWithANewToken() throws Exception {
        connect("desk.orders");
        try (Connection reader = client(farBroker)) {
            Session session = reader.createSession();
            MessageConsumer consumer = session.createConsumer(session.createTopic("desk.orders"));
            for (int cut = 1; cut <= CUTS; cut++) {
                int logons = cut;
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(tokens.accepted()).hasSizeGreaterThanOrEqualTo(logons));
                if (cut == CUTS) {
                    // The link outlives the token that it was opened with.
                    await().atMost(PATIENCE)
                            .until(() -> tokens.accepted().stream().allMatch(TokenService::isExpired));
                }
                int before = tokens.accepted().size();
                send("desk.orders", "order " + cut);
                cable.cut();
                awaitMessage(consumer, "order " + cut);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(tokens.accepted()).hasSizeGreaterThan(before));
            }
        }
        assertThat(tokens.accepted()).hasSizeGreaterThan(CUTS).doesNotHaveDuplicates();
        assertThat(tokens.refused()).isEmpty();
        awaitLog("credentials destination=far user=desk module=tokens outcome=accepted");
        awaitLog("logon transport=link user=desk module=web outcome=accepted");
    }

    @Test
    void aCommandThatNeverWorkedIsReportedAndTheLinkOpensWhenItIsMended() throws Exception {
        tokens.breakMint();
        connect("desk.orders");
        awaitLog("credentials destination=far", "outcome=unavailable", "exited with status 3", "the mint is closed");
        assertThat(tokens.accepted()).isEmpty();
        assertThat(log.lines()).noneMatch(line -> line.startsWith("logon transport=link"));
        mendedItDelivers("tea");
    }

    @Test
    void aCommandThatBreaksIsReportedAndTheLinkRecoversWhenItIsMended() throws Exception {
        connect("desk.orders");
        awaitLog("credentials destination=far user=desk module=tokens outcome=accepted");
        tokens.breakMint();
        cable.cut();
        awaitLog("credentials destination=far", "outcome=unavailable", "exited with status 3", "the mint is closed");
        mendedItDelivers("tea");
    }

    private void mendedItDelivers(String text) throws Exception {
        try (Connection reader = client(farBroker)) {
            Session session = reader.createSession();
            MessageConsumer consumer = session.createConsumer(session.createTopic("desk.orders"));
            send("desk.orders", text);
            tokens.mendMint();
            awaitMessage(consumer, text);
        }
    }

    @Test
    void whatMayNotBeReplicatedIsNot() throws Exception {
        connect("desk.credit");
        awaitLog("denied transport=link", "user=desk", "desk.credit");
        assertThat(tokens.accepted()).isNotEmpty();
    }

    @Test
    void aLinkThatMayNotReplicateIsRefused() throws Exception {
        tokens.document("{\"logon\": true, \"replicated-topics\": [\".*\"]}");
        connect("desk.orders");
        awaitLog("logon transport=link user=desk", "outcome=refused");
        awaitLog("credentials destination=far user=desk module=tokens outcome=refused");
    }
}
