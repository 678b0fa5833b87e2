package dev.keyhole.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Clients of AMQP and CORE, judged by the permissions documents of a service. */
class BrokerWithServiceIT {

    private static final String FALKEN = """
            {"logon": true,
             "topic": [{"topic": "desk/fx/spot", "read": true, "write": true},
                       {"topic": "^games/", "read": true}]}
            """;

    @TempDir
    private Path folder;

    private Site site(String instance, String transports) throws IOException {
        return Site.start(folder, instance, transports).document("falken", FALKEN);
    }

    private static Connection amqp(Site site, String transport, String user, String password) throws JMSException {
        Connection connection =
                new JmsConnectionFactory("amqp://127.0.0.1:" + site.port(transport)).createConnection(user, password);
        connection.start();
        return connection;
    }

    /** The factory must outlive its connections; its threads end with them. */
    private static Connection core(Site site, String transport, String user, String password) throws JMSException {
        Connection connection = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + site.port(transport))
                .createConnection(user, password);
        connection.start();
        return connection;
    }

    private static void publish(Connection connection, String topic) throws JMSException {
        try (Session session = connection.createSession()) {
            session.createProducer(session.createTopic(topic)).send(session.createTextMessage("1.07"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp", "core"})
    void theDocumentSaysWhatAUserMayDo(String protocol) throws Exception {
        try (Site site = site(Site.WEB, Site.transport(protocol, protocol, ""));
                Connection connection = protocol.equals("amqp")
                        ? amqp(site, protocol, "falken", "joshua")
                        : core(site, protocol, "falken", "joshua")) {
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(session.createTopic("desk.fx.spot"));
            publish(connection, "desk.fx.spot");
            assertThat(consumer.receive(30_000).getBody(String.class)).isEqualTo("1.07");
            for (String allowed : List.of("games.chess", "games.*", "games.#", "desk.#", "#")) {
                assertThat(session.createConsumer(session.createTopic(allowed))).isNotNull();
            }
            for (String denied : List.of("games.chess", "desk.credit", "desk.#")) {
                assertThatThrownBy(() -> publish(connection, denied)).isInstanceOf(JMSSecurityException.class);
            }
            for (String denied : List.of("desk.credit", "norad.#", "desk/fx/spot")) {
                assertThatThrownBy(() -> session.createConsumer(session.createTopic(denied)))
                        .isInstanceOf(JMSSecurityException.class);
            }
        }
    }

    @Test
    void aUserMayHaveOtherRightsOnAnotherTransport() throws Exception {
        String creditOnly = """
                <Entitlement>
                  <Module>credit</Module><Options><AllowedTopics>^desk/credit$</AllowedTopics></Options>
                </Entitlement>
                """;
        String credit = "<Modules><Module><Name>credit</Name>"
                + "<Library>libamps_simple_access_entitlement.so</Library></Module></Modules>";
        try (Site site = site(
                        Site.WEB + credit,
                        Site.transport("one", "amqp", "") + Site.transport("two", "amqp", creditOnly));
                Connection one = amqp(site, "one", "falken", "joshua");
                Connection two = amqp(site, "two", "falken", "joshua")) {
            publish(one, "desk.fx.spot");
            assertThatThrownBy(() -> publish(one, "desk.credit")).isInstanceOf(JMSSecurityException.class);
            publish(two, "desk.credit");
            assertThatThrownBy(() -> publish(two, "desk.fx.spot")).isInstanceOf(JMSSecurityException.class);
        }
    }

    @Test
    void withNoModuleAnywhereTheBuiltInDefaultsAreUsedIfTheyAreMeant() throws Exception {
        try (Site site = site(
                        "<Keyhole><BuiltInDefaults>true</BuiltInDefaults></Keyhole>",
                        Site.transport("amqp", "amqp", ""));
                Connection connection = amqp(site, "amqp", "anybody", "at all")) {
            publish(connection, "desk.credit");
            assertThatThrownBy(() -> new JmsConnectionFactory("amqp://127.0.0.1:" + site.port("amqp"))
                            .createConnection()
                            .start())
                    .isInstanceOf(JMSException.class);
        }
    }

    @Test
    void whileTheServiceIsAwayLogonsAreUnavailableAndAllElseGoesOn() throws Exception {
        String open = """
                <Authentication><Module>amps-implicit-authentication-module</Module></Authentication>
                <Entitlement><Module>amps-default-entitlement-module</Module></Entitlement>
                """;
        try (Site site = site(Site.WEB, Site.transport("closed", "amqp", "") + Site.transport("open", "amqp", open));
                Connection before = amqp(site, "closed", "falken", "joshua")) {
            site.stopService();
            try (LogonLog log = new LogonLog()) {
                long begin = System.nanoTime();
                assertThatThrownBy(() -> amqp(site, "closed", "falken", "joshua"))
                        .isInstanceOf(JMSException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
                assertThat(log.lines()).singleElement().asString().contains("outcome=unavailable");
            }
            try (Connection other = amqp(site, "open", "anybody", "at all")) {
                publish(other, "desk.credit");
            }
            publish(before, "desk.fx.spot");
            site.restartService();
            try (Connection again = amqp(site, "closed", "falken", "joshua")) {
                publish(again, "desk.fx.spot");
            }
            try (LogonLog log = new LogonLog()) {
                assertThatThrownBy(() -> amqp(site, "closed", "falken", "joshua1"))
                        .isInstanceOf(JMSException.class);
                assertThat(log.lines())
                        .singleElement()
                        .asString()
                        .doesNotContain("unavailable")
                        .doesNotContain("joshua1");
            }
        }
    }

    /** What the host says of logons, as long as it is open. */
    private static final class LogonLog implements AutoCloseable {

        private final Logger logger = (Logger) LoggerFactory.getLogger("dev.keyhole.logon");
        private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

        LogonLog() {
            appender.start();
            logger.setLevel(Level.INFO);
            logger.addAppender(appender);
        }

        List<String> lines() {
            return appender.list.stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }

        @Override
        public void close() {
            logger.detachAppender(appender);
            logger.setLevel(null);
        }
    }
}
