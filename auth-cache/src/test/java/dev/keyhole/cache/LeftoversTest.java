package dev.keyhole.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that ask nothing any more hold nothing of what was forgotten. */
class LeftoversTest {

    private static void nothingIsLeft(Fixture fixture, Consumer<Fixture> forgetting) {
        fixture.script = request -> EntitlementDecision.granted(Explanation.of(
                request.identity().userName() + " " + request.resource().name()));
        Fixture.Place idle = fixture.place("falken", "a");
        WeakReference<String> answer = new WeakReference<>(idle.ask("desk"));
        assertThat(idle.find("desk")).isNotNull();
        @Nullable Object[] shelf = idle.seat.shelf();

        forgetting.accept(fixture);

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return answer.get() == null;
        });
        assertThat(shelf).isNotNull();
        assertThat(idle.seat.isOpen()).isTrue();
        assertThat(idle.find("desk")).isNull();
    }

    private static void othersAsk(Fixture fixture, int users, int questions) {
        for (int user = 0; user < users; user++) {
            Fixture.Place place = fixture.place("user" + user);
            for (int i = 0; i < questions; i++) {
                place.get("topic/" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void afterAResetOfTheUser(KeyScope scope) {
        nothingIsLeft(Fixture.of(scope), fixture -> {
            fixture.cache.resetUser("falken");
            // What equal decisions became is remembered for a while, whoever they were about.
            othersAsk(fixture, 1, 1_100);
        });
    }

    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void afterAResetOfEverythingAsSoonAsOthersAsk(KeyScope scope) {
        nothingIsLeft(Fixture.of(scope), fixture -> {
            List<Fixture.Place> many = new ArrayList<>();
            for (int user = 0; user < 100; user++) {
                many.add(fixture.place("quiet" + user));
            }
            fixture.cache.reset();
            othersAsk(fixture, 1, 20);
            assertThat(many).hasSize(100);
        });
    }

    @Test
    void afterTheUsersAnswersHadToGo() {
        nothingIsLeft(new Fixture(KeyScope.USER, 1_000, 100), fixture -> {
            for (int again = 0; again < 3; again++) {
                othersAsk(fixture, 40, 100);
            }
        });
    }
}
