package dev.keyhole.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Validity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Answers that hold for more names than the one that was asked. */
class CoveringTest {

    private static final Validity MINUTE = Validity.lasting(Duration.ofMinutes(1));
    private static final Coverage DESK = Coverage.prefix("desk/");

    private final Fixture fixture = Fixture.of(KeyScope.USER);
    private final Fixture.Place falken = fixture.place("falken");

    private static EntitlementDecision grant(Validity validity) {
        return new EntitlementDecision.Granted("", "", validity, Explanation.of("granted"));
    }

    private static EntitlementDecision limited(Validity validity) {
        return new EntitlementDecision.Granted("/a = 1", "", validity, Explanation.of("limited"));
    }

    private static EntitlementDecision denial(Validity validity) {
        return new EntitlementDecision.Denied(validity, Explanation.of("denied"));
    }

    private void answer(EntitlementDecision decision) {
        fixture.script = request -> decision;
    }

    private void ask(String topic, EntitlementDecision decision) {
        answer(decision);
        falken.ask(topic);
    }

    private void passes(Duration time) {
        fixture.now.addAndGet(time.toNanos());
    }

    @Test
    void siblingsNeedNoCall() {
        ask("desk/fx", grant(MINUTE.covering(DESK)));

        assertThat(falken.find("desk/fx")).isEqualTo("granted");
        assertThat(falken.find("desk/bonds")).isEqualTo("granted");
        assertThat(falken.find("other")).isNull();
        assertThat(falken.find("desk")).isNull();
        assertThat(fixture.asked).hasValue(1);
        assertThat(fixture.cache.hits().sum()).isEqualTo(2);
        assertThat(fixture.cache.misses().sum()).isEqualTo(1);
    }

    @Test
    void onlyTheNameIsWidened() {
        ask("desk/fx", grant(MINUTE.covering(DESK)));

        Resource sibling = Resource.topic("desk/bonds");
        assertThat(falken.seat.find(sibling, Permission.WRITE, Operation.PUBLISH))
                .isNull();
        assertThat(falken.seat.find(sibling, Permission.READ, Operation.RECEIVE))
                .isNull();
        assertThat(falken.seat.find(Resource.admin("desk/bonds"), Permission.READ, Operation.SUBSCRIBE))
                .isNull();
        assertThat(fixture.place("joshua").find("desk/bonds")).isNull();
    }

    @Test
    void anotherClientOfTheUserHasAnswersOfItsOwnIfTheScopeSaysSo() {
        Fixture clients = Fixture.of(KeyScope.USER_AND_CLIENT);
        clients.script = request -> grant(MINUTE.covering(DESK));
        Fixture.Place tablet = clients.place("falken", "tablet");
        tablet.ask("desk/fx");

        assertThat(tablet.find("desk/bonds")).isEqualTo("granted");
        assertThat(clients.place("falken", "tablet").find("desk/bonds")).isEqualTo("granted");
        assertThat(clients.place("falken", "phone").find("desk/bonds")).isNull();
    }

    @Test
    void aPatternThatAClientSubscribesToIsNeverCovered() {
        answer(grant(MINUTE.covering(DESK)));
        falken.ask(Resource.topic("desk/fx"), Permission.READ, Operation.SUBSCRIBE_PATTERN);
        assertThat(falken.seat.find(Resource.topic("desk/fx"), Permission.READ, Operation.SUBSCRIBE_PATTERN))
                .isEqualTo("granted");
        assertThat(falken.seat.find(Resource.topic("desk/bonds"), Permission.READ, Operation.SUBSCRIBE_PATTERN))
                .isNull();
        falken.ask("desk/fx");
        assertThat(falken.find("desk/#")).isNull();
    }

    @Test
    void aCoverageThatDoesNotCoverWhatWasAskedIsTakenForTheNameAlone() {
        ask("other", grant(MINUTE.covering(DESK)));

        assertThat(falken.find("other")).isEqualTo("granted");
        assertThat(falken.find("desk/fx")).isNull();
    }

    @Test
    void itEndsWithItsDuration() {
        ask("desk/fx", grant(MINUTE.covering(DESK)));
        passes(Duration.ofSeconds(59));
        assertThat(falken.find("desk/bonds")).isEqualTo("granted");
        passes(Duration.ofSeconds(1));
        assertThat(falken.find("desk/bonds")).isNull();
        assertThat(falken.find("desk/fx")).isNull();
    }

    @Test
    void whatIsKnownOfTheNameItselfGoesFirst() {
        ask("desk/secret", denial(MINUTE));
        ask("desk/fx", grant(MINUTE.covering(DESK)));

        assertThat(falken.find("desk/secret")).isEqualTo("denied");
        assertThat(falken.find("desk/bonds")).isEqualTo("granted");
    }

    @Test
    void aLaterDenialOfACoveredNameEndsTheGrant() {
        ask("desk/fx", grant(MINUTE.covering(DESK)));
        ask("desk/secret", denial(Validity.lasting(Duration.ofSeconds(5))));

        assertThat(falken.find("desk/secret")).isEqualTo("denied");
        assertThat(falken.find("desk/bonds")).isNull();
        assertThat(falken.find("desk/fx")).as("which was asked itself").isEqualTo("granted");
        passes(Duration.ofSeconds(6));
        assertThat(falken.find("desk/secret")).isNull();
    }

    @Test
    void aDenialThatIsNotKeptEndsTheGrantAsWell() {
        ask("desk/fx", grant(MINUTE.covering(DESK)));
        ask("desk/secret", denial(Validity.notCached()));

        assertThat(falken.find("desk/secret")).isNull();
        assertThat(falken.find("desk/bonds")).isNull();
    }

    @Test
    void aLaterNarrowerDenialEndsEveryGrantThatMayReachIntoIt() {
        ask("desk/fx/spot", grant(MINUTE.covering(Coverage.filter("desk/+/spot"))));
        ask("desk/fx/swap", denial(Validity.lasting(Duration.ofSeconds(5)).covering(Coverage.prefix("desk/fx/"))));

        assertThat(falken.find("desk/fx/spot"))
                .as("asked before, and covered by the denial")
                .isEqualTo("denied");
        passes(Duration.ofSeconds(6));
        assertThat(falken.find("desk/fx/spot")).isNull();
        assertThat(falken.find("desk/bonds/spot")).isNull();
    }

    @Test
    void aGrantWithinLimitsIsNotWidenedByAnOlderOneWithout() {
        ask("desk/fx", grant(MINUTE.covering(DESK)));
        ask("desk/bonds", limited(Validity.lasting(Duration.ofSeconds(5))));

        assertThat(falken.find("desk/bonds")).isEqualTo("limited");
        assertThat(falken.find("desk/other")).isNull();
    }

    @Test
    void aLaterGrantEndsADenialThatCoversTheName() {
        ask("desk/fx", denial(MINUTE.covering(DESK)));
        assertThat(falken.find("desk/bonds")).isEqualTo("denied");
        ask("desk/bonds", grant(MINUTE));

        assertThat(falken.find("desk/bonds")).isEqualTo("granted");
        assertThat(falken.find("desk/other")).isNull();
    }

    @Test
    void aLaterWiderGrantDoesNotReachIntoADenialThatStillHolds() {
        for (EntitlementDecision less : List.of(
                denial(Validity.lasting(Duration.ofSeconds(5)).covering(Coverage.prefix("desk/secret/"))),
                limited(Validity.lasting(Duration.ofSeconds(5)).covering(Coverage.prefix("desk/secret/"))))) {
            fixture.cache.reset();
            ask("desk/secret/a", less);
            String said = falken.find("desk/secret/b");
            ask("desk/fx", grant(MINUTE.covering(DESK)));

            assertThat(falken.find("desk/secret/b")).isEqualTo(said).isNotEqualTo("granted");
            assertThat(falken.find("desk/bonds")).isEqualTo("granted");
            passes(Duration.ofSeconds(6));
            assertThat(falken.find("desk/secret/b")).as("which it says itself").isEqualTo("granted");
        }
    }

    @Test
    void aNewAnswerWithTheSameCoverageTakesThePlaceOfTheOld() {
        for (int i = 0; i < 1_000; i++) {
            ask("desk/" + i % 3, grant(MINUTE.covering(DESK)));
        }
        assertThat(fixture.cache.size()).isEqualTo(4);
    }

    @Test
    void answersWithACoverageAreBounded() {
        for (int i = 0; i < 1_000; i++) {
            ask("desk" + i + "/a", grant(MINUTE.covering(Coverage.prefix("desk" + i + "/"))));
        }
        assertThat(fixture.cache.size()).isEqualTo(1_000 + Bucket.MAX_WIDE);
        assertThat(falken.find("desk999/b")).isEqualTo("granted");
        assertThat(falken.find("desk0/b")).isNull();

        Fixture small = new Fixture(KeyScope.USER, 100, 10);
        small.script = request ->
                grant(MINUTE.covering(Coverage.prefix(request.resource().name())));
        Fixture.Place place = small.place("falken");
        for (int i = 0; i < 100; i++) {
            place.ask("desk" + i + "/");
        }
        assertThat(small.cache.size()).isLessThanOrEqualTo(10);
    }

    @Test
    void aResetWins() throws Exception {
        ask("desk/fx", grant(MINUTE.covering(DESK)));
        fixture.cache.resetUser("falken");
        assertThat(falken.find("desk/bonds")).isNull();

        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        fixture.script = request -> {
            begun.countDown();
            goOn.await();
            return grant(MINUTE.covering(DESK));
        };
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<String> answer = executor.submit(() -> falken.ask("desk/fx"));
            begun.await();
            fixture.cache.resetUser("falken");
            goOn.countDown();
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("granted");
            assertThat(falken.find("desk/fx")).isNull();
            assertThat(falken.find("desk/bonds")).isNull();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void whatNobodySharesAnyMoreIsForgotten() {
        ask("desk/fx", grant(MINUTE.covering(DESK)));
        falken.close();
        assertThat(fixture.cache.size()).isZero();
        assertThat(fixture.place("falken").find("desk/bonds")).isNull();
    }
}
