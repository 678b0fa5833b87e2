package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.LogonTest.awaitUninterruptibly;
import static dev.keyhole.host.engine.ScriptedModule.accept;
import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Decision;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.ResourceType;
import dev.keyhole.spi.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

    private final ManualTime time = new ManualTime();
    private final ScriptedModule module = ScriptedModule.named("scripted");
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);
    private Host host;

    @BeforeEach
    void start() {
        host = start(time, new TestConfiguration());
    }

    private Host start(ManualTime clock, TestConfiguration configuration) {
        return Host.builder()
                .provider(module)
                .timeSource(clock)
                .configuration(configuration
                        .module("one", "scripted")
                        .transport("slow", chain("one"), chain("one"))
                        .transport("fine", chain("one"), chain("one"))
                        .build())
                .start();
    }

    @AfterEach
    void end() {
        goOn.countDown();
        host.close();
        await().until(module::allReleasedOnce);
        await().untilAsserted(() -> assertThat(module.openExchanges).hasValue(0));
    }

    private void untilBegun(int calls) throws InterruptedException {
        begun.acquire(calls);
    }

    private static void assertUnavailable(LogonOutcome outcome, String detail) {
        assertThat(outcome)
                .isInstanceOfSatisfying(LogonOutcome.Unavailable.class, unavailable -> assertThat(unavailable.detail())
                        .isEqualTo(detail));
    }

    @Test
    void aModuleThatHangsIsInterruptedAtTheLimitOfOneCall() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        module.logon = (connection, request) -> {
            begun.release();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return accept(request.userName());
        };
        try (Client client = Client.on(host, "slow")) {
            CompletableFuture<LogonOutcome> outcome = client.logonLater("falken");
            untilBegun(1);
            time.advance(Duration.ofMillis(19_999));
            assertThat(outcome).isNotDone();
            time.advance(Duration.ofMillis(1));

            assertUnavailable(Client.get(outcome), "module 'one': it hasn't answered within 20 s");
            Client.await(interrupted);
        }
    }

    @Test
    void theLimitOfALogonCoversWaitingAllRoundsAndTheLogonEntitlement() throws Exception {
        module.logon = (connection, request) -> {
            begun.release();
            return new AuthenticationResult.Challenge(Secret.of("who?"));
        };
        try (Client client = Client.on(host, "slow")) {
            client.logon("falken");
            time.advance(Duration.ofSeconds(15));
            assertThat(client.answer("falken", "me")).isInstanceOf(LogonOutcome.Challenged.class);
            time.advance(Duration.ofSeconds(10));
            module.logon = (connection, request) -> accept(request.userName());
            begun.drainPermits();
            module.check = request -> {
                begun.release();
                goOn.await();
                return EntitlementDecision.granted(Explanation.of("late"));
            };
            CompletableFuture<LogonOutcome> outcome = client.answerLater("falken", "me");
            untilBegun(1);
            time.advance(Duration.ofMillis(4_999));
            assertThat(outcome).isNotDone();
            time.advance(Duration.ofMillis(1));

            assertUnavailable(Client.get(outcome), "module 'one': the logon wasn't complete within 30 s");
        }
    }

    @Test
    void anAcceptanceThatComesTooLateIsReleased() throws Exception {
        module.logon = (connection, request) -> {
            begun.release();
            awaitUninterruptibly(goOn);
            return accept(request.userName());
        };
        try (Client client = Client.on(host, "slow")) {
            CompletableFuture<LogonOutcome> outcome = client.logonLater("falken");
            untilBegun(1);
            time.advance(Duration.ofSeconds(20));
            assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Unavailable.class);
            assertThat(module.accepted).isEmpty();

            goOn.countDown();
            await().until(() -> module.accepted.size() == 1 && module.allReleasedOnce());
            assertThat(client.connection.identity()).isEmpty();
        }
    }

    @Test
    void theStuckModuleIsNamedWellBeforeTheLimitAndAtIt() throws Exception {
        module.logon = (connection, request) -> {
            begun.release();
            awaitUninterruptibly(goOn);
            return accept(request.userName());
        };
        try (CapturedLog log = new CapturedLog("dev.keyhole");
                Client client = Client.on(host, "slow")) {
            CompletableFuture<LogonOutcome> outcome = client.logonLater("falken");
            untilBegun(1);
            time.advance(Duration.ofSeconds(7));
            assertThat(log.linesWith("has been busy with a logon"))
                    .singleElement()
                    .asString()
                    .contains("module 'one' (authentication on transport 'slow')", "TimeLimitTest.lambda$");
            assertThat(outcome).isNotDone();

            time.advance(Duration.ofSeconds(13));
            Client.get(outcome);
            assertThat(log.linesWith("outcome=unavailable"))
                    .singleElement()
                    .asString()
                    .contains("transport=slow", "module=one", "it hasn't answered within 20 s");
            time.advance(Duration.ofSeconds(20));
            assertThat(log.linesWith("is stuck in a logon")).hasSize(1);
        }
    }

    @Test
    void aCheckThatHangsIsUnavailableAtTheLimitAndNotCached() throws Exception {
        module.check = request -> {
            if (request.resource().type() == ResourceType.TOPIC) {
                begun.release();
                goOn.await();
            }
            return EntitlementDecision.granted(Explanation.of("fine"));
        };
        try (Client client = Client.loggedOn(host, "slow", "falken")) {
            CompletableFuture<Decision> decision = client.readLater("desk");
            untilBegun(1);
            time.advance(Duration.ofSeconds(20));
            assertThat(Client.get(decision).outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
            assertThat(Client.get(decision).explanation().detail()).isEqualTo("it hasn't answered within 20 s");

            goOn.countDown();
            assertThat(client.read("desk").isGrantedInFull()).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheWaitOfACheck() throws Exception {
        module.check = request -> {
            if (request.resource().type() == ResourceType.TOPIC) {
                begun.release();
                goOn.await();
            }
            return EntitlementDecision.granted(Explanation.of("fine"));
        };
        try (Client client = Client.loggedOn(host, "slow", "falken")) {
            AtomicReference<Decision> decision = new AtomicReference<>();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                decision.set(client.read("desk"));
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            thread.start();
            untilBegun(1);
            thread.interrupt();

            assertThat(Client.get(interrupted)).isTrue();
            assertThat(decision.get().outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
        }
    }

    @Test
    void aChecksTurnMustComeWithinTheLimit() throws Exception {
        host.close();
        host = start(
                time, new TestConfiguration().set("MaxConcurrentCalls", "1").set("CallTimeout", "6s"));
        module.check = request -> {
            if (request.resource().type() == ResourceType.TOPIC) {
                begun.release();
                awaitUninterruptibly(goOn);
            }
            return EntitlementDecision.granted(Explanation.of("fine"));
        };
        try (Client client = Client.loggedOn(host, "slow", "falken")) {
            CompletableFuture<Decision> stuck = client.readLater("desk");
            untilBegun(1);
            CompletableFuture<Decision> waits = client.readLater("fx");
            time.advance(Duration.ofSeconds(6));
            assertThat(Client.get(stuck).explanation().detail()).contains("hasn't answered within 6 s");
            assertThat(Client.get(waits).explanation().detail()).contains("a call waited 6 s for its turn");
        }
    }

    @Test
    void moreLogonsThanMayWaitAreUnavailableAtOnce() throws Exception {
        host.close();
        host = start(
                time, new TestConfiguration().set("MaxConcurrentCalls", "2").set("MaxQueuedCalls", "3"));
        module.logon = (connection, request) -> {
            begun.release();
            goOn.await();
            return accept(request.userName());
        };
        List<CompletableFuture<LogonOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            outcomes.add(Client.on(host, "slow").logonLater("user" + i));
        }
        assertUnavailable(Client.get(outcomes.get(5)), "module 'one': it is busy: 2 calls run and 3 wait");
        goOn.countDown();
        for (int i = 0; i < 5; i++) {
            assertThat(Client.get(outcomes.get(i))).isInstanceOf(LogonOutcome.Accepted.class);
        }
    }

    /** Two hundred clients at once, half of them on a transport whose module hangs and won't be interrupted. */
    @Test
    void whileOneInstanceHangsTheClientsOfOthersGetIn() throws Exception {
        AtomicInteger hanging = new AtomicInteger();
        module.logon = (connection, request) -> {
            if (connection.transport().equals("slow")) {
                hanging.incrementAndGet();
                awaitUninterruptibly(goOn);
            }
            return accept(request.userName());
        };
        List<CompletableFuture<LogonOutcome>> slow = new ArrayList<>();
        List<CompletableFuture<LogonOutcome>> fine = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            slow.add(Client.on(host, "slow").logonLater("user" + i));
            fine.add(Client.on(host, "fine").logonLater("user" + i));
        }

        for (CompletableFuture<LogonOutcome> outcome : fine) {
            assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Accepted.class);
        }
        await().untilAsserted(() -> assertThat(hanging).hasValue(64));
        assertThat(slow).noneMatch(CompletableFuture::isDone);

        time.advance(Duration.ofSeconds(30));
        for (CompletableFuture<LogonOutcome> outcome : slow) {
            assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Unavailable.class);
        }
        // The hung ones keep the places of their own lane, and take nothing from anybody else.
        assertThat(Client.on(host, "fine").logon("later")).isInstanceOf(LogonOutcome.Accepted.class);
        CompletableFuture<LogonOutcome> queued = Client.on(host, "slow").logonLater("later");
        time.advance(Duration.ofSeconds(30));
        assertUnavailable(Client.get(queued), "module 'one': the logon wasn't complete within 30 s");
        assertThat(hanging).hasValue(64);
    }

    @Test
    void aStuckModuleDoesntHoldUpTheShutdown() throws Exception {
        module.logon = (connection, request) -> {
            begun.release();
            awaitUninterruptibly(goOn);
            return accept(request.userName());
        };
        module.atContextClose = () -> awaitUninterruptibly(goOn);
        CompletableFuture<LogonOutcome> outcome = Client.on(host, "slow").logonLater("falken");
        untilBegun(1);
        try (CapturedLog log = new CapturedLog("dev.keyhole.host")) {
            long before = System.nanoTime();
            host.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));

            assertUnavailable(Client.get(outcome), "the host is closing");
            assertThat(log.linesWith("doesn't end its calls"))
                    .singleElement()
                    .asString()
                    .contains("module 'one' (authentication on transport 'slow')");
            assertThat(log.linesWith("doesn't close")).isNotEmpty();
        }
    }

    @Test
    void manyLogonsThatEndAtOnceTakeFewThreads() throws Exception {
        host.close();
        host = start(time, new TestConfiguration().set("MaxConcurrentCalls", "4"));
        module.logon = (connection, request) -> {
            goOn.await();
            return accept(request.userName());
        };
        List<CompletableFuture<LogonOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            outcomes.add(Client.on(host, "slow").logonLater("user" + i));
        }
        time.advance(Duration.ofSeconds(30));
        for (CompletableFuture<LogonOutcome> outcome : outcomes) {
            assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Unavailable.class);
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("keyhole-")))
                .hasSizeLessThan(40);
    }

    /** Nothing takes a processor away from a virtual thread, so these must not all run on virtual ones. */
    @Test
    void modulesThatComputeForEverDontHoldUpOthers() {
        AtomicBoolean stop = new AtomicBoolean();
        int hogs = 2 * Runtime.getRuntime().availableProcessors() + 2;
        module.logon = (connection, request) -> {
            if (connection.transport().equals("slow")) {
                begun.release();
                while (!stop.get()) {
                    Thread.onSpinWait();
                }
            }
            return accept(request.userName());
        };
        try {
            List<CompletableFuture<LogonOutcome>> slow = new ArrayList<>();
            for (int i = 0; i < hogs; i++) {
                slow.add(Client.on(host, "slow").logonLater("user" + i));
            }
            await().until(() -> begun.availablePermits() > 0);
            time.advance(Duration.ofSeconds(7));

            assertThat(Client.on(host, "fine").logon("falken")).isInstanceOf(LogonOutcome.Accepted.class);
            time.advance(Duration.ofSeconds(30));
            assertThat(slow).allMatch(outcome -> Client.get(outcome) instanceof LogonOutcome.Unavailable);
        } finally {
            stop.set(true);
        }
    }

    @Test
    void aQuickLogonLeavesNoTimerBehind() {
        try (Client client = Client.loggedOn(host, "fine", "falken")) {
            assertThat(client.connection.checkCached(Permission.READ, Resource.topic("desk"), Operation.SUBSCRIBE))
                    .isEmpty();
            client.read("desk");
            await().untilAsserted(() -> assertThat(time.pending()).isZero());
        }
    }
}
