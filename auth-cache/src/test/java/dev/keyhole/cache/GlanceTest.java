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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GlanceTest {

    private final Fixture fixture = Fixture.of(KeyScope.USER);
    private final Fixture.Place place = fixture.place("falken");

    private @Nullable String glance(@Nullable Object[] shelf, String topic) {
        return glance(fixture, shelf, topic);
    }

    private static @Nullable String glance(Fixture fixture, @Nullable Object[] shelf, String topic) {
        return fixture.cache.glance(shelf, Resource.topic(topic), Permission.READ, Operation.SUBSCRIBE);
    }

    @Test
    void aGrantIsSeenAtAGlanceAndCounted() {
        place.ask("desk");
        assertThat(glance(place.seat.shelf(), "desk")).isEqualTo("answer 1");
        assertThat(glance(place.seat.shelf(), "other")).isNull();
        assertThat(fixture.cache.hits().sum(CachedEntitlement.GRANTED)).isEqualTo(1);
        assertThat(fixture.cache.hits().sum()).isEqualTo(1);
    }

    @Test
    void nothingIsSeenOnAShelfFromBeforeTheFirstAnswer() {
        @Nullable Object[] early = place.seat.shelf();
        place.ask("desk");
        assertThat(glance(early, "desk")).isNull();
    }

    @Test
    void whatIsntAPlainGrantUntilTheNextResetIsntSeen() {
        fixture.script = request -> switch (request.resource().name()) {
            case "denied" -> EntitlementDecision.denied(Explanation.of("no"));
            case "filtered" ->
                new EntitlementDecision.Granted("/a = 1", "", Validity.untilReset(), Explanation.of("some"));
            case "selected" -> new EntitlementDecision.Granted("", "a", Validity.untilReset(), Explanation.of("some"));
            case "abstained" -> new EntitlementDecision.Abstained(Validity.untilReset(), Explanation.of("?"));
            default ->
                new EntitlementDecision.Granted(
                        "", "", Validity.lasting(Duration.ofSeconds(5)), Explanation.of("for now"));
        };
        for (String topic : new String[] {"denied", "filtered", "selected", "abstained", "for a while"}) {
            String answer = place.ask(topic);
            assertThat(glance(place.seat.shelf(), topic)).as(topic).isNull();
            assertThat(place.find(topic)).isEqualTo(answer);
        }
        assertThat(fixture.cache.hits().sum(CachedEntitlement.DENIED)).isEqualTo(1);
        assertThat(fixture.cache.hits().sum(CachedEntitlement.ABSTAINED)).isEqualTo(1);
        assertThat(fixture.cache.hits().sum(CachedEntitlement.GRANTED)).isEqualTo(3);
    }

    @Test
    void whatAWiderAnswerEndsIsntSeenAnyMore() {
        place.ask("desk/fx");
        @Nullable Object[] shelf = place.seat.shelf();
        assertThat(glance(shelf, "desk/fx")).isNotNull();
        fixture.script = request -> new EntitlementDecision.Denied(
                Validity.untilReset().covering(Coverage.prefix("desk/")), Explanation.of("no"));
        place.ask("desk/bonds");

        assertThat(glance(shelf, "desk/fx")).isNull();
        assertThat(place.find("desk/fx")).isEqualTo("no");
    }

    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void aResetIsInForceOnEveryShelfThatAnybodyHolds(KeyScope scope) {
        Fixture some = Fixture.of(scope);
        Fixture.Place one = some.place("falken", "a");
        Fixture.Place two = some.place("falken", "a");
        Fixture.Place other = some.place("joshua", "a");
        for (Fixture.Place each : new Fixture.Place[] {one, two, other}) {
            each.ask("desk");
        }
        @Nullable Object[] ofOne = one.seat.shelf();
        @Nullable Object[] ofTwo = two.seat.shelf();
        @Nullable Object[] ofOther = other.seat.shelf();

        some.cache.resetUser("falken");
        assertThat(glance(some, ofOne, "desk")).isNull();
        assertThat(glance(some, ofTwo, "desk")).isNull();
        assertThat(glance(some, ofOther, "desk")).isNotNull();
        one.ask("desk");
        assertThat(glance(some, one.seat.shelf(), "desk")).isNotNull();

        some.cache.reset();
        assertThat(glance(some, one.seat.shelf(), "desk")).isNull();
        assertThat(glance(some, ofOther, "desk")).isNull();
    }

    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void nothingStandsOnAShelfThatTheLastConnectionLeft(KeyScope scope) {
        Fixture some = Fixture.of(scope);
        Fixture.Place stays = some.place("falken", "another");
        Fixture.Place goes = some.place("falken", "a");
        goes.ask("desk");
        @Nullable Object[] shelf = goes.seat.shelf();
        goes.close();
        // Of a user there is still somebody.
        assertThat(glance(some, shelf, "desk") != null).isEqualTo(scope == KeyScope.USER);
        stays.close();
        assertThat(glance(some, shelf, "desk")).isNull();
        assertThat(glance(some, goes.seat.shelf(), "desk")).isNull();
    }

    @Test
    void nothingStandsOnAShelfWhoseUserHadToGo() {
        Fixture some = new Fixture(KeyScope.USER, 10, 10);
        Fixture.Place first = some.place("first");
        first.ask("desk");
        @Nullable Object[] shelf = first.seat.shelf();
        for (int user = 0; user < 100; user++) {
            Fixture.Place busy = some.place("user" + user);
            for (int i = 0; i < 10; i++) {
                busy.get("topic/" + i);
                busy.get("topic/" + i);
            }
        }
        assertThat(glance(some, shelf, "desk") == null).isEqualTo(first.find("desk") == null);
    }

    /**
     * Policies change one after the other, each with a reset, and answers name the policy of their time. Whoever glances after
     * a reset has returned, at whatever shelf he got hold of at whatever time, sees no older one.
     */
    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void nobodySeesAnAnswerFromBeforeAResetThatHasReturned(KeyScope scope) throws Exception {
        Fixture some = new Fixture(scope, 200, 50);
        AtomicInteger policy = new AtomicInteger();
        AtomicInteger inForce = new AtomicInteger();
        some.script = request -> EntitlementDecision.granted(Explanation.of(Integer.toString(policy.get())));
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Future<Long> seen = executor.submit(() -> {
                Fixture.Place asker = some.place("falken", "a");
                long found = 0;
                @Nullable Object[] shelf = asker.seat.shelf();
                for (int i = 0; !over.get() || found == 0; i++) {
                    String topic = "topic/" + i % 20;
                    int atLeast = inForce.get();
                    String known = glance(some, shelf, topic);
                    if (known == null) {
                        asker.ask(topic);
                        shelf = asker.seat.shelf();
                    } else {
                        found++;
                        assertThat(Integer.parseInt(known)).isGreaterThanOrEqualTo(atLeast);
                    }
                }
                return found;
            });
            for (int next = 1; next <= 2_000; next++) {
                policy.set(next);
                if (next % 10 == 0) {
                    some.cache.reset();
                } else {
                    some.cache.resetUser("falken");
                }
                inForce.set(next);
            }
            over.set(true);
            assertThat(seen.get(60, TimeUnit.SECONDS)).isPositive();
        } finally {
            over.set(true);
            executor.shutdownNow();
        }
    }
}
