package dev.keyhole.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoundsTest {

    @Test
    void aUserPastItsShareLosesItsOwnOldestAnswers() {
        Fixture fixture = new Fixture(KeyScope.USER, 1_000, 10);
        Fixture.Place quiet = fixture.place("quiet");
        quiet.ask("desk");
        Fixture.Place loud = fixture.place("loud");
        for (int i = 0; i < 100; i++) {
            loud.ask("random/" + i);
        }

        assertThat(fixture.cache.size()).isEqualTo(11);
        assertThat(quiet.find("desk")).isNotNull();
        assertThat(loud.find("random/99")).isNotNull();
        assertThat(loud.find("random/89")).isNull();
    }

    @Test
    void whatAUserUsesOutlivesWhatItAskedOnce() {
        Fixture fixture = new Fixture(KeyScope.USER, 1_000, 10);
        Fixture.Place place = fixture.place("falken");
        place.ask("used");
        for (int i = 0; i < 100; i++) {
            assertThat(place.find("used")).isNotNull();
            place.ask("random/" + i);
        }
    }

    @Test
    void oneEntryMustGoEvenIfAllAreUsed() {
        Fixture fixture = new Fixture(KeyScope.USER, 10_000, 200);
        Fixture.Place place = fixture.place("falken");
        for (int i = 0; i < 200; i++) {
            place.ask("topic/" + i);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(place.find("topic/" + i)).isNotNull();
        }
        place.ask("one more");

        assertThat(place.find("one more")).isNotNull();
        assertThat(fixture.cache.size()).isEqualTo(200);
    }

    @Test
    void aUsersShareIsThatOfAllItsConnections() {
        for (KeyScope scope : KeyScope.values()) {
            Fixture fixture = new Fixture(scope, 1_000, 10);
            for (int connection = 0; connection < 5; connection++) {
                Fixture.Place place = fixture.place("falken", "client" + connection);
                for (int i = 0; i < 10; i++) {
                    place.ask("topic/" + connection + "/" + i);
                }
            }
            assertThat(fixture.cache.size()).as(scope.name()).isEqualTo(10);
        }
    }

    @Test
    void aConnectionWhoseAnswersWereEvictedFindsNewOnes() {
        Fixture fixture = new Fixture(KeyScope.CONNECTION, 1_000, 2);
        Fixture.Place one = fixture.place("falken");
        Fixture.Place two = fixture.place("falken");
        one.ask("a");
        assertThat(one.find("something else")).isNull();
        two.ask("b");
        two.ask("c");
        assertThat(one.find("a")).isNull();

        one.ask("a");
        assertThat(one.find("a")).isNotNull();
    }

    @Test
    void allTogetherStayWithinTheLimit() {
        Fixture fixture = new Fixture(KeyScope.USER, 100, 10);
        List<Fixture.Place> places = new ArrayList<>();
        for (int user = 0; user < 200; user++) {
            Fixture.Place place = fixture.place("user" + user);
            places.add(place);
            for (int i = 0; i < 5; i++) {
                place.ask("topic/" + i);
            }
        }
        assertThat(fixture.cache.size()).isLessThanOrEqualTo(100);
        long found =
                places.stream().filter(place -> place.find("topic/0") != null).count();
        assertThat(found).isBetween(1L, 20L);
        // Whoever was evicted is served again.
        Fixture.Place first = places.get(0);
        for (int i = 0; i < 50; i++) {
            first.get("topic/0");
        }
        assertThat(first.get("topic/0")).isNotNull();
    }

    @Test
    void usersWhoKeepAskingStayWhenManyOthersComeOnce() {
        Fixture fixture = new Fixture(KeyScope.USER, 1_000, 10);
        Fixture.Place busy = fixture.place("busy");
        busy.ask("desk");
        for (int i = 0; i < 10_000; i++) {
            assertThat(busy.get("desk")).isNotNull();
        }
        fixture.asked.set(0);
        for (int user = 0; user < 5_000; user++) {
            fixture.place("visitor" + user).ask("topic");
            assertThat(busy.get("desk")).isNotNull();
        }
        assertThat(fixture.asked.get() - 5_000)
                .as("times that the busy user was asked about anew")
                .isLessThan(20);
    }

    @Test
    void noUserHoldsMoreThanTheWholeCache() {
        Fixture fixture = new Fixture(KeyScope.USER, 5, 10_000);
        Fixture.Place place = fixture.place("falken");
        for (int i = 0; i < 100; i++) {
            place.ask("topic/" + i);
        }
        assertThat(fixture.cache.size()).isLessThanOrEqualTo(5);
        assertThat(place.find("topic/99")).isNotNull();
    }

    private static Fixture inBytes(long all, long perUser) {
        return new Fixture(KeyScope.USER, new CacheLimits(1_000_000, 1_000_000, all, perUser));
    }

    @Test
    void aUserPastItsShareOfMemoryLosesItsOwnOldestAnswers() {
        Fixture fixture = inBytes(1 << 20, 1 << 14);
        Fixture.Place quiet = fixture.place("quiet");
        quiet.ask("desk");
        Fixture.Place loud = fixture.place("loud");
        String longName = "x".repeat(1_000);
        for (int i = 0; i < 1_000; i++) {
            loud.ask(longName + i);
        }
        assertThat(fixture.cache.bytes()).isBetween(1L << 13, (1L << 14) + 1_000);
        assertThat(fixture.cache.size()).isBetween(8L, 20L);
        assertThat(quiet.find("desk")).isNotNull();
        assertThat(loud.find(longName + 999)).isNotNull();
        assertThat(loud.find(longName + 900)).isNull();
    }

    @Test
    void namesThatTakeTwoBytesACharacterCountTwice() {
        Fixture latin = inBytes(1 << 20, 1 << 20);
        latin.place("falken").ask("x".repeat(1_000));
        Fixture greek = inBytes(1 << 20, 1 << 20);
        greek.place("falken").ask("\u03b1".repeat(1_000));

        assertThat(greek.cache.bytes() - latin.cache.bytes()).isEqualTo(1_000);
    }

    @Test
    void aDecisionCountsOnceForAUserHoweverManyNamesItIsAbout() {
        Fixture fixture = inBytes(1 << 20, 1 << 20);
        fixture.script = request -> EntitlementDecision.granted(Explanation.of("r".repeat(1_000)));
        Fixture.Place place = fixture.place("falken");
        place.ask("a");
        long one = fixture.cache.bytes();
        place.ask("b");
        long two = fixture.cache.bytes();
        assertThat(one).isGreaterThan(1_000);
        assertThat(two - one).isLessThan(200);

        Fixture.Place other = fixture.place("joshua");
        other.ask("a");
        assertThat(fixture.cache.bytes() - two).isEqualTo(one);
    }

    /** A module may say something else of every name. */
    @Test
    void decisionsThatAreAllDifferentKeepTheBound() {
        Fixture fixture = inBytes(1 << 20, 1 << 15);
        fixture.script = request -> EntitlementDecision.denied(
                Explanation.of("no such topic: " + request.resource().name()));
        Fixture.Place place = fixture.place("falken");
        for (int i = 0; i < 5_000; i++) {
            place.ask("topic/" + i);
        }
        assertThat(fixture.cache.bytes()).isLessThanOrEqualTo(1 << 15);
        assertThat(fixture.cache.size()).isLessThan(100);
        assertThat(place.find("topic/4999")).isNotNull();
    }

    @Test
    void whatIsHeavierThanAllMayBeIsAskedForEachTime() {
        Fixture fixture = inBytes(1_000, 1_000);
        Fixture.Place place = fixture.place("falken");
        place.ask("desk");
        place.ask("x".repeat(2_000));
        assertThat(place.find("x".repeat(2_000))).isNull();
        assertThat(place.find("desk")).isNotNull();
        assertThat(fixture.cache.size()).isEqualTo(1);
    }

    @Test
    void allTogetherStayWithinTheLimitInBytes() {
        Fixture fixture = inBytes(1 << 16, 1 << 12);
        for (int user = 0; user < 200; user++) {
            Fixture.Place place = fixture.place("user" + user);
            for (int i = 0; i < 50; i++) {
                place.ask("topic/" + i);
            }
            assertThat(fixture.cache.bytes()).isLessThanOrEqualTo(1 << 16);
        }
        assertThat(fixture.cache.bytes()).isGreaterThan(1 << 14);
    }

    @Test
    void everythingThatIsForgottenWeighsNothing() {
        for (KeyScope scope : KeyScope.values()) {
            Fixture fixture = new Fixture(scope, 1_000, 20);
            Fixture.Place place = fixture.place("falken");
            Fixture.Place other = fixture.place("falken", "other");
            for (int i = 0; i < 100; i++) {
                place.ask("topic/" + i % 30);
                other.ask("topic/" + i % 7);
            }
            assertThat(fixture.cache.bytes()).isPositive();
            place.close();
            other.close();
            assertThat(fixture.cache.bytes()).isZero();
        }
    }

    @Test
    void hostileNamesOfOneUserTakeNothingFromOthers() {
        Fixture fixture = new Fixture(KeyScope.USER, 10_000, 1_000);
        List<Fixture.Place> others = new ArrayList<>();
        for (int user = 0; user < 8; user++) {
            Fixture.Place place = fixture.place("user" + user);
            others.add(place);
            for (int i = 0; i < 1_000; i++) {
                place.ask("topic/" + i);
            }
        }
        Fixture.Place hostile = fixture.place("hostile");
        BucketTest.colliding(14).forEach(hostile::get);
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            hostile.get("random/" + random.nextLong());
        }
        for (Fixture.Place place : others) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(place.find("topic/" + i)).isNotNull();
            }
        }
        assertThat(fixture.cache.size()).isBetween(8_001L, 9_000L);
    }

    /** The same questions to the cache and to a map that forgets nothing but what it must. */
    @Test
    void randomUseNeverFindsAWrongAnswer() {
        Random random = new Random(20_260_101);
        for (KeyScope scope : KeyScope.values()) {
            Fixture fixture = new Fixture(scope, 60, 20);
            List<Fixture.Place> places = new ArrayList<>();
            for (int step = 0; step < 50_000; step++) {
                int what = random.nextInt(100);
                String user = "user" + random.nextInt(8);
                if (places.isEmpty() || what < 5) {
                    places.add(fixture.place(user, "client" + random.nextInt(3)));
                } else if (what < 9) {
                    places.remove(random.nextInt(places.size())).close();
                } else if (what == 10) {
                    fixture.cache.resetUser(user);
                } else if (what == 11 && random.nextInt(20) == 0) {
                    fixture.cache.reset();
                } else {
                    Fixture.Place place = places.get(random.nextInt(places.size()));
                    String topic = "topic/" + random.nextInt(30);
                    fixture.script = request -> EntitlementDecision.granted(Explanation.of(request.identity()
                                    .userName() + " " + request.resource().name()));
                    assertThat(place.get(topic)).endsWith(" " + topic);
                    assertThat(fixture.cache.size()).isLessThanOrEqualTo(60);
                }
            }
            places.forEach(Fixture.Place::close);
            assertThat(fixture.cache.size()).isZero();
        }
    }
}
