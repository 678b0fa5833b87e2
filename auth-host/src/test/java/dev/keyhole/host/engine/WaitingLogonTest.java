package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.LogonTest.awaitUninterruptibly;
import static dev.keyhole.host.engine.ScriptedModule.accept;
import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Decision;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Secret;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logons of callers that wait for the outcome: where modules are called, and what ends the wait. */
class WaitingLogonTest {

    private final ManualTime time = new ManualTime();
    private final ScriptedModule module = ScriptedModule.named("scripted");
    private final ScriptedModule abstaining = ScriptedModule.named("abstaining");
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);
    private final List<Thread> calledOn = new CopyOnWriteArrayList<>();
    private Host host;

    /** What a caller got, and how it left its thread. */
    private record Waited(LogonOutcome outcome, boolean interrupted, Thread thread) {}

    @BeforeEach
    void start() {
        host = start(new TestConfiguration());
        abstaining.logon = (connection, request) -> {
            calledOn.add(Thread.currentThread());
            return new AuthenticationResult.Abstained("as scripted");
        };
        module.logon = (connection, request) -> {
            calledOn.add(Thread.currentThread());
            return accept(request.userName());
        };
        module.check = request -> {
            calledOn.add(Thread.currentThread());
            return EntitlementDecision.granted(Explanation.of("as scripted"));
        };
    }

    private Host start(TestConfiguration configuration) {
        return Host.builder()
                .provider(module)
                .provider(abstaining)
                .timeSource(time)
                .configuration(configuration
                        .module("first", "abstaining")
                        .module("one", "scripted")
                        .transport("t", chain("first", "one"), chain("one"))
                        .build())
                .start();
    }

    @AfterEach
    void end() {
        goOn.countDown();
        host.close();
        await().until(module::allReleasedOnce);
        await().untilAsserted(() -> assertThat(module.openExchanges).hasValue(0));
        await().untilAsserted(() -> assertThat(abstaining.openExchanges).hasValue(0));
    }

    private static LogonRequest request() {
        return LogonRequest.explicit("falken", Secret.of("joshua"));
    }

    private static CompletableFuture<Waited> logOn(Client client, LogonRequest request) {
        CompletableFuture<Waited> waited = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        LogonOutcome outcome = client.connection.logonAndWait(request);
                        waited.complete(
                                new Waited(outcome, Thread.currentThread().isInterrupted(), Thread.currentThread()));
                    } catch (Throwable e) {
                        waited.completeExceptionally(e);
                    }
                },
                "caller");
        thread.setDaemon(true);
        thread.start();
        return waited;
    }

    private static void assertUnavailable(LogonOutcome outcome, String detail) {
        assertThat(outcome).isEqualTo(new LogonOutcome.Unavailable(detail));
    }

    @Test
    void everyModuleIsCalledOnTheThreadThatWaits() {
        Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        try (Client client = Client.on(host, "t")) {
            assertThat(client.connection.logonAndWait(request())).isInstanceOf(LogonOutcome.Accepted.class);
        }

        assertThat(calledOn).hasSize(3).containsOnly(Thread.currentThread());
        assertThat(Thread.currentThread().getContextClassLoader())
                .isSameAs(getClass().getClassLoader());
    }

    @Test
    void noModuleIsCalledOnTheThreadThatDoesNotWait() {
        try (Client client = Client.on(host, "t")) {
            assertThat(client.logon(request())).isInstanceOf(LogonOutcome.Accepted.class);
        }

        assertThat(calledOn).hasSize(3).doesNotContain(Thread.currentThread());
    }

    @Test
    void whatIsAtHandTakesNoThread() {
        module.known = request -> request.permission() == Permission.LOGON;
        try (Client client = Client.loggedOn(host, "t", "falken")) {
            // Whoever comes last, of those who ask and those who answer, goes on.
            assertThat(calledOn.get(2)).isIn(calledOn.get(0), calledOn.get(1), Thread.currentThread());

            assertThat(client.read("desk").isGrantedInFull()).isTrue();
            assertThat(calledOn).element(3).isNotSameAs(Thread.currentThread());
            module.known = request -> true;
            assertThat(client.read("fx").isGrantedInFull()).isTrue();
            assertThat(calledOn).element(4).isSameAs(Thread.currentThread());
        }
    }

    @Test
    void aModuleThatFailsToSayWhatItKnowsIsAskedOnAThreadOfItsOwn() {
        try (Client client = Client.loggedOn(host, "t", "falken")) {
            module.known = request -> {
                throw new IllegalStateException("as scripted");
            };
            assertThat(client.read("desk").isGrantedInFull()).isTrue();
            assertThat(calledOn).last().isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void aFailureOfWhatIsAtHandIsNotGranted() {
        try (Client client = Client.loggedOn(host, "t", "falken")) {
            module.known = request -> true;
            module.check = request -> {
                throw new IllegalStateException("as scripted");
            };
            assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
        }
    }

    @Test
    void theAnswerToAChallengeMayWaitToo() {
        module.logon = (connection, request) -> {
            calledOn.add(Thread.currentThread());
            return request.kind() == LogonRequest.Kind.ANSWER
                    ? accept(request.userName())
                    : new AuthenticationResult.Challenge(Secret.of("who?"));
        };
        try (Client client = Client.on(host, "t")) {
            assertThat(client.connection.logonAndWait(request())).isInstanceOf(LogonOutcome.Challenged.class);
            assertThat(client.connection.logonAndWait(LogonRequest.answer("falken", Secret.of("me"))))
                    .isInstanceOf(LogonOutcome.Accepted.class);
        }

        assertThat(calledOn).hasSize(4).containsOnly(Thread.currentThread());
    }

    @Test
    void aSecondLogonIsRefusedAndChangesNothing() {
        try (Client client = Client.loggedOn(host, "t", "falken")) {
            assertThat(client.connection.logonAndWait(request()))
                    .isInstanceOfSatisfying(LogonOutcome.Refused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(LogonRefusal.OUT_OF_ORDER));
            assertThat(client.connection.identity()).isPresent();
        }
    }

    @Test
    void anInterruptEndsTheLogonAndStaysWithTheThread() throws Exception {
        CompletableFuture<Thread> calling = new CompletableFuture<>();
        module.logon = (connection, request) -> {
            calling.complete(Thread.currentThread());
            goOn.await();
            return accept(request.userName());
        };
        try (Client client = Client.on(host, "t")) {
            CompletableFuture<Waited> waited = logOn(client, request());
            Client.get(calling).interrupt();

            assertThat(Client.get(waited).outcome())
                    .isIn(
                            new LogonOutcome.Unavailable("the wait for the outcome was interrupted"),
                            new LogonOutcome.Unavailable("module 'one': the call was interrupted"));
            assertThat(Client.get(waited).interrupted()).isTrue();
            assertThat(client.connection.identity()).isEmpty();
            assertThat(client.read("desk").isGrantedInFull()).isFalse();
        }
    }

    @Test
    void anInterruptEndsTheWaitForATurn() throws Exception {
        host.close();
        host = start(new TestConfiguration().set("MaxConcurrentCalls", "1"));
        module.logon = (connection, request) -> {
            begun.release();
            awaitUninterruptibly(goOn);
            return accept(request.userName());
        };
        try (Client stuck = Client.on(host, "t");
                Client client = Client.on(host, "t")) {
            CompletableFuture<LogonOutcome> first = stuck.logonLater(request());
            begun.acquire();
            CompletableFuture<Thread> caller = new CompletableFuture<>();
            abstaining.logon = (connection, request) -> {
                caller.complete(Thread.currentThread());
                return new AuthenticationResult.Abstained("as scripted");
            };
            CompletableFuture<Waited> waited = logOn(client, request());
            Client.get(caller).interrupt();

            assertUnavailable(Client.get(waited).outcome(), "the wait for the outcome was interrupted");
            assertThat(Client.get(waited).interrupted()).isTrue();
            goOn.countDown();
            assertThat(Client.get(first)).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(client.connection.identity()).isEmpty();
        }
    }

    @Test
    void aModuleIsInterruptedAtTheLimitOfACallAndTheThreadIsNot() throws Exception {
        module.logon = (connection, request) -> {
            begun.release();
            goOn.await();
            return accept(request.userName());
        };
        try (Client client = Client.on(host, "t")) {
            CompletableFuture<Waited> waited = logOn(client, request());
            begun.acquire();
            time.advance(Duration.ofSeconds(20));

            assertUnavailable(Client.get(waited).outcome(), "module 'one': it hasn't answered within 20 s");
            assertThat(Client.get(waited).interrupted()).isFalse();
        }
    }

    @Test
    void theConnectionEndsInTimeThoughTheModuleKeepsTheThread() throws Exception {
        module.logon = (connection, request) -> {
            begun.release();
            awaitUninterruptibly(goOn);
            return accept(request.userName());
        };
        try (Client client = Client.on(host, "t")) {
            CompletableFuture<Waited> waited = logOn(client, request());
            begun.acquire();
            time.advance(Duration.ofSeconds(20));
            await().until(() -> !client.read("desk").isGrantedInFull());
            time.advance(Duration.ofSeconds(1));
            await().untilAsserted(
                            () -> assertThat(client.disconnects).containsExactly("it hasn't answered within 20 s"));
            assertThat(waited).isNotDone();

            goOn.countDown();
            assertUnavailable(Client.get(waited).outcome(), "module 'one': it hasn't answered within 20 s");
        }
    }
}
