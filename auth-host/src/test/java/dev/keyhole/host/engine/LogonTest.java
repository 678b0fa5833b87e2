package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.ScriptedModule.accept;
import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Decision;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.ResourceType;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.Validity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogonTest {

    private final ManualTime time = new ManualTime();
    private final ScriptedModule first = ScriptedModule.named("first");
    private final ScriptedModule second = ScriptedModule.named("second");
    private Host host;

    @BeforeEach
    void start() {
        host = Host.builder()
                .provider(first)
                .provider(second)
                .timeSource(time)
                .configuration(new TestConfiguration()
                        .module("one", "first")
                        .module("two", "second")
                        .transport("single", chain("one"), chain("one"))
                        .transport("chained", chain("one", "two"), chain("two"))
                        .build())
                .start();
    }

    @AfterEach
    void everyIdentityIsReleasedOnceAndEveryExchangeClosed() {
        host.close();
        assertThat(first.allReleasedOnce()).isTrue();
        assertThat(second.allReleasedOnce()).isTrue();
        assertThat(first.openExchanges).hasValue(0);
        assertThat(second.openExchanges).hasValue(0);
        assertThat(first.openContexts).hasValue(0);
    }

    private static void assertRefused(LogonOutcome outcome, LogonRefusal reason) {
        assertThat(outcome).isInstanceOfSatisfying(LogonOutcome.Refused.class, refused -> assertThat(refused.reason())
                .isEqualTo(reason));
    }

    private static void assertUnavailable(LogonOutcome outcome, String... parts) {
        assertThat(outcome)
                .isInstanceOfSatisfying(LogonOutcome.Unavailable.class, unavailable -> assertThat(unavailable.detail())
                        .contains(parts));
    }

    private static AuthenticationResult challenge(String text) {
        return new AuthenticationResult.Challenge(Secret.of(text));
    }

    private static AuthenticationResult abstain() {
        return new AuthenticationResult.Abstained("not mine");
    }

    private static AuthenticationResult reject(RejectionReason reason) {
        return new AuthenticationResult.Rejected(reason, "as scripted");
    }

    @Test
    void theIdentityIsTheOneThatTheModuleReturned() {
        first.logon = (connection, request) -> accept("prof." + request.userName());
        try (Client client = Client.loggedOn(host, "single", "falken")) {
            assertThat(client.connection.identity().orElseThrow().userName()).isEqualTo("prof.falken");
            client.read("desk");
            assertThat(first.checks)
                    .allMatch(check -> check.identity().userName().equals("prof.falken"));
        }
    }

    @ParameterizedTest
    @EnumSource(RejectionReason.class)
    void aRejectionClosesTheConnectionWithItsReason(RejectionReason reason) {
        first.logon = (connection, request) -> reject(reason);
        try (Client client = Client.on(host, "single")) {
            assertRefused(client.logon("falken"), LogonRefusal.valueOf(reason.name()));

            assertThat(client.connection.identity()).isEmpty();
            assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
            assertRefused(client.logon("falken"), LogonRefusal.CLOSED);
            assertThat(first.logons).hasSize(1);
        }
    }

    @Test
    void aBrokerThatLeavesARefusedConnectionOpenIsToldAfterAWhile() {
        first.logon = (connection, request) -> reject(RejectionReason.BAD_CREDENTIALS);
        try (Client lazy = Client.on(host, "single");
                Client prompt = Client.on(host, "single")) {
            lazy.logon("falken");
            prompt.logon("falken");
            await().until(() -> time.pending() == 2);
            prompt.close();

            time.advance(Duration.ofMillis(999));
            assertThat(lazy.disconnects).isEmpty();
            time.advance(Duration.ofMillis(1));
            await().untilAsserted(() -> assertThat(lazy.disconnects).containsExactly("as scripted"));
            assertThat(prompt.disconnects).isEmpty();
        }
    }

    @Test
    void aSecondLogonIsRefusedAndTheFirstIdentityStays() {
        try (Client client = Client.loggedOn(host, "single", "falken")) {
            assertRefused(client.logon("joshua"), LogonRefusal.OUT_OF_ORDER);
            assertRefused(client.logon(LogonRequest.implicit()), LogonRefusal.OUT_OF_ORDER);
            assertRefused(client.answer("falken", "x"), LogonRefusal.OUT_OF_ORDER);

            assertThat(client.connection.identity().orElseThrow().userName()).isEqualTo("falken");
            assertThat(client.read("desk").isGrantedInFull()).isTrue();
            assertThat(client.disconnects).isEmpty();
        }
    }

    @Test
    void ofLogonsAtTheSameTimeOneWins() {
        CountDownLatch all = new CountDownLatch(1);
        first.logon = (connection, request) -> {
            all.await();
            return accept(request.userName());
        };
        try (Client client = Client.on(host, "single")) {
            List<CompletableFuture<LogonOutcome>> outcomes = IntStream.range(0, 20)
                    .parallel()
                    .mapToObj(i -> client.logonLater("user" + i))
                    .toList();
            all.countDown();

            assertThat(outcomes.stream().map(Client::get).filter(LogonOutcome.Accepted.class::isInstance))
                    .hasSize(1);
            assertThat(first.logons).hasSize(1);
            assertThat(client.connection.identity().orElseThrow().userName())
                    .isEqualTo(first.logons.get(0).userName());
        }
    }

    @Test
    void aCheckBeforeAnyLogonIsAnImplicitLogon() {
        first.logon = (connection, request) -> accept("anonymous");
        try (Client client = Client.on(host, "single")) {
            assertThat(client.connection.checkCached(Permission.READ, Resource.topic("desk"), Operation.SUBSCRIBE))
                    .isEmpty();
            assertThat(client.read("desk").isGrantedInFull()).isTrue();

            assertThat(first.logons).singleElement().isEqualTo(LogonRequest.implicit());
            assertThat(client.connection.identity().orElseThrow().userName()).isEqualTo("anonymous");
            assertRefused(client.logon("falken"), LogonRefusal.OUT_OF_ORDER);
        }
    }

    @Test
    void checksAtTheSameTimeShareOneImplicitLogon() {
        CountDownLatch goOn = new CountDownLatch(1);
        first.logon = (connection, request) -> {
            goOn.await();
            return accept("anonymous");
        };
        try (Client client = Client.on(host, "single")) {
            List<CompletableFuture<Decision>> decisions = IntStream.range(0, 10)
                    .mapToObj(i -> client.connection
                            .checkAsync(Permission.READ, Resource.topic("desk"), Operation.SUBSCRIBE)
                            .toCompletableFuture())
                    .toList();
            goOn.countDown();

            assertThat(decisions).allMatch(decision -> Client.get(decision).isGrantedInFull());
            assertThat(first.logons).hasSize(1);
        }
    }

    @Test
    void aFailedImplicitLogonDeniesAndDisconnects() {
        first.logon = (connection, request) -> reject(RejectionReason.LOGON_REQUIRED);
        try (Client client = Client.on(host, "single")) {
            Decision decision = client.read("desk");

            assertThat(decision.outcome()).isEqualTo(Decision.Outcome.DENIED);
            assertThat(decision.explanation().detail()).contains("as scripted");
            await().untilAsserted(() -> assertThat(client.disconnects).containsExactly("as scripted"));
            assertThat(first.checks).isEmpty();
        }
    }

    @Test
    void anImplicitLogonThatNobodyCouldJudgeIsUnavailable() {
        first.logon = (connection, request) -> {
            throw new ModuleUnavailableException("service down");
        };
        try (Client client = Client.on(host, "single")) {
            assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
        }
    }

    @Test
    void anExplicitLogonWithAnEmptyNameIsNoImplicitOne() {
        try (Client client = Client.loggedOn(host, "single", "")) {
            assertThat(first.logons).singleElement().satisfies(request -> assertThat(request.kind())
                    .isEqualTo(LogonRequest.Kind.EXPLICIT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000", "\u007f", "\u0085x", "half\ud800", "\udc00half"})
    void aUserNameThatCantBeOneReachesNoModule(String name) {
        try (Client client = Client.on(host, "single")) {
            assertRefused(client.logon(name), LogonRefusal.MALFORMED_REQUEST);
            assertThat(first.logons).isEmpty();
        }
    }

    @Test
    void aUserNameMayBeLongButNotEndless() {
        try (Client client = Client.on(host, "single");
                Client other = Client.on(host, "single")) {
            assertThat(client.logon("\ud83d\ude00".repeat(512))).isInstanceOf(LogonOutcome.Accepted.class);
            assertRefused(other.logon("x".repeat(1_025)), LogonRefusal.MALFORMED_REQUEST);
        }
    }

    @Test
    void aModuleMustNotBindANameThatCantBeOne() {
        first.logon = (connection, request) -> accept("root\u0000");
        try (Client client = Client.on(host, "single")) {
            assertUnavailable(client.logon("falken"), "module 'one'", "control character");
            assertThat(client.connection.identity()).isEmpty();
        }
    }

    @Test
    void aFaultIsUnavailableAndNamesTheModule() {
        first.logon = (connection, request) -> {
            throw new ModuleUnavailableException("service down");
        };
        try (Client client = Client.on(host, "chained")) {
            assertUnavailable(client.logon("falken"), "module 'one': service down");
            assertThat(second.logons).as("nobody else is asked").isEmpty();
        }
    }

    @Test
    void whateverAModuleThrowsOrReturnsIsAFault() {
        for (ScriptedModule.Logon broken : List.<ScriptedModule.Logon>of(
                (connection, request) -> {
                    throw new IllegalStateException("bug");
                },
                (connection, request) -> {
                    throw new StackOverflowError();
                },
                (connection, request) -> {
                    throw new NoClassDefFoundError("x");
                },
                (connection, request) -> null)) {
            first.logon = broken;
            try (Client client = Client.on(host, "single")) {
                assertUnavailable(client.logon("falken"), "module 'one'");
            }
        }
    }

    @Test
    void theFirstOfAChainThatDoesntAbstainDecides() {
        first.logon = (connection, request) -> abstain();
        second.logon = (connection, request) ->
                request.userName().equals("falken") ? accept("falken") : reject(RejectionReason.BAD_CREDENTIALS);
        try (Client client = Client.on(host, "chained");
                Client other = Client.on(host, "chained")) {
            assertThat(client.logon("falken")).isInstanceOf(LogonOutcome.Accepted.class);
            assertRefused(other.logon("joshua"), LogonRefusal.BAD_CREDENTIALS);
        }
        first.logon = (connection, request) -> reject(RejectionReason.NOT_PERMITTED);
        second.logons.clear();
        try (Client client = Client.on(host, "chained")) {
            assertRefused(client.logon("falken"), LogonRefusal.NOT_PERMITTED);
            assertThat(second.logons).isEmpty();
        }
    }

    @Test
    void ifAllAbstainTheAnswerIsNo() {
        first.logon = (connection, request) -> abstain();
        second.logon = (connection, request) -> abstain();
        try (Client client = Client.on(host, "chained")) {
            assertRefused(client.logon("falken"), LogonRefusal.NOBODY_DECIDED);
        }
    }

    @Test
    void aChallengeIsAnsweredOverSeveralRounds() {
        AtomicInteger round = new AtomicInteger();
        first.logon = (connection, request) ->
                round.incrementAndGet() < 4 ? challenge("round " + round) : accept(request.userName());
        try (Client client = Client.on(host, "single")) {
            LogonOutcome outcome = client.logon("falken");
            for (int i = 1; i < 4; i++) {
                assertThat(outcome).isEqualTo(new LogonOutcome.Challenged(Secret.of("round " + i)));
                assertThat(client.connection.identity()).isEmpty();
                outcome = client.answer("falken", "answer " + i);
            }
            assertThat(outcome).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(first.logons)
                    .extracting(request -> request.secret().reveal())
                    .containsExactly("joshua", "answer 1", "answer 2", "answer 3");
            assertThat(first.logons.get(1).kind()).isEqualTo(LogonRequest.Kind.ANSWER);
        }
        await().untilAsserted(() -> assertThat(first.openExchanges).hasValue(0));
    }

    @Test
    void betweenChallengeAndAnswerEverythingElseIsRefused() {
        first.logon = (connection, request) ->
                request.kind() == LogonRequest.Kind.ANSWER ? accept(request.userName()) : challenge("who?");
        try (Client client = Client.on(host, "single")) {
            client.logon("falken");

            assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
            assertThat(client.connection
                            .checkCached(Permission.READ, Resource.topic("desk"), Operation.SUBSCRIBE)
                            .orElseThrow()
                            .outcome())
                    .isEqualTo(Decision.Outcome.DENIED);
            assertRefused(client.logon("falken"), LogonRefusal.OUT_OF_ORDER);
            assertThat(first.checks).isEmpty();

            assertThat(client.answer("falken", "me")).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(client.read("desk").isGrantedInFull()).isTrue();
        }
    }

    @Test
    void aCheckWhileAnAnswerIsJudgedIsDenied() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        first.logon = (connection, request) -> {
            if (request.kind() != LogonRequest.Kind.ANSWER) {
                return challenge("who?");
            }
            begun.countDown();
            goOn.await();
            return accept(request.userName());
        };
        try (Client client = Client.on(host, "single")) {
            client.logon("falken");
            CompletableFuture<LogonOutcome> outcome = client.logonLater(LogonRequest.answer("falken", Secret.of("me")));
            Client.await(begun);
            assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
            goOn.countDown();
            assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Accepted.class);
        }
    }

    @Test
    void anAnswerUnderAnotherNameFailsTheLogon() {
        first.logon = (connection, request) -> challenge("who?");
        try (Client client = Client.on(host, "single")) {
            client.logon("falken");
            assertRefused(client.answer("joshua", "me"), LogonRefusal.MALFORMED_REQUEST);

            assertRefused(client.answer("falken", "me"), LogonRefusal.CLOSED);
            assertThat(first.logons).hasSize(1);
        }
        await().untilAsserted(() -> assertThat(first.openExchanges).hasValue(0));
    }

    @Test
    void anAnswerWithoutAChallengeIsRefused() {
        try (Client client = Client.on(host, "single")) {
            assertRefused(client.answer("falken", "me"), LogonRefusal.OUT_OF_ORDER);
            assertThat(client.logon("falken")).isInstanceOf(LogonOutcome.Accepted.class);
        }
    }

    @Test
    void afterItsChallengeAModuleCantAbstain() {
        first.logon =
                (connection, request) -> request.kind() == LogonRequest.Kind.ANSWER ? abstain() : challenge("who?");
        try (Client client = Client.on(host, "chained")) {
            client.logon("falken");
            assertUnavailable(client.answer("falken", "me"), "module 'one'", "abstained");
            assertThat(second.logons).isEmpty();
        }
    }

    @Test
    void theSecondOfAChainMayChallengeToo() {
        first.logon = (connection, request) -> abstain();
        second.logon = (connection, request) ->
                request.kind() == LogonRequest.Kind.ANSWER ? accept(request.userName()) : challenge("who?");
        try (Client client = Client.on(host, "chained")) {
            assertThat(client.logon("falken")).isInstanceOf(LogonOutcome.Challenged.class);
            assertThat(client.answer("falken", "me")).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(first.logons).hasSize(1);
        }
    }

    @Test
    void aModuleThatChallengesForEverIsCutOff() {
        first.logon = (connection, request) -> challenge("again");
        try (Client client = Client.on(host, "single")) {
            LogonOutcome outcome = client.logon("falken");
            int rounds = 0;
            while (outcome instanceof LogonOutcome.Challenged) {
                rounds++;
                outcome = client.answer("falken", "me");
            }
            assertThat(rounds).isEqualTo(16);
            assertUnavailable(outcome, "16 challenges");
        }
    }

    @Test
    void aClientThatNeverAnswersIsDisconnectedAtTheLimit() {
        first.logon = (connection, request) -> challenge("who?");
        try (Client client = Client.on(host, "single")) {
            client.logon("falken");
            time.advance(Duration.ofSeconds(30));

            await().untilAsserted(() ->
                    assertThat(client.disconnects).containsExactly("the logon wasn't complete within 30 s"));
            assertRefused(client.answer("falken", "me"), LogonRefusal.CLOSED);
        }
        await().untilAsserted(() -> assertThat(first.openExchanges).hasValue(0));
    }

    @Test
    void anIdentityNeedsTheLogonEntitlementOfItsKind() {
        first.check = request -> request.resource().type() == ResourceType.REPLICATION_LOGON
                ? EntitlementDecision.granted(Explanation.of("yes"))
                : EntitlementDecision.denied(Explanation.of("no logon for you"));
        try (Client application = Client.on(host, "single", ConnectionKind.APPLICATION);
                Client replication = Client.on(host, "single", ConnectionKind.REPLICATION);
                Client admin = Client.on(host, "single", ConnectionKind.ADMIN)) {
            LogonOutcome refused = application.logon("falken");
            assertRefused(refused, LogonRefusal.NOT_ENTITLED);
            assertThat(((LogonOutcome.Refused) refused).detail()).isEqualTo("no logon for you");
            assertThat(replication.logon("falken")).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(admin.logon("falken")).isInstanceOf(LogonOutcome.Accepted.class);

            assertThat(application.connection.identity()).isEmpty();
            assertThat(first.checks)
                    .extracting(check -> check.resource().type())
                    .containsExactly(ResourceType.LOGON, ResourceType.REPLICATION_LOGON);
        }
    }

    @Test
    void aLogonWhoseEntitlementIsUnknownIsUnavailable() {
        first.check = request -> {
            throw new ModuleUnavailableException("service down");
        };
        try (Client client = Client.on(host, "single")) {
            assertUnavailable(client.logon("falken"), "module 'one': service down");
        }
        await().until(first::allReleasedOnce);
    }

    @Test
    void aLogonThatIsGrantedInPartIsNotGranted() {
        first.check = request ->
                new EntitlementDecision.Granted("/a = 1", "", Validity.untilReset(), Explanation.of("in part"));
        try (Client client = Client.on(host, "single")) {
            assertRefused(client.logon("falken"), LogonRefusal.NOT_ENTITLED);
        }
    }

    @Test
    void anIdentityThatHasExpiredIsRefused() {
        first.logon = (connection, request) -> new AuthenticationResult.Accepted(
                Identity.of("falken").expiringAt(time.clock().instant()));
        try (Client client = Client.on(host, "single")) {
            assertRefused(client.logon("falken"), LogonRefusal.BAD_CREDENTIALS);
        }
    }

    @Test
    void anIdentityThatExpiresIsDeniedEverythingFromThenOn() {
        first.logon = (connection, request) -> new AuthenticationResult.Accepted(
                Identity.of("falken").expiringAt(time.clock().instant().plusSeconds(60)));
        try (Client client = Client.loggedOn(host, "single", "falken")) {
            assertThat(client.read("desk").isGrantedInFull()).isTrue();
            time.advance(Duration.ofMillis(59_999));
            assertThat(client.read("desk").isGrantedInFull()).isTrue();
            time.advance(Duration.ofMillis(1));
            assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
            assertThat(client.read("fx").explanation().detail()).contains("expired");
        }
    }

    @Test
    void aConnectionThatClosesDuringItsLogonLeavesNothingBehind() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        first.logon = (connection, request) -> {
            begun.countDown();
            awaitUninterruptibly(goOn);
            return accept(request.userName());
        };
        Client client = Client.on(host, "single");
        CompletableFuture<LogonOutcome> outcome = client.logonLater("falken");
        Client.await(begun);
        client.close();

        assertRefused(Client.get(outcome), LogonRefusal.CLOSED);
        goOn.countDown();
        await().until(() -> first.accepted.size() == 1 && first.allReleasedOnce());
        await().untilAsserted(() -> assertThat(first.openExchanges).hasValue(0));
        assertThat(client.disconnects).isEmpty();
    }

    @Test
    void aModuleHearsOfTheEndOfEachIdentityOnce() {
        Client one = Client.loggedOn(host, "single", "falken");
        Client two = Client.loggedOn(host, "single", "falken");
        one.close();
        one.close();
        await().until(() -> first.inUse() == 1);
        two.close();
        await().until(first::allReleasedOnce);
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
