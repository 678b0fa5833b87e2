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
