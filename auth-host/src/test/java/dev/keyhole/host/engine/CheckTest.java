package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.Host;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.ResourceType;
import dev.keyhole.spi.Validity;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {

    private final ManualTime time = new ManualTime();
    private final ScriptedModule first = ScriptedModule.named("first");
    private final ScriptedModule second = ScriptedModule.named("second");
    private Host host;
    private Client client;

    @BeforeEach
    void start() {
        host = Host.builder()
                .provider(first)
                .provider(second)
                .timeSource(time)
                .configuration(new TestConfiguration()
                        .set("MaxNameLength", "20")
                        .module("one", "first")
                        .module("two", "second")
                        .transport("single", chain("one"), chain("one"))
                        .transport("other", chain("one"), chain("one"))
                        .transport("chained", chain("one"), chain("one", "two"))
                        .build())
                .start();
        client = Client.loggedOn(host, "single", "falken");
        first.checks.clear();
    }

    @AfterEach
    void end() {
        host.close();
    }

    private static EntitlementDecision abstain() {
        return EntitlementDecision.abstained(Explanation.of("not mine"));
    }

    private static EntitlementDecision grant(String why) {
        return EntitlementDecision.granted(Explanation.of(why));
    }

    private static EntitlementDecision deny(String why) {
        return EntitlementDecision.denied(Explanation.of(why));
    }

    private Client chained() {
        first.check = request -> abstain();
        second.check = request -> grant("logon");
        Client chained = Client.loggedOn(host, "chained", "falken");
        first.checks.clear();
        second.checks.clear();
        return chained;
    }

    @Test
    void aDecisionIsMadeOnceAndThenOneObjectForAll() {
        assertThat(client.connection.checkCached(Permission.READ, Resource.topic("desk"), Operation.SUBSCRIBE))
                .isEmpty();
        Decision decision = client.read("desk");

        assertThat(client.read("desk")).isSameAs(decision);
        Optional<Decision> cached =
                client.connection.checkCached(Permission.READ, Resource.topic("desk"), Operation.SUBSCRIBE);
        assertThat(cached.orElseThrow()).isSameAs(decision);
        assertThat(client.connection.checkCached(Permission.READ, Resource.topic("desk"), Operation.SUBSCRIBE))
                .isSameAs(cached);
        assertThat(client.readLater("desk")).isCompletedWithValue(decision);
        assertThat(Client.loggedOn(host, "single", "falken").read("desk")).isSameAs(decision);
        assertThat(first.checks).hasSize(1);
    }

    @Test
    void findingADecisionMakesNoObject() {
        Resource resource = Resource.topic("desk");
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long granted = 0;
        for (int round = 0; round < 2; round++) {
            long before = threads.getThreadAllocatedBytes(self);
            for (int i = 0; i < 100_000; i++) {
                granted += client.connection
                                .check(Permission.READ, resource, Operation.SUBSCRIBE)
                                .isGrantedInFull()
                        ? 1
                        : 0;
            }
            // The first round finds nothing, and makes what it needs to ask.
            if (round == 1) {
                assertThat(threads.getThreadAllocatedBytes(self) - before).isLessThan(100_000);
            }
        }
        assertThat(granted).isEqualTo(200_000);
    }

    @Test
    void eachTransportHasACacheOfItsOwn() {
        client.read("desk");
        Client other = Client.loggedOn(host, "other", "falken");
        first.checks.clear();
        other.read("desk");
        assertThat(first.checks)
                .singleElement()
                .satisfies(check -> assertThat(check.connection().transport()).isEqualTo("other"));
    }

    @Test
    void theModuleIsToldWhoAsksForWhat() {
        client.connection.check(Permission.REPLICATE, Resource.topic("desk"));
        client.connection.check(Permission.READ, Resource.admin("/amps"));
        client.connection.check(Permission.READ, Resource.topic("desk"), Operation.RECEIVE);

        assertThat(first.checks)
                .extracting(check -> check.operation())
                .containsExactly(Operation.REPLICATE, Operation.ADMIN, Operation.RECEIVE);
        assertThat(first.checks).allSatisfy(check -> {
            assertThat(check.identity()).isSameAs(client.connection.identity().orElseThrow());
            assertThat(check.connection()).isSameAs(client.connection.info());
        });
    }

    @Test
    void filterAndSelectListAreCarried() {
        first.check = request -> new EntitlementDecision.Granted(
                "/region = 'EU'", "-/,+/id", Validity.untilReset(), new Explanation("/topic/1", "desk", "in part"));
        Decision decision = client.read("desk");

        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.GRANTED);
        assertThat(decision.isGrantedInFull()).isFalse();
        assertThat(decision.filter()).isEqualTo("/region = 'EU'");
        assertThat(decision.select()).isEqualTo("-/,+/id");
        assertThat(decision.module()).isEqualTo("one");
        assertThat(decision.explanation()).isEqualTo(new Explanation("/topic/1", "desk", "in part"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\n", "\u007f", "\u009b", "\ud800", "123456789012345678901"})
    void aNameThatCantBeOneIsDeniedByTheHost(String name) {
        Decision decision = client.read(name);

        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(decision.module()).isEmpty();
        assertThat(client.connection.checkCached(Permission.READ, Resource.topic(name), Operation.SUBSCRIBE))
                .isPresent();
        assertThat(client.connection
                        .check(Permission.READ, Resource.admin(name))
                        .outcome())
                .isEqualTo(Decision.Outcome.DENIED);
        assertThat(first.checks).isEmpty();
    }

    @Test
    void aNameOfTheGreatestLengthIsAsked() {
        assertThat(client.read("12345678901234567890").isGrantedInFull()).isTrue();
        assertThat(client.read("\ud83d\ude00").isGrantedInFull()).isTrue();
    }

    @Test
    void whatCantBeAskedForIsABugOfTheBroker() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.connection.check(Permission.REPLICATE, Resource.admin("/x")));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> client.connection.checkCached(Permission.LOGON, Resource.topic("x"), Operation.LOGON));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.connection.checkAsync(Permission.READ, Resource.logon(), Operation.LOGON));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.connection.explain(Permission.READ, Resource.logon()));
    }

    @Test
    void aFaultIsUnavailableAndAskedAgain() {
        first.check = request -> {
            throw new ModuleUnavailableException("service down");
        };
        Decision decision = client.read("desk");
        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
        assertThat(decision.module()).isEqualTo("one");
        assertThat(decision.explanation().detail()).isEqualTo("service down");

        first.check = request -> grant("up again");
        assertThat(client.read("desk").isGrantedInFull()).isTrue();
    }

    @Test
    void whateverAModuleThrowsOrReturnsIsAFault() {
        for (ScriptedModule.Check broken : List.<ScriptedModule.Check>of(
                request -> {
                    throw new IllegalStateException("bug");
                },
                request -> {
                    throw new StackOverflowError();
                },
                request -> {
                    throw new OutOfMemoryError("of a module");
                },
                request -> null)) {
            first.check = broken;
            assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
        }
        first.check = request -> grant("fine");
        assertThat(client.read("desk").isGrantedInFull()).isTrue();
    }

    @Test
    void theFirstOfAChainThatDoesntAbstainDecides() {
        Client chained = chained();
        second.check = request -> deny("two says no");
        assertThat(chained.read("a").module()).isEqualTo("two");
        assertThat(chained.read("a").outcome()).isEqualTo(Decision.Outcome.DENIED);

        second.checks.clear();
        first.check = request -> grant("one says yes");
        assertThat(chained.read("b").module()).isEqualTo("one");
        assertThat(second.checks).isEmpty();
    }

    @Test
    void ifAllAbstainTheAnswerIsNo() {
        Client chained = chained();
        second.check = request -> abstain();
        Decision decision = chained.read("a");
        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(decision.module()).isEmpty();
    }

    @Test
    void aFaultEndsTheChain() {
        Client chained = chained();
        first.check = request -> {
            throw new ModuleUnavailableException("service down");
        };
        assertThat(chained.read("a").outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
        assertThat(second.checks).isEmpty();
    }

    @Test
    void anAbstentionIsAskedForAgainUnlessItSaysHowLongItHolds() {
        Client chained = chained();
        chained.read("a");
        chained.read("a");
        assertThat(first.checks).hasSize(2);
        assertThat(second.checks).hasSize(1);

        first.check = request -> new EntitlementDecision.Abstained(Validity.untilReset(), Explanation.of("never mine"));
        chained.read("b");
        Decision decision = chained.read("b");
        assertThat(first.checks).hasSize(3);
        assertThat(chained.connection.checkCached(Permission.READ, Resource.topic("b"), Operation.SUBSCRIBE))
                .containsSame(decision);

        second.check = request -> new EntitlementDecision.Abstained(Validity.untilReset(), Explanation.of("nor mine"));
        chained.read("c");
        assertThat(chained.connection
                        .checkCached(Permission.READ, Resource.topic("c"), Operation.SUBSCRIBE)
                        .orElseThrow()
                        .outcome())
                .isEqualTo(Decision.Outcome.DENIED);
    }

    @Test
    void anAnswerHoldsForAsLongAsItSays() {
        first.check = request -> new EntitlementDecision.Granted(
                "", "", Validity.lasting(Duration.ofSeconds(5)), Explanation.of("for a while"));
        client.read("desk");
        time.advance(Duration.ofMillis(4_999));
        client.read("desk");
        assertThat(first.checks).hasSize(1);
        time.advance(Duration.ofMillis(1));
        client.read("desk");
        assertThat(first.checks).hasSize(2);
    }

    @Test
    void whoSharesAnAnswerIsTheModulesChoice() {
        host.close();
        first.scope = KeyScope.CONNECTION;
        start();
        client.read("desk");
        Client.loggedOn(host, "single", "falken").read("desk");
        assertThat(first.checks.stream().filter(check -> check.resource().type() == ResourceType.TOPIC))
                .hasSize(2);
    }

    @Test
    void anExplanationHasEveryVote() {
        Client chained = chained();
        second.check = request -> EntitlementDecision.denied(new Explanation("/topic/7", "^a", "no"));
        DecisionReport report = chained.explain("a");

        assertThat(report.transport()).isEqualTo("chained");
        assertThat(report.decision().outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(report.votes())
                .containsExactly(
                        new DecisionReport.Vote(
                                "one", DecisionReport.Answer.ABSTAINED, Explanation.of("not mine"), false),
                        new DecisionReport.Vote(
                                "two", DecisionReport.Answer.DENIED, new Explanation("/topic/7", "^a", "no"), false));
        assertThat(chained.explain("a").votes())
                .extracting(DecisionReport.Vote::cached)
                .containsExactly(false, true);
    }

    @Test
    void anExplanationTellsAFaultAndHowLongItTook() {
        first.check = request -> {
            time.advance(Duration.ofMillis(30));
            throw new ModuleUnavailableException("service down");
        };
        DecisionReport report = client.explain("desk");
        assertThat(report.votes())
                .containsExactly(new DecisionReport.Vote(
                        "one", DecisionReport.Answer.UNAVAILABLE, Explanation.of("service down"), false));
        assertThat(report.took()).isEqualTo(Duration.ofMillis(30));
        assertThat(client.explain("a\nb").votes()).isEmpty();
    }

    @Test
    void aUsersLastConnectionTakesItsAnswersWithIt() {
        client.read("desk");
        client.close();
        Client again = Client.loggedOn(host, "single", "falken");
        first.checks.clear();
        again.read("desk");
        assertThat(first.checks).hasSize(1);
    }

    @Test
    void aClosedConnectionIsDenied() {
        client.read("desk");
        client.close();
        assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(client.read("desk").explanation().detail()).contains("closed");
        assertThat(client.connection.identity()).isEmpty();
    }

    @Test
    void aCheckDuringALogonWaitsForIt() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        first.logon = (connection, request) -> {
            begun.countDown();
            goOn.await();
            return ScriptedModule.accept(request.userName());
        };
        Client slow = Client.on(host, "single");
        var unused = slow.logonLater("joshua");
        Client.await(begun);
        CompletableFuture<Decision> decision = slow.readLater("desk");
        assertThat(decision).isNotDone();
        goOn.countDown();
        assertThat(Client.get(decision).isGrantedInFull()).isTrue();
        assertThat(first.checks).allMatch(check -> check.identity().userName().equals("joshua"));
    }
}
