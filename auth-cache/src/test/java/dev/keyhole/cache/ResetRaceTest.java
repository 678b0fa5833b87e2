package dev.keyhole.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResetRaceTest {

    private static void whileTheModuleIsAsked(KeyScope scope, Consumer<Fixture> happens, boolean kept)
            throws Exception {
        Fixture fixture = Fixture.of(scope);
        Fixture.Place place = fixture.place("falken", "a");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        fixture.script = request -> {
            begun.countDown();
            goOn.await();
            return EntitlementDecision.granted(Explanation.of("old"));
        };
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<String> answer = executor.submit(() -> place.ask("desk"));
            begun.await();
            happens.accept(fixture);
            goOn.countDown();

            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("old");
            assertThat(place.find("desk")).isEqualTo(kept ? "old" : null);
            assertThat(fixture.cache.size()).isEqualTo(kept ? 1 : 0);
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void aCheckThatBeganBeforeAResetKeepsNothing(KeyScope scope) throws Exception {
        whileTheModuleIsAsked(scope, fixture -> fixture.cache.reset(), false);
    }

    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void aCheckThatBeganBeforeAResetOfItsUserKeepsNothing(KeyScope scope) throws Exception {
        whileTheModuleIsAsked(scope, fixture -> fixture.cache.resetUser("falken"), false);
    }

    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void aResetOfSomebodyElseChangesNothing(KeyScope scope) throws Exception {
        whileTheModuleIsAsked(scope, fixture -> fixture.cache.resetUser("joshua"), true);
    }

    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void aCheckOfAUserWhoLeftAndCameBackKeepsNothing(KeyScope scope) throws Exception {
        Fixture fixture = Fixture.of(scope);
        Fixture.Place place = fixture.place("falken", "a");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        fixture.script = request -> {
            begun.countDown();
            goOn.await();
            return EntitlementDecision.granted(Explanation.of("old"));
        };
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<String> answer = executor.submit(() -> place.ask("desk"));
            begun.await();
            place.close();
            Fixture.Place back = fixture.place("falken", "a");
            goOn.countDown();

            answer.get(30, TimeUnit.SECONDS);
            assertThat(back.find("desk")).isNull();
            assertThat(fixture.cache.size()).isZero();
        } finally {
            executor.shutdownNow();
        }
    }

    /**
     * The module answers with the number of the policy in force when it was asked. Policies change one after the other, each
     * with a reset; whoever asks after a reset has returned must never find an older number.
     */
    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void nobodyFindsAnAnswerFromBeforeAResetThatHasReturned(KeyScope scope) throws Exception {
        Fixture fixture = new Fixture(scope, 200, 50);
        AtomicInteger policy = new AtomicInteger();
        AtomicInteger inForce = new AtomicInteger();
        fixture.script = request -> EntitlementDecision.granted(Explanation.of(Integer.toString(policy.get())));
        AtomicInteger stop = new AtomicInteger();
        LongAdder finds = new LongAdder();
        int threads = 4;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                Random random = new Random(thread);
                readers.add(executor.submit(() -> {
                    int found = 0;
                    Fixture.Place place = fixture.place("falken", "c" + random.nextInt(2));
                    while (stop.get() == 0) {
                        if (random.nextInt(50) == 0) {
                            place.close();
                            place = fixture.place("falken", "c" + random.nextInt(2));
                        }
                        String topic = "topic/" + random.nextInt(60);
                        int atLeast = inForce.get();
                        String kept = place.find(topic);
                        if (kept != null) {
                            found++;
                            finds.increment();
                            assertThat(Integer.parseInt(kept)).isGreaterThanOrEqualTo(atLeast);
                        } else {
                            place.ask(topic);
                        }
                    }
                    place.close();
                    return found;
                }));
            }
            Random random = new Random(42);
            // On a busy machine all resets may be over before a reader has run at all.
            for (int next = 1; next <= 1_500 || finds.sum() == 0; next++) {
                policy.set(next);
                if (random.nextInt(10) == 0) {
                    fixture.cache.reset();
                } else {
                    fixture.cache.resetUser("falken");
                }
                inForce.set(next);
                if (random.nextInt(4) == 0) {
                    Thread.onSpinWait();
                }
            }
            stop.set(1);
            int found = 0;
            for (Future<Integer> reader : readers) {
                found += reader.get(60, TimeUnit.SECONDS);
            }
            assertThat(found).as("answers found in the cache").isPositive();
            assertThat(fixture.cache.size()).isZero();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aResetOfOneUserTouchesNobodyElse() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        List<Fixture.Place> places = new ArrayList<>();
        for (int user = 0; user < 10_000; user++) {
            Fixture.Place place = fixture.place("user" + user);
            place.ask("desk");
            places.add(place);
        }
        fixture.cache.resetUser("user0");

        assertThat(places.get(0).find("desk")).isNull();
        assertThat(places.stream().filter(place -> place.find("desk") != null)).hasSize(9_999);
    }
}
