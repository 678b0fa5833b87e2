package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Host;
import dev.keyhole.host.Scope;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.ResourceType;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSSecurityException;
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

/** What a broker passes on to another one. */
class LinkTest {

    private static final Duration SOON = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private final TestRules rules = new TestRules()
            .user("falken", "joshua")
            .read("falken", "desk/fx")
            .grant("falken", Permission.REPLICATE, "", "", "desk/fx");
    private TestBroker far;

    @BeforeEach
    void start() {
        far = TestBroker.builder()
                .replication("link", "amqp", rules)
                .transport("amqp", "amqp", rules)
                .start();
    }

    @AfterEach
    void stop() {
        far.close();
    }

    private Host near(String... addresses) throws IOException {
        StringBuilder places = new StringBuilder();
        for (String address : addresses) {
            places.append("<InetAddr>").append(address).append("</InetAddr>");
        }
        Path file = Files.writeString(folder.resolve("near.xml"), """
                <AMPSConfig>
                  <Keyhole><EventLoopWait>5m</EventLoopWait></Keyhole>
                  <Transports><Transport>
                    <Name>amqp</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol>
                    <Authentication>
                      <Module>amps-implicit-authentication-module</Module>
                      <Options><AllowSpoofing>true</AllowSpoofing></Options>
                    </Authentication>
                    <Entitlement><Module>amps-default-entitlement-module</Module></Entitlement>
                  </Transport></Transports>
                  <Replication><Destination><Name>far</Name><Transport>%s
                    <Authenticator>
                      <Module>amps-default-authenticator-module</Module>
                      <Options><User>falken</User><Password>joshua</Password></Options>
                    </Authenticator>
                  </Transport></Destination></Replication>
                </AMPSConfig>
                """.formatted(places));
        return Host.builder().configuration(Configuration.read(file, Map.of())).start();
    }

    private Host nearFar() throws IOException {
        return near("127.0.0.1:" + far.port("link"));
    }

    private static ConnectionFactory factory(int port) {
        return new JmsConnectionFactory("amqp://127.0.0.1:" + port);
    }

    @Test
    void whatIsPublishedHereArrivesThere() throws Exception {
        try (Host near = nearFar();
                EmbeddedBroker broker = EmbeddedBroker.start(
                        near, List.of(Link.to("far", "desk.fx").retryAfter(SOON)));
                Connection reader = factory(far.port("amqp")).createConnection("falken", "joshua");
                Connection writer = factory(broker.port("amqp")).createConnection()) {
            reader.start();
            Session there = reader.createSession();
            MessageConsumer consumer = there.createConsumer(there.createTopic("desk.fx"));
            Session here = writer.createSession();
            here.createProducer(here.createTopic("desk.fx")).send(here.createTextMessage("1.07"));

            assertThat(consumer.receive(30_000).getBody(String.class)).isEqualTo("1.07");
            assertThat(rules.logonEntitlements()).contains(ResourceType.REPLICATION_LOGON);
            assertThat(rules.logons()).anySatisfy(logon -> {
                assertThat(logon.connection().kind()).isEqualTo(ConnectionKind.REPLICATION);
                assertThat(logon.userName()).isEqualTo("falken");
                assertThat(logon.password()).isEqualTo("joshua");
            });
        }
    }

    @Test
    void aLinkThatIsEndedByTheOtherSideLogsOnAnew() throws Exception {
        try (Host near = nearFar();
                EmbeddedBroker broker = EmbeddedBroker.start(
                        near, List.of(Link.to("far", "desk.fx").retryAfter(SOON)))) {
            assertThat(broker.port("amqp")).isPositive();
            for (int logons = 1; logons <= 3; logons++) {
                int expected = logons;
                await().untilAsserted(() -> assertThat(rules.logons()).hasSizeGreaterThanOrEqualTo(expected));
                await().until(() -> {
                    far.host().authentication().reset(Scope.all().onTransport("link"));
                    return rules.logons().size() > expected;
                });
            }
        }
    }

    @Test
    void whatWaitsToBePassedOnIsNobodysToRead() throws Exception {
        try (Host near = near("127.0.0.1:1");
                EmbeddedBroker broker = EmbeddedBroker.start(near, List.of(Link.to("far", "desk.fx")));
                Connection curious = factory(broker.port("amqp")).createConnection("mckittrick", "norad")) {
            Session session = curious.createSession();
            assertThatExceptionOfType(JMSSecurityException.class)
                    .isThrownBy(() -> session.createConsumer(session.createQueue("desk.fx::keyhole.link.far.desk.fx")));
        }
    }

    @Test
    void whatIsWrongWithLinksIsListedAtOnce() throws Exception {
        try (Host near = near("second-site", "127.0.0.1:5672")) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> EmbeddedBroker.start(
                            near, List.of(Link.to("far", "desk.#", "activemq.management"), Link.to("fra", "desk.fx"))))
                    .satisfies(e -> assertThat(e.problems())
                            .extracting(Problem::message)
                            .satisfiesExactly(
                                    first -> assertThat(first).contains("destination 'far'", "'second-site'"),
                                    second -> assertThat(second).contains("'desk.#' can't be passed on"),
                                    third -> assertThat(third).contains("'activemq.management' can't be passed on"),
                                    fourth -> assertThat(fourth).contains("there is no destination 'fra'")));
        }
        try (Host near = near()) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> EmbeddedBroker.start(near, List.of(Link.to("far", "desk.fx"))))
                    .withMessageContaining("no 'InetAddr'");
        }
        try (Host near = nearFar()) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> EmbeddedBroker.start(
                            near, List.of(Link.to("far", "desk.fx"), Link.to("far", "desk.credit"))))
                    .withMessageContaining("two links");
        }
    }

    @Test
    void aLinkHasSomethingToPassOnAndATimeToWait() {
        assertThatIllegalArgumentException().isThrownBy(() -> Link.to("far"));
        Link link = Link.to("far", "desk.fx");
        assertThat(link.retryAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThatIllegalArgumentException().isThrownBy(() -> link.retryAfter(Duration.ZERO));
    }
}
