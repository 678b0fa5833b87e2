package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static dev.keyhole.host.engine.TestConfiguration.option;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.Scope;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** No secret comes out of a host, at whatever level it logs, and no client writes lines of its log. */
class SecrecyTest {

    private static final String PASSWORD = "joshua-5x9Q";
    private static final String ANSWER = "global-thermonuclear";
    private static final String CONFIGURED = "in-the-configuration-7";
    private static final String FORGED = "x\nlogon transport=mqtt user=admin outcome=accepted\r\u2028";

    private final ScriptedModule module = ScriptedModule.named("scripted")
            .withOptions(Option.secret("Key", "a secret of the module"), Option.integer("Level", "some number", 0, 9));
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.keyhole");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Object> seen = new ArrayList<>();
    private Host host;

    @BeforeEach
    void start() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.TRACE);
        host = Host.builder()
                .provider(module)
                .configuration(new TestConfiguration()
                        .module("one", "scripted", option("Key", CONFIGURED))
                        .transport("mqtt", chain("one"), chain("one"))
                        .build())
                .start();
    }

    @AfterEach
    void end() {
        logger.detachAppender(log);
        logger.setLevel(null);
        host.close();
    }

    private List<String> everything() {
        List<String> all = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            all.add(event.getThreadName() + " " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
        seen.forEach(thing -> all.add(String.valueOf(thing)));
        all.add(host.metricsText());
        return all;
    }

    private void assertNothingCameOut() {
        assertThat(everything())
                .noneMatch(text -> text.contains(PASSWORD) || text.contains(ANSWER) || text.contains(CONFIGURED));
    }

    private LogonOutcome logon(Client client) {
        LogonRequest request = LogonRequest.explicit("falken", Secret.of(PASSWORD));
        LogonOutcome outcome = client.logon(request);
        seen.add(request);
        seen.add(outcome);
        seen.add(client.connection);
        seen.add(client.connection.info());
        seen.add(client.connection.identity());
        seen.add(client.connection.logonVotes());
        seen.add(client.disconnects);
        return outcome;
    }

    @Test
    void aPasswordIsInNothingThatComesOfALogon() {
        List<ScriptedModule.Logon> scripts = List.of(
                (connection, request) -> ScriptedModule.accept(request.userName()),
                (connection, request) ->
                        new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "" + request),
                (connection, request) -> new AuthenticationResult.Abstained("" + request),
                (connection, request) -> {
                    throw new ModuleUnavailableException(
                            "" + request, new IllegalStateException("" + request.secret()));
                },
                (connection, request) -> {
                    throw new IllegalStateException("" + request, new RuntimeException("" + request.secret()));
                });
        for (ScriptedModule.Logon script : scripts) {
            module.logon = script;
            try (Client client = Client.on(host, "mqtt")) {
                logon(client);
                seen.add(client.read("desk"));
                seen.add(client.explain("desk"));
            }
        }
        seen.add(module.loads);
        seen.add(module.openings);
        assertNothingCameOut();
    }

    @Test
    void anAnswerToAChallengeIsInNothing() {
        module.logon = (connection, request) -> request.kind() == LogonRequest.Kind.ANSWER
                ? new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "" + request)
                : new AuthenticationResult.Challenge(Secret.of(ANSWER));
        try (Client client = Client.on(host, "mqtt")) {
            assertThat(logon(client)).isInstanceOf(LogonOutcome.Challenged.class);
            seen.add(client.answer("falken", ANSWER));
            // One that comes too late, under another name.
            seen.add(client.answer("joshua", ANSWER));
        }
        assertNothingCameOut();
    }

    @Test
    void aLogonThatIsCutOffTakesItsPasswordWithIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        module.logon = (connection, request) -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return ScriptedModule.accept(request.userName());
        };
        try (Client client = Client.on(host, "mqtt")) {
            CompletableFuture<LogonOutcome> outcome =
                    client.logonLater(LogonRequest.explicit("falken", Secret.of(PASSWORD)));
            Client.await(begun);
            host.authentication().reset(Scope.all());
            seen.add(Client.get(outcome));
        }
        assertNothingCameOut();
    }

    @Test
    void noClientWritesLinesOfTheLog() {
        module.logon = (connection, request) -> {
            throw new IllegalStateException(connection.clientName(), new RuntimeException(request.correlationId()));
        };
        ConnectionInfo info = ConnectionInfo.builder("odd", "mqtt")
                .clientName(FORGED)
                .connectionName(FORGED)
                .protocol(FORGED)
                .build();
        try (var connection = host.transport("mqtt").connect(info, reason -> {})) {
            Client.get(connection
                    .logon(LogonRequest.explicit("falken", Secret.of(PASSWORD)).withCorrelationId(FORGED))
                    .toCompletableFuture());
        }
        assertThat(log.list).isNotEmpty().allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain("\n", "\r", "\u2028");
            if (event.getThrowableProxy() != null) {
                assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy())
                                .lines())
                        .noneMatch(line -> line.startsWith("logon"));
            }
        });
    }
}
