package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Decision;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.Scope;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.ResourceType;
import dev.keyhole.spi.Validity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks that ask the same at the same moment. */
class SharedCheckTest {

    private final ManualTime time = new ManualTime();
    private final ScriptedModule module = ScriptedModule.named("scripted");
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayAnswer = new Semaphore(0);
    private final List<Client> clients = new ArrayList<>();
    private volatile EntitlementDecision answer = EntitlementDecision.granted(Explanation.of("yes"));
    private Host host;

    @BeforeEach
    void start() {
        start(new TestConfiguration());
    }

    private void start(TestConfiguration configuration) {
        host = Host.builder()
                .provider(module)
                .timeSource(time)
                .configuration(configuration
                        .module("one", "scripted")
                        .transport("mqtt", chain("one"), chain("one"))
                        .build())
                .start();
    }

    @AfterEach
    void end() {
        mayAnswer.release(1_000_000);
        host.close();
    }

    private Client client(String user) {
        Client client = Client.loggedOn(host, "mqtt", user);
        clients.add(client);
        return client;
    }

    /** From now on each question about a topic waits until it may be answered. */
    private void hold() {
        module.check = request -> {
            if (request.resource().type() == ResourceType.TOPIC) {
                begun.release();
                mayAnswer.acquire();
            }
            return answer;
        };
    }

    private void untilAsked(int questions) throws InterruptedException {
        assertThat(begun.tryAcquire(questions, 60, TimeUnit.SECONDS)).isTrue();
    }

    private long asked() {
        return module.checks.stream()
                .filter(check -> check.resource().type() == ResourceType.TOPIC)
                .count();
    }

    private static void assertGranted(CompletableFuture<Decision> decision) {
        assertThat(Client.get(decision).outcome()).isEqualTo(Decision.Outcome.GRANTED);
    }

    @Test
    void theModuleIsAskedOnceForAllConnectionsOfAUser() throws Exception {
        hold();
        List<CompletableFuture<Decision>> decisions = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            decisions.add(client("falken").readLater("desk"));
        }
        untilAsked(1);
        mayAnswer.release();

        decisions.forEach(SharedCheckTest::assertGranted);
        assertThat(asked()).isEqualTo(1);
        assertThat(Client.get(decisions.get(0))).isSameAs(Client.get(decisions.get(49)));
    }

    @Test
    void anotherUserOrQuestionIsAskedForByItself() throws Exception {
        hold();
        Client falken = client("falken");
        List<CompletableFuture<Decision>> decisions = List.of(
                falken.readLater("desk"),
                falken.readLater("other"),
                client("joshua").readLater("desk"),
                falken.connection
                        .checkAsync(Permission.READ, Resource.topic("desk"), Operation.RECEIVE)
                        .toCompletableFuture(),
                falken.connection
                        .checkAsync(Permission.WRITE, Resource.topic("desk"), Operation.PUBLISH)
                        .toCompletableFuture());
        untilAsked(5);
        mayAnswer.release(5);
        decisions.forEach(SharedCheckTest::assertGranted);
    }

    @Test
    void whoSharesAQuestionIsWhoWouldShareTheAnswer() throws Exception {
        host.close();
        module.scope = KeyScope.CONNECTION;
        start();
        hold();
        CompletableFuture<Decision> first = client("falken").readLater("desk");
        CompletableFuture<Decision> second = client("falken").readLater("desk");
        untilAsked(2);
        mayAnswer.release(2);
        assertGranted(first);
        assertGranted(second);
    }

    @Test
    void anAnswerForThisOnceIsNobodyElses() throws Exception {
        hold();
        answer = new EntitlementDecision.Granted("", "", Validity.notCached(), Explanation.of("at this moment"));
        CompletableFuture<Decision> first = client("falken").readLater("desk");
        CompletableFuture<Decision> second = client("falken").readLater("desk");
        untilAsked(1);
        mayAnswer.release();
        assertGranted(first);
        untilAsked(1);
        assertThat(second).isNotDone();
        answer = new EntitlementDecision.Denied(Validity.notCached(), Explanation.of("at that moment"));
        mayAnswer.release();
        assertThat(Client.get(second).outcome()).isEqualTo(Decision.Outcome.DENIED);
    }

    @Test
    void aFaultIsSharedAndNotKept() throws Exception {
        module.check = request -> {
            if (request.resource().type() == ResourceType.TOPIC) {
                begun.release();
                mayAnswer.acquire();
                throw new ModuleUnavailableException("service down");
            }
            return answer;
        };
        CompletableFuture<Decision> first = client("falken").readLater("desk");
        CompletableFuture<Decision> second = client("falken").readLater("desk");
        untilAsked(1);
        mayAnswer.release();
        for (CompletableFuture<Decision> each : List.of(first, second)) {
            assertThat(Client.get(each).outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
            assertThat(Client.get(each).explanation().detail()).isEqualTo("service down");
        }
        assertThat(asked()).isEqualTo(1);
        mayAnswer.release();
        assertThat(Client.get(clients.get(0).readLater("desk")).outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void whoAsksAfterAResetHearsNothingFromBeforeIt() throws Exception {
        hold();
        Client falken = client("falken");
        CompletableFuture<Decision> before = falken.readLater("desk");
        untilAsked(1);
        host.entitlement().reset(Scope.all().forUser("falken"));
        Client again = client("falken");
        CompletableFuture<Decision> after = again.readLater("desk");
        untilAsked(1);
        mayAnswer.release();
        mayAnswer.release();
        assertGranted(after);
        assertThat(before).succeedsWithin(Duration.ofSeconds(60));
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void anInterruptOfTheFirstIsNothingToTheOthers() throws Exception {
        hold();
        Client falken = client("falken");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch interrupted = new CountDownLatch(1);
            Future<Decision> first = executor.submit(() -> {
                Decision decision = falken.read("desk");
                interrupted.countDown();
                return decision;
            });
            untilAsked(1);
            CompletableFuture<Decision> second = client("falken").readLater("desk");
            executor.shutdownNow();
            Client.await(interrupted);
            assertThat(first.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
            mayAnswer.release();
            assertGranted(second);
            assertThat(asked()).isEqualTo(1);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aLogonThatEndsIsNothingToAnotherThatWaitsForTheSame() throws Exception {
        module.check = request -> {
            begun.release();
            mayAnswer.acquire();
            return answer;
        };
        Client first = Client.on(host, "mqtt");
        CompletableFuture<LogonOutcome> refused = first.logonLater("falken");
        untilAsked(1);
        Client second = Client.on(host, "mqtt");
        CompletableFuture<LogonOutcome> accepted = second.logonLater("falken");
        await().until(() -> module.logons.size() == 2);
        first.close();
        assertThat(Client.get(refused)).isInstanceOf(LogonOutcome.Refused.class);
        mayAnswer.release(2);
        assertThat(Client.get(accepted)).isInstanceOf(LogonOutcome.Accepted.class);
        assertThat(second.connection.identity()).isPresent();
    }

    @Test
    void whoCameLaterHasTimeOfItsOwn() throws Exception {
        hold();
        CompletableFuture<Decision> first = client("falken").readLater("desk");
        untilAsked(1);
        time.advance(Duration.ofSeconds(15));
        CompletableFuture<Decision> second = client("falken").readLater("desk");
        time.advance(Duration.ofSeconds(5));

        assertThat(Client.get(first).outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
        untilAsked(1);
        mayAnswer.release();
        assertGranted(second);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void nobodyWaitsForEver() throws Exception {
        hold();
        CompletableFuture<Decision> first = client("falken").readLater("desk");
        untilAsked(1);
        time.advance(Duration.ofSeconds(19));
        CompletableFuture<Decision> second = client("falken").readLater("desk");
        time.advance(Duration.ofSeconds(1));
        assertThat(Client.get(first).outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
        untilAsked(1);
        time.advance(Duration.ofSeconds(20));
        assertThat(Client.get(second).outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void thoseWhoWaitTakeNoPlaceInTheLane() throws Exception {
        host.close();
        start(new TestConfiguration().set("MaxConcurrentCalls", "1").set("MaxQueuedCalls", "0"));
        List<Client> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(client("falken"));
        }
        hold();
        List<CompletableFuture<Decision>> decisions =
                all.stream().map(each -> each.readLater("desk")).toList();
        untilAsked(1);
        mayAnswer.release();
        decisions.forEach(SharedCheckTest::assertGranted);
    }

    @Test
    void manyThreadsAskEachQuestionOnce() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        module.check = request -> {
            if (request.resource().type() == ResourceType.TOPIC) {
                requests.incrementAndGet();
                Thread.yield();
            }
            return answer;
        };
        List<Client> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(client("falken"));
        }
        ExecutorService executor = Executors.newFixedThreadPool(64);
        try {
            List<Future<Decision>> decisions = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                String topic = "topic/" + i % 1_000;
                Client one = all.get(i % all.size());
                decisions.add(executor.submit(() -> one.read(topic)));
            }
            for (Future<Decision> each : decisions) {
                assertThat(each.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Decision.Outcome.GRANTED);
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(requests).hasValue(1_000);
    }

    @Test
    void anAnswerInUseIsAskedForAgainInTheBackground() throws Exception {
        Validity minute = Validity.lasting(Duration.ofMinutes(1)).refreshedAhead(Duration.ofSeconds(10));
        answer = new EntitlementDecision.Granted("", "", minute, Explanation.of("first"));
        module.check = request -> answer;
        Client falken = client("falken");
        falken.read("desk");
        time.advance(Duration.ofSeconds(55));
        hold();
        answer = new EntitlementDecision.Granted("", "", minute, Explanation.of("second"));
        assertThat(falken.read("desk").explanation().detail()).isEqualTo("first");
        untilAsked(1);
        assertThat(falken.read("desk").explanation().detail()).isEqualTo("first");
        mayAnswer.release();
        await().until(() -> falken.read("desk").explanation().detail().equals("second"));
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aDenialInTheBackgroundTakesEffectAndAFaultDoesNot() {
        Validity minute = Validity.lasting(Duration.ofMinutes(1)).refreshedAhead(Duration.ofSeconds(10));
        answer = new EntitlementDecision.Granted("", "", minute, Explanation.of("first"));
        module.check = request -> answer;
        Client falken = client("falken");
        falken.read("desk");
        falken.read("down");
        time.advance(Duration.ofSeconds(55));
        module.check = request -> {
            if (request.resource().name().equals("down")) {
                throw new ModuleUnavailableException("service down");
            }
            return EntitlementDecision.denied(Explanation.of("no more"));
        };
        assertThat(falken.read("desk").outcome()).isEqualTo(Decision.Outcome.GRANTED);
        assertThat(falken.read("down").outcome()).isEqualTo(Decision.Outcome.GRANTED);
        await().until(() -> falken.read("desk").outcome() == Decision.Outcome.DENIED);
        await().until(() -> host.metricsText()
                .contains("keyhole_faults_total{module=\"one\",on=\"mqtt\",use=\"entitlement\"} 1\n"));
        assertThat(falken.read("down").outcome()).isEqualTo(Decision.Outcome.GRANTED);
        time.advance(Duration.ofSeconds(6));
        assertThat(falken.read("down").outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
    }
}
