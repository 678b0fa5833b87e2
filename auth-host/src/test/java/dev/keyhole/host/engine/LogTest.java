package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Connection;
import dev.keyhole.host.Host;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.ResourceType;
import dev.keyhole.spi.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTest {

    private final ManualTime time = new ManualTime();
    private final ScriptedModule module = ScriptedModule.named("scripted");
    private final CapturedLog log = new CapturedLog("dev.keyhole");
    private Host host;

    @BeforeEach
    void start() {
        host = Host.builder()
                .provider(module)
                .timeSource(time)
                .configuration(new TestConfiguration()
                        .warning("look here")
                        .module("web", "scripted")
                        .transport("mqtt", chain("web"), chain("web"))
                        .build())
                .start();
    }

    @AfterEach
    void end() {
        host.close();
        log.close();
    }

    private Connection connect(String client) {
        return host.transport("mqtt")
                .connect(
                        ConnectionInfo.builder("c-" + client.hashCode(), "mqtt")
                                .clientName(client)
                                .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711))
                                .build(),
                        reason -> {});
    }

    private void logon(Connection connection, LogonRequest request) {
        Client.get(connection.logon(request).toCompletableFuture());
    }

    private List<String> logons() {
        return log.linesWith("logon transport=");
    }

    @Test
    void aStartIsToldWithItsWarningsOnce() {
        assertThat(log.linesWith("WARN look here")).hasSize(1);
        assertThat(log.linesWith("INFO Started test.xml with transports [mqtt]"))
                .hasSize(1);
    }

    @Test
    void eachLogonIsOneLine() {
        module.logon = (connection, request) -> {
            time.advance(Duration.ofMillis(12));
            return ScriptedModule.accept(request.userName());
        };
        logon(connect("tablet"), LogonRequest.explicit("falken", Secret.of("joshua")));
        assertThat(logons())
                .containsExactly("INFO logon transport=mqtt user=falken module=web outcome=accepted reason=- ms=12"
                        + " connection=c-" + "tablet".hashCode() + " client=tablet remote=127.0.0.1:4711");
    }

    @Test
    void aLogonLineTellsHowItEnded() {
        module.logon = (connection, request) -> switch (request.userName()) {
            case "refused" -> new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "wrong password");
            case "unavailable" -> throw new ModuleUnavailableException("service down");
            default -> ScriptedModule.accept("prof. " + request.userName());
        };
        logon(connect(""), LogonRequest.explicit("refused", Secret.of("joshua")));
        Client.on(host, "mqtt").logon("unavailable");
        Client.on(host, "mqtt").logon("bound");
        Client.on(host, "mqtt").logon(LogonRequest.implicit());
        module.check = request -> EntitlementDecision.denied(Explanation.of("no logon"));
        Client.on(host, "mqtt").logon("forbidden");

        List<String> lines = logons();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0))
                .startsWith("INFO logon transport=mqtt user=refused module=web outcome=refused"
                        + " reason=\"wrong password\" ms=0 connection=c-0 remote=127.0.0.1:4711");
        assertThat(lines.get(1))
                .startsWith("WARN logon transport=mqtt user=unavailable module=web outcome=unavailable"
                        + " reason=\"service down\" ms=0");
        assertThat(lines.get(2)).contains("user=bound module=web outcome=accepted", "bound=\"prof. bound\"");
        assertThat(lines.get(3)).contains("user=- module=web outcome=accepted", "kind=implicit");
        assertThat(lines.get(4)).contains("user=forbidden module=web outcome=refused reason=\"no logon\"");
    }

    @Test
    void theRoundsOfALogonAreForDebugging() {
        module.logon = (connection, request) -> request.kind() == LogonRequest.Kind.ANSWER
                ? ScriptedModule.accept(request.userName())
                : new AuthenticationResult.Challenge(Secret.of("what is your quest"));
        Client client = Client.on(host, "mqtt");
        client.logon("falken");
        client.answer("falken", "the grail");
        assertThat(logons()).hasSize(2);
        assertThat(logons().get(0)).startsWith("DEBUG").contains("outcome=challenged");
        assertThat(logons().get(1)).startsWith("INFO").contains("outcome=accepted");
        assertThat(log.lines()).noneMatch(line -> line.contains("quest") || line.contains("grail"));
    }

    @Test
    void whatClientsSendCantForgeALine() {
        module.check = request -> request.resource().type() == ResourceType.TOPIC
                ? EntitlementDecision.denied(Explanation.of("line\nbreak"))
                : EntitlementDecision.granted(Explanation.of("yes"));
        String evil = "x\"\n INFO logon transport=mqtt user=root outcome=accepted\u2028\u202e";
        Connection connection = connect(evil);
        logon(connection, LogonRequest.explicit("a=b \\ \"c\"", Secret.of("joshua")));
        assertThat(logons()).hasSize(1);
        assertThat(logons().get(0))
                .contains("user=\"a=b \\\\ \\\"c\\\"\"")
                .contains("client=\"x\\\" INFO logon transport=mqtt user=root outcome=accepted\"");
        assertThat(log.lines()).noneMatch(line -> line.contains("\n") || line.contains("\u2028"));
        logon(connect("more"), LogonRequest.explicit("-", Secret.of("joshua")));
        assertThat(logons().get(1)).contains("user=\"-\"");
        logon(connect("long"), LogonRequest.explicit("x".repeat(1_000), Secret.of("joshua")));
        assertThat(logons().get(2)).contains("user=" + "x".repeat(256) + "... ");
    }

    @Test
    void noSecretIsLoggedAtAnyLevel() {
        module.logon = (connection, request) -> {
            throw new IllegalStateException("cannot " + request);
        };
        logon(connect("one"), LogonRequest.explicit("falken", Secret.of("hunter2")));
        module.logon = (connection, request) ->
                new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "no " + request.secret());
        logon(connect("two"), LogonRequest.explicit("falken", Secret.of("hunter2")));
        assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void aDenialIsLoggedOnceAndSummedUpEachMinute() {
        module.check = request -> request.resource().type() == ResourceType.TOPIC
                ? EntitlementDecision.denied(new Explanation("/topic/3", "^secret", "read only"))
                : EntitlementDecision.granted(Explanation.of("yes"));
        Client client = Client.loggedOn(host, "mqtt", "falken");
        for (int i = 0; i < 100; i++) {
            client.write("secret/plan");
        }
        client.explain("secret/plan");
        assertThat(log.linesWith("denied "))
                .singleElement()
                .asString()
                .startsWith("INFO denied transport=mqtt user=falken permission=write operation=publish type=topic"
                        + " name=secret/plan module=web rule=/topic/3 pattern=^secret reason=\"read only\""
                        + " connection=c");

        log.clear();
        time.advance(Duration.ofSeconds(60));
        await().untilAsserted(() -> assertThat(log.linesWith("denied "))
                .containsExactly("INFO denied transport=mqtt user=falken permission=write operation=publish type=topic"
                        + " name=secret/plan module=web repeated=99 seconds=60"));
        await().untilAsserted(() -> assertThat(time.pending()).isPositive());

        // A minute without it: it's forgotten, and the next time it's logged in full again.
        log.clear();
        time.advance(Duration.ofSeconds(60));
        await().untilAsserted(() -> assertThat(time.pending()).isZero());
        assertThat(log.linesWith("denied ")).isEmpty();
        client.write("secret/plan");
        assertThat(log.linesWith("denied ")).singleElement().asString().contains("rule=/topic/3");
    }

    @Test
    void anUnavailableCheckIsNoDenial() {
        Client client = Client.loggedOn(host, "mqtt", "falken");
        module.check = request -> {
            throw new ModuleUnavailableException("service down");
        };
        client.read("desk");
        assertThat(log.linesWith("unavailable "))
                .singleElement()
                .asString()
                .contains("name=desk module=web reason=\"service down\"");
        assertThat(log.linesWith("denied ")).isEmpty();
    }

    @Test
    void differentDenialsAreRememberedWithinALimit() {
        module.check = request -> request.resource().type() == ResourceType.TOPIC
                ? EntitlementDecision.denied(Explanation.of("no"))
                : EntitlementDecision.granted(Explanation.of("yes"));
        for (int user = 0; user < 12; user++) {
            Client client = Client.loggedOn(host, "mqtt", "user" + user);
            for (int i = 0; i < 90; i++) {
                client.read("random/" + i);
            }
        }
        assertThat(log.linesWith("denied ")).hasSize(1_000);
        log.clear();
        time.advance(Duration.ofSeconds(60));
        await().untilAsserted(
                        () -> assertThat(log.linesWith("denied ")).containsExactly("INFO denied others=80 seconds=60"));
    }

    @Test
    void whoTriesWhateverComesToMindDoesntHideWhatOthersAreDenied() {
        module.check = request -> request.resource().type() == ResourceType.TOPIC
                ? EntitlementDecision.denied(Explanation.of("no"))
                : EntitlementDecision.granted(Explanation.of("yes"));
        Client curious = Client.loggedOn(host, "mqtt", "falken");
        for (int i = 0; i < 1_500; i++) {
            curious.read("random/" + i);
        }
        assertThat(log.linesWith("denied ")).hasSize(100);
        log.clear();
        Client.loggedOn(host, "mqtt", "joshua").read("desk");
        assertThat(log.linesWith("denied ")).singleElement().asString().contains("user=joshua", "name=desk");

        log.clear();
        time.advance(Duration.ofSeconds(60));
        await().untilAsserted(() ->
                assertThat(log.linesWith("denied ")).containsExactly("INFO denied user=falken others=1400 seconds=60"));

        // What wasn't there again is forgotten, and there is room for others.
        log.clear();
        curious.read("another");
        assertThat(log.linesWith("denied ")).singleElement().asString().contains("name=another");
    }
}
