package dev.keyhole.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.Validity;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are in use are asked for again shortly before they end. */
class RefreshTest {

    private static final Validity MINUTE =
            Validity.lasting(Duration.ofMinutes(1)).refreshedAhead(Duration.ofSeconds(10));

    private final Fixture fixture = Fixture.of(KeyScope.USER);
    private final Fixture.Place falken = fixture.place("falken");

    @BeforeEach
    void granted() {
        answer(grant(MINUTE, "first"));
        falken.ask("desk/fx");
    }

    private static EntitlementDecision grant(Validity validity, String why) {
        return new EntitlementDecision.Granted("", "", validity, Explanation.of(why));
    }

    private void answer(EntitlementDecision decision) {
        fixture.script = request -> decision;
    }

    private void secondsPass(long seconds) {
        fixture.now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void onlyTheLastMomentsCountAndOnlyOneAsks() {
        secondsPass(49);
        falken.find("desk/fx");
        assertThat(fixture.refreshes).isEmpty();
        secondsPass(1);
        for (int i = 0; i < 10; i++) {
            assertThat(falken.find("desk/fx")).isEqualTo("first");
        }
        assertThat(fixture.refreshes).hasSize(1);
        assertThat(fixture.refreshes.get(0).request().resource().name()).isEqualTo("desk/fx");
    }

    @Test
    void whatNobodyUsesIsNotAskedFor() {
        secondsPass(55);
        assertThat(falken.seat.peek(
                        dev.keyhole.spi.Resource.topic("desk/fx"),
                        dev.keyhole.spi.Permission.READ,
                        dev.keyhole.spi.Operation.SUBSCRIBE))
                .isEqualTo("first");
        secondsPass(10);
        assertThat(falken.find("desk/fx")).isNull();
        assertThat(fixture.refreshes).isEmpty();
    }

    @Test
    void theNewAnswerHoldsFromThenOn() {
        secondsPass(55);
        falken.find("desk/fx");
        answer(grant(MINUTE, "second"));
        fixture.refreshes.get(0).ask();

        secondsPass(30);
        assertThat(falken.find("desk/fx")).isEqualTo("second");
        secondsPass(25);
        falken.find("desk/fx");
        assertThat(fixture.refreshes).hasSize(2);
    }

    @Test
    void aDenialTakesItsPlaceAtOnce() {
        secondsPass(55);
        falken.find("desk/fx");
        answer(new EntitlementDecision.Denied(Validity.lasting(Duration.ofSeconds(5)), Explanation.of("no")));
        fixture.refreshes.get(0).ask();

        assertThat(falken.find("desk/fx")).isEqualTo("no");
    }

    @Test
    void aDenialThatIsNotKeptEndsTheGrantAtOnce() {
        secondsPass(55);
        falken.find("desk/fx");
        answer(new EntitlementDecision.Denied(Validity.notCached(), Explanation.of("no")));
        fixture.refreshes.get(0).ask();

        assertThat(falken.find("desk/fx")).isNull();
    }

    @Test
    void anAbstentionEndsTheGrantAtOnce() {
        secondsPass(55);
        falken.find("desk/fx");
        answer(EntitlementDecision.abstained(Explanation.of("no opinion")));
        fixture.refreshes.get(0).ask();

        assertThat(falken.find("desk/fx")).isNull();
    }

    @Test
    void aFaultProlongsNothingAndIsTriedAgainNowAndThen() {
        secondsPass(50);
        falken.find("desk/fx");
        fixture.refreshes.get(0).failed().run();

        falken.find("desk/fx");
        assertThat(fixture.refreshes).hasSize(1);
        secondsPass(5);
        assertThat(falken.find("desk/fx")).isEqualTo("first");
        assertThat(fixture.refreshes).hasSize(2);
        fixture.refreshes.get(1).failed().run();
        secondsPass(5);
        assertThat(falken.find("desk/fx")).isNull();
    }

    @Test
    void aFaultAfterTheEndChangesNothing() {
        secondsPass(50);
        falken.find("desk/fx");
        secondsPass(60);
        fixture.refreshes.get(0).failed().run();
        assertThat(falken.find("desk/fx")).isNull();
        assertThat(fixture.refreshes).hasSize(1);
    }

    @Test
    void aResetDuringARefreshWins() {
        secondsPass(55);
        falken.find("desk/fx");
        fixture.script = request -> {
            fixture.cache.resetUser("falken");
            return grant(MINUTE, "second");
        };
        fixture.refreshes.get(0).ask();

        assertThat(falken.find("desk/fx")).isNull();
    }

    @Test
    void whatCoversIsAskedForByTheNameThatWasFound() {
        answer(grant(MINUTE.covering(Coverage.prefix("desk/")), "wide"));
        falken.ask("desk/fx");
        secondsPass(55);
        assertThat(falken.find("desk/bonds")).isEqualTo("wide");
        assertThat(fixture.refreshes).hasSize(1);
        assertThat(fixture.refreshes.get(0).request().resource().name()).isEqualTo("desk/bonds");

        fixture.refreshes.get(0).ask();
        secondsPass(30);
        assertThat(falken.find("desk/others")).isEqualTo("wide");
    }

    @Test
    void moreThanHalfOfTheDurationIsHalfOfIt() {
        answer(grant(Validity.lasting(Duration.ofSeconds(10)).refreshedAhead(Duration.ofMinutes(1)), "short"));
        falken.ask("desk/fx");
        secondsPass(4);
        falken.find("desk/fx");
        assertThat(fixture.refreshes).isEmpty();
        secondsPass(1);
        falken.find("desk/fx");
        assertThat(fixture.refreshes).hasSize(1);
    }

    @Test
    void theUsualAnswerIsNeverAskedForAgain() {
        answer(grant(Validity.lasting(Duration.ofSeconds(10)), "plain"));
        falken.ask("desk/fx");
        secondsPass(9);
        assertThat(falken.find("desk/fx")).isEqualTo("plain");
        assertThat(fixture.refreshes).isEmpty();
    }
}
