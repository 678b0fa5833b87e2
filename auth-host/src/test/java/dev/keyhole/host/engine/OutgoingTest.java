package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.option;
import static dev.keyhole.host.engine.TestConfiguration.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhole.host.CredentialsOutcome;
import dev.keyhole.host.CredentialsOutcome.Obtained;
import dev.keyhole.host.CredentialsOutcome.Unavailable;
import dev.keyhole.host.Destination;
import dev.keyhole.host.Host;
import dev.keyhole.host.OutgoingLogon;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.Secret;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The logons that a broker itself makes. */
class OutgoingTest {

    private final ManualTime time = new ManualTime();
    private final ScriptedAuthenticator module = new ScriptedAuthenticator();
    private final Logger root = (Logger) LoggerFactory.getLogger("dev.keyhole");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Host host;

    @BeforeEach
    void start() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        host = Host.builder()
                .provider(module)
                .timeSource(time)
                .configuration(new TestConfiguration()
                        .module("tokens", "outgoing", option("User", "module"))
                        .authenticator(use("tokens", option("User", "instance")))
                        .destination("second", use("tokens", option("User", "falken")))
                        .destination("third")
                        .build())
                .start();
    }

    @AfterEach
    void nothingIsLeftOpenAndTheTokenIsNowhereInTheLog() {
        host.close();
        root.detachAppender(log);
        root.setLevel(null);
        assertThat(module.openContexts).hasValue(0);
        assertThat(module.events.stream().filter("begin"::equals))
                .hasSameSizeAs(module.events.stream().filter("end"::equals).toList());
        assertThat(logged()).noneMatch(line -> line.contains(ScriptedAuthenticator.TOKEN));
    }

    private List<String> logged() {
        return List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : " " + event.getThrowableProxy().getMessage()))
                .toList();
    }

    private static CredentialsOutcome now(CompletionStage<CredentialsOutcome> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static void assertUnavailable(CompletionStage<CredentialsOutcome> stage, String... parts) {
        assertThat(now(stage)).isInstanceOfSatisfying(Unavailable.class, none -> assertThat(none.detail())
                .contains(parts));
    }

    @Test
    void aDestinationUsesItsOwnModuleElseTheInstances() {
        assertThat(host.destinationNames()).containsExactly("second", "third");
        assertThat(user("second")).isEqualTo("falken");
        assertThat(user("third")).isEqualTo("instance");
        assertThat(module.openings)
                .extracting(settings -> settings.destination().name() + " "
                        + settings.destination().type() + " "
                        + settings.destination().address())
                .containsExactly("second amps-replication a:1, b:2", "third amps-replication a:1, b:2");
    }

    private String user(String destination) {
        try (OutgoingLogon logon = host.destination(destination).authenticate()) {
            return now(logon.credentials()).match(got -> got.credentials().userName(), Unavailable::detail);
        }
    }

    @Test
    void aDestinationSaysWhereItIs() {
        Destination destination = host.destination("second");
        assertThat(destination.name()).isEqualTo("second");
        assertThat(destination.type()).isEqualTo("amps-replication");
        assertThat(destination.addresses()).containsExactly("a:1", "b:2");
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> host.destination("secnod"))
                .withMessage("there is no destination 'secnod'; did you mean 'second'?");
    }

    @Test
    void eachAttemptIsAnExchangeOfItsOwnThatHearsHowItEnded() {
        for (boolean accepted : new boolean[] {true, false}) {
            module.events.clear();
            OutgoingLogon logon = host.destination("second").authenticate();
            assertThat(now(logon.credentials())).isEqualTo(new Obtained(ScriptedAuthenticator.credentials("falken")));
            logon.completed(accepted);
            logon.completed(!accepted);
            logon.close();
            logon.close();
            await().untilAsserted(() ->
                    assertThat(module.events).containsExactly("begin", accepted ? "accepted" : "refused", "end"));
        }
    }

    @Test
    void nothingIsBegunForAnAttemptThatAsksForNothing() {
        host.destination("second").authenticate().close();
        assertThat(module.events).isEmpty();
    }

    @Test
    void challengesAreCarriedToTheModuleAndAnswersBack() {
        module.script = (user, challenge) -> ScriptedAuthenticator.credentials(user + challenge.length());
        try (OutgoingLogon logon = host.destination("second").authenticate()) {
            assertUnavailable(logon.respond(Secret.of("nonce")), "after credentials");
            now(logon.credentials());
            assertThat(now(logon.respond(Secret.of("nonce"))))
                    .isEqualTo(new Obtained(ScriptedAuthenticator.credentials("falken5")));
            assertThat(now(logon.respond(Secret.of("more of it"))))
                    .isEqualTo(new Obtained(ScriptedAuthenticator.credentials("falken10")));
            assertThat(module.events).containsExactly("begin");
        }
    }

    @Test
    void aDialogueWithoutEndIsEnded() {
        try (OutgoingLogon logon = host.destination("second").authenticate()) {
            now(logon.credentials());
            for (int i = 0; i < 16; i++) {
                assertThat(now(logon.respond(Secret.of("again")))).isInstanceOf(Obtained.class);
            }
            assertUnavailable(logon.respond(Secret.of("again")), "16 challenges");
        }
    }

    @Test
    void credentialsAreAskedForOnceAnAttempt() {
        try (OutgoingLogon logon = host.destination("second").authenticate()) {
            now(logon.credentials());
            assertUnavailable(logon.credentials(), "already");
        }
    }

    @Test
    void aFaultIsToldAndTheNextAttemptIsANewOne() {
        module.script = (user, challenge) -> {
            throw new ModuleUnavailableException("no token today");
        };
        try (OutgoingLogon logon = host.destination("second").authenticate()) {
            assertUnavailable(logon.credentials(), "module 'tokens': no token today");
            assertUnavailable(logon.respond(Secret.of("nonce")), "after credentials");
        }
        module.script = (user, challenge) -> {
            throw new IllegalStateException("oops");
        };
        try (OutgoingLogon logon = host.destination("second").authenticate()) {
            assertUnavailable(logon.credentials(), "IllegalStateException", "oops");
        }
        module.script = (user, challenge) -> ScriptedAuthenticator.credentials(user);
        assertThat(user("second")).isEqualTo("falken");
    }

    @Test
    void eachAttemptIsALineOfTheLog() {
        user("second");
        module.script = (user, challenge) -> {
            throw new ModuleUnavailableException("no token today");
        };
        user("third");
        assertThat(logged().stream().filter(line -> line.startsWith("credentials ")))
                .containsExactly(
                        "credentials destination=second user=falken module=tokens outcome=obtained source=\"as scripted\""
                                + " ms=0",
                        "credentials destination=third user=- module=tokens outcome=unavailable reason=\"no token today\""
                                + " ms=0");
    }

    @Test
    void aModuleThatHangsIsGivenUpAtTheLimitOfACall() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        module.script = (user, challenge) -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return ScriptedAuthenticator.credentials(user);
        };
        try (OutgoingLogon logon = host.destination("second").authenticate()) {
            CompletableFuture<CredentialsOutcome> outcome = logon.credentials().toCompletableFuture();
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            time.advance(Duration.ofSeconds(7));
            assertThat(logged())
                    .anyMatch(line -> line.contains("module 'tokens' (credentials for destination 'second')")
                            && line.contains("has been busy"));
            assertThat(outcome).isNotDone();
            time.advance(Duration.ofSeconds(14));
            assertUnavailable(outcome, "hasn't answered within 20 s");
            assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whoClosesAnAttemptNoLongerWaits() throws Exception {
        CountDownLatch entered = hang();
        OutgoingLogon logon = host.destination("second").authenticate();
        CompletionStage<CredentialsOutcome> outcome = logon.credentials();
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        logon.close();
        assertUnavailable(outcome, "the attempt is over");
        assertUnavailable(logon.respond(Secret.of("x")), "the attempt is over");
        await().untilAsserted(() -> assertThat(module.events).containsExactly("begin", "end"));
    }

    @Test
    void whoeverWaitsWhenTheHostClosesIsTold() throws Exception {
        CountDownLatch entered = hang();
        OutgoingLogon logon = host.destination("second").authenticate();
        CompletionStage<CredentialsOutcome> outcome = logon.credentials();
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        host.close();
        assertThat(now(outcome)).isInstanceOf(Unavailable.class);
        assertThat(module.events)
                .containsExactlyInAnyOrder("begin", "end", "context closed", "context closed", "module closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> host.destination("second").authenticate());
    }

    private CountDownLatch hang() {
        CountDownLatch entered = new CountDownLatch(1);
        module.script = (user, challenge) -> {
            entered.countDown();
            new CountDownLatch(1).await();
            return ScriptedAuthenticator.credentials(user);
        };
        return entered;
    }

    @Test
    void whatCanNotWorkIsFoundAtTheStart() {
        ScriptedModule other = ScriptedModule.named("other");
        other.capabilities = Set.of(Capability.AUTHENTICATION);
        List<Problem> errors = Host.builder()
                .provider(module)
                .provider(other)
                .configuration(new TestConfiguration()
                        .module("tokens", "outgoing")
                        .module("one", "other")
                        .destination("second", use("tokens", option("User", "nobody")))
                        .destination("third", use("one"))
                        .destination("fourth", use("tokens", option("Usr", "x")))
                        .destination("fifth")
                        .build())
                .inspect()
                .errors();
        assertThat(errors)
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "test.xml:User: 'User' can't be nobody",
                        "test.xml:use-of-one: module 'one' can't be used as an authenticator",
                        "test.xml:Usr: 'Usr' isn't an option; did you mean 'User'?",
                        "test.xml:destination-fifth: there is no module named 'amps-default-authenticator-module'; known"
                                + " are one, tokens");
    }

    @Test
    void aTransportForReplicationSaysSo() {
        ScriptedModule judge = ScriptedModule.named("judge");
        TestConfiguration configuration = new TestConfiguration()
                .module("one", "judge")
                .authentication(TestConfiguration.chain("one"))
                .entitlement(TestConfiguration.chain("one"))
                .transport("plain")
                .transport("link", "amps-replication")
                .transport("secure", "amps-replication-secure");
        try (Host other = Host.builder()
                .provider(judge)
                .configuration(configuration.build())
                .start()) {
            assertThat(other.transport("plain").kind()).isEqualTo(ConnectionKind.APPLICATION);
            assertThat(other.transport("link").kind()).isEqualTo(ConnectionKind.REPLICATION);
            assertThat(other.transport("secure").kind()).isEqualTo(ConnectionKind.REPLICATION);
        }
    }
}
