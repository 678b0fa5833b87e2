package dev.keyhole.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhole.host.Connection;
import dev.keyhole.host.Decision;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the web-service module does with the help of the host: resets, limits of time, log and metrics. */
class WebServiceThroughHostIT {

    private static final String READ_A = "{\"logon\": true, \"topic\": [{\"topic\": \"a\", \"read\": true}]}";
    private static final String READ_B = "{\"logon\": true, \"topic\": [{\"topic\": \"b\", \"read\": true}]}";

    @TempDir
    private Path folder;

    private PermissionsServer server;

    @BeforeEach
    void start() throws IOException {
        server = new PermissionsServer();
        server.user("falken", "joshua", READ_A);
        server.user("lightman", "pencil", READ_A);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static LogonOutcome logOn(WebServiceHost host, Connection connection, String user, String password)
            throws Exception {
        return host.startLogon(connection, user, password).get(1, TimeUnit.MINUTES);
    }

    private static Decision.Outcome read(Connection connection, String topic) {
        return connection.check(Permission.READ, Resource.topic(topic)).outcome();
    }

    /** Two transports that share a store, and a module with this option. */
    private WebServiceHost twoTransports(String option) throws IOException {
        return WebServiceHost.of(folder, """
                <AMPSConfig>
                  <Modules><Module>
                    <Name>web</Name><Library>libamps_http_entitlement.so</Library>
                    <Options><ResourceURI>%s</ResourceURI>%s</Options>
                  </Module></Modules>
                  <Authentication><Module>web</Module></Authentication>
                  <Entitlement><Module>web</Module></Entitlement>
                  <Transports>
                    <Transport><Name>t</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol></Transport>
                    <Transport><Name>u</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>mqtt</Protocol></Transport>
                  </Transports>
                </AMPSConfig>
                """.formatted(server.uri(), option));
    }

    @Test
    void aLogonThatBringsAChangedDocumentAfterEntitlementTimeoutResetsTheUserOnEveryTransport() throws Exception {
        List<String> closed = new CopyOnWriteArrayList<>();
        try (WebServiceHost host = twoTransports("<EntitlementTimeout>1ms</EntitlementTimeout>")) {
            Connection first = host.connect("t", reason -> closed.add("t: " + reason));
            Connection second = host.connect("u", reason -> closed.add("u: " + reason));
            Connection other = host.connect("t", reason -> closed.add("other: " + reason));
            assertThat(logOn(host, first, "falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(logOn(host, second, "falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(logOn(host, other, "lightman", "pencil")).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(read(first, "a")).isEqualTo(Decision.Outcome.GRANTED);
            assertThat(read(second, "a")).isEqualTo(Decision.Outcome.GRANTED);
            assertThat(closed).isEmpty();

            server.user("falken", "joshua", READ_B);
            Connection third = host.connect("t", reason -> closed.add("third: " + reason));
            assertThat(logOn(host, third, "falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);

            await().untilAsserted(() -> assertThat(closed)
                    .containsExactlyInAnyOrder(
                            "t: the user's permissions document has changed",
                            "u: the user's permissions document has changed"));
            assertThat(read(third, "a")).isEqualTo(Decision.Outcome.DENIED);
            assertThat(read(third, "b")).isEqualTo(Decision.Outcome.GRANTED);
            assertThat(read(first, "a")).isNotEqualTo(Decision.Outcome.GRANTED);
            assertThat(read(second, "a")).isNotEqualTo(Decision.Outcome.GRANTED);
            assertThat(read(other, "a")).isEqualTo(Decision.Outcome.GRANTED);
        }
    }

    @Test
    void beforeEntitlementTimeoutTheKeptDocumentCounts() throws Exception {
        List<String> closed = new CopyOnWriteArrayList<>();
        try (WebServiceHost host = twoTransports("<EntitlementTimeout>1h</EntitlementTimeout>")) {
            Connection first = host.connect("t", closed::add);
            logOn(host, first, "falken", "joshua");
            server.user("falken", "joshua", READ_B);
            Connection second = host.connect("u", closed::add);
            logOn(host, second, "falken", "joshua");

            assertThat(read(first, "a")).isEqualTo(Decision.Outcome.GRANTED);
            assertThat(read(second, "a")).isEqualTo(Decision.Outcome.GRANTED);
            assertThat(read(second, "b")).isEqualTo(Decision.Outcome.DENIED);
            assertThat(closed).isEmpty();
            first.close();
            second.close();
            assertThat(host.read("falken", "joshua", "b")).isEqualTo(Decision.Outcome.GRANTED);
        }
    }

    @Test
    void aPatternThatRunsOutOfStepsIsDeniedCountedAndNamedInTheLogOnce() throws Exception {
        server.user(
                "falken",
                "joshua",
                "{\"logon\": true, \"topic\": [{\"topic\": \"(a+)+\\\\1\\\\1c\", \"read\": true},"
                        + " {\"topic\": \".*\", \"read\": true}]}");
        Logger logger = (Logger) LoggerFactory.getLogger("dev.keyhole.http.PatternLog");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (WebServiceHost host = twoTransports("");
                Connection connection = host.connect()) {
            logOn(host, connection, "falken", "joshua");
            for (int i = 0; i < 3; i++) {
                // The cache has none of these names.
                assertThat(read(connection, "a".repeat(1_000 + i) + "b!")).isEqualTo(Decision.Outcome.DENIED);
            }
            assertThat(read(connection, "x")).isEqualTo(Decision.Outcome.GRANTED);

            assertThat(host.metrics())
                    .contains("keyhole_module_http_patterns_costly_total{module=\"web\"} 3")
                    .contains("keyhole_module_http_documents{module=\"web\"} 1");
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Denied because a pattern takes too many steps: user=falken rule=/topic/0"
                        + " pattern=(a+)+\\1\\1c; make the pattern simpler; 0 more of these since the last such line");
    }

    @Test
    void retriesEndWithTheLogon() throws Exception {
        server.failWith(503);
        try (WebServiceHost host = WebServiceHost.of(folder, """
                <AMPSConfig>
                  <Keyhole><AuthenticationTimeout>1s</AuthenticationTimeout></Keyhole>
                  <Modules><Module>
                    <Name>web</Name><Library>libamps_http_entitlement.so</Library>
                    <Options>
                      <ResourceURI>%s</ResourceURI><RetryCount>100</RetryCount><BreakerFailures>0</BreakerFailures>
                    </Options>
                  </Module></Modules>
                  <Authentication><Module>web</Module></Authentication>
                  <Entitlement><Module>web</Module></Entitlement>
                  <Transports><Transport>
                    <Name>t</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol>
                  </Transport></Transports>
                </AMPSConfig>
                """.formatted(server.uri()))) {
            assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Unavailable.class);

            int sent = server.requests();
            assertThat(sent).isPositive();
            // A pause between two tries takes three seconds at most.
            await().during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(server.requests()).isEqualTo(sent));
        }
    }

    @Test
    void theBreakerShowsInTheMetricsOfTheHost() throws Exception {
        server.failWith(503);
        try (WebServiceHost host =
                twoTransports("<BreakerFailures>2</BreakerFailures><BreakerPause>1h</BreakerPause>")) {
            for (int i = 0; i < 4; i++) {
                assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Unavailable.class);
            }

            String service = "module=\"web\",service=\"" + server.uri() + "\"";
            assertThat(host.metrics())
                    .contains("keyhole_module_http_breaker{" + service + "} 2")
                    .contains("keyhole_module_http_requests_unsent_total{" + service + "} 2")
                    .contains("keyhole_module_http_requests_seconds_count{module=\"web\",outcome=\"failed\",service=\""
                            + server.uri() + "\"} 2");
        }
    }
}
