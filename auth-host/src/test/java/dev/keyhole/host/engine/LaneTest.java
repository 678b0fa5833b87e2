package dev.keyhole.host.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {

    private final ManualTime time = new ManualTime();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<Object> late = new CopyOnWriteArrayList<>();
    private final List<Workers> workers = new ArrayList<>();

    /** The pool of Java 17, and whatever this JDK offers. */
    private Lane lane(String kind, int running, int waiting) {
        return lane(kind, running, waiting, LaneTest.class.getClassLoader());
    }

    private Lane lane(String kind, int running, int waiting, ClassLoader loader) {
        Workers threads = kind.equals("platform") ? Workers.platform() : Workers.start();
        workers.add(threads);
        EngineSettings settings = KeyholeOptions.read(
                List.of(
                        new RawOption("MaxConcurrentCalls", Integer.toString(running), ""),
                        new RawOption("MaxQueuedCalls", Integer.toString(waiting), ""),
                        new RawOption("CallTimeout", "9s", "")),
                new Problems());
        Site site = new Site("web", "mqtt", Place.AUTHENTICATION);
        return new Lane(
                site, new Lane.Resources(threads, time, settings, new TroubleLog(time, settings), nanos -> {}), loader);
    }

    @AfterEach
    void end() {
        goOn.countDown();
        workers.forEach(Workers::close);
    }

    private Call<String> hanging(Lane lane, String answer) {
        CountDownLatch begun = new CountDownLatch(1);
        Call<String> call = lane.submit(
                "test",
                () -> {
                    begun.countDown();
                    goOn.await();
                    return answer;
                },
                late::add);
        Client.await(begun);
        return call;
    }

    private Call<String> stubborn(Lane lane, String answer) {
        CountDownLatch begun = new CountDownLatch(1);
        Call<String> call = lane.submit(
                "test",
                () -> {
                    begun.countDown();
                    LogonTest.awaitUninterruptibly(goOn);
                    return answer;
                },
                late::add);
        Client.await(begun);
        return call;
    }

    private static void assertGivenUp(Call<?> call, String why) {
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(call::get)
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "best"})
    void soManyRunAndSoManyWaitAndTheRestFails(String kind) throws Throwable {
        Lane lane = lane(kind, 2, 3);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        List<Call<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            calls.add(lane.submit(
                    "test",
                    () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        two.countDown();
                        goOn.await();
                        running.decrementAndGet();
                        return number;
                    },
                    late::add));
        }
        Client.await(two);
        assertGivenUp(lane.submit("test", () -> 5, late::add), "it is busy: 2 calls run and 3 wait");

        goOn.countDown();
        for (int i = 0; i < 5; i++) {
            assertThat(calls.get(i).get()).isEqualTo(i);
        }
        assertThat(most).hasValue(2);
        assertThat(lane.submit("test", () -> 6, late::add).get()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "best"})
    void aCallThatOutlivesTheLimitIsInterrupted(String kind) {
        Lane lane = lane(kind, 1, 0);
        Call<String> call = hanging(lane, "never");
        time.advance(Duration.ofMillis(8_999));
        time.advance(Duration.ofMillis(1));

        assertGivenUp(call, "it hasn't answered within 9 s");
        await().untilAsserted(() ->
                assertThat(lane.submit("test", () -> "next", late::add).get()).isEqualTo("next"));
        assertThat(late).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "best"})
    void aCallThatIgnoresItsInterruptionKeepsItsPlace(String kind) throws Throwable {
        Lane lane = lane(kind, 2, 0);
        Call<String> stuck = stubborn(lane, "late");
        time.advance(Duration.ofSeconds(9));
        assertGivenUp(stuck, "it hasn't answered within 9 s");

        Call<String> other = hanging(lane, "other");
        assertGivenUp(lane.submit("test", () -> "no place", late::add), "it is busy");

        goOn.countDown();
        assertThat(other.get()).isEqualTo("other");
        await().untilAsserted(() -> assertThat(late).containsExactly("late"));
        await().until(() -> lane.awaitIdle(Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "best"})
    void anInterruptReachesOnlyTheCallItIsMeantFor(String kind) throws Throwable {
        Lane lane = lane(kind, 1, 100);
        Call<String> stuck = stubborn(lane, "late");
        stuck.giveUp("enough");
        List<Call<Boolean>> next = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            next.add(lane.submit("test", () -> Thread.currentThread().isInterrupted(), late::add));
        }
        goOn.countDown();
        for (Call<Boolean> call : next) {
            assertThat(call.get()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "best"})
    void aCallThatIsGivenUpWhileItWaitsNeverRuns(String kind) {
        Lane lane = lane(kind, 1, 1);
        hanging(lane, "first");
        Call<String> waiting = lane.submit("test", () -> "second", late::add);
        waiting.limitWait(Duration.ofSeconds(2));
        time.advance(Duration.ofSeconds(2));
        assertGivenUp(waiting, "waited 2 s for its turn");

        // Its place in the queue is free again.
        Call<String> next = lane.submit("test", () -> "third", late::add);
        goOn.countDown();
        await().untilAsserted(() -> assertThat(next.get()).isEqualTo("third"));
        assertThat(late).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "best"})
    void whoHearsOfAnAnswerHoldsNoPlaceInTheLane(String kind) {
        Lane lane = lane(kind, 1, 0);
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(1);
        Call<Boolean> call = lane.submit("test", () -> listening.await(30, TimeUnit.SECONDS), late::add);
        call.then(
                answer -> {
                    heard.countDown();
                    LogonTest.awaitUninterruptibly(goOn);
                },
                failure -> {});
        listening.countDown();
        Client.await(heard);
        await().untilAsserted(() ->
                assertThat(lane.submit("test", () -> "next", late::add).get()).isEqualTo("next"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "best"})
    void aClosedLaneTakesNoCallsAndEndsThoseItHas(String kind) throws InterruptedException {
        Lane lane = lane(kind, 1, 1);
        Call<String> running = hanging(lane, "first");
        Call<String> waiting = lane.submit("test", () -> "second", late::add);
        lane.close();

        assertGivenUp(running, "it was closed");
        assertGivenUp(waiting, "it was closed");
        assertGivenUp(lane.submit("test", () -> "third", late::add), "it was closed");
        assertThat(lane.awaitIdle(Duration.ofSeconds(30))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "best"})
    void aCallHasTheModulesClassLoader(String kind) throws Throwable {
        try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
            Lane lane = lane(kind, 1, 0, loader);
            assertThat(lane.submit("test", () -> Thread.currentThread().getContextClassLoader(), late::add)
                            .get())
                    .isSameAs(loader);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "best"})
    void slowAndStuckCallsAreNamedOnceAMinute(String kind) {
        Lane lane = lane(kind, 3, 0);
        try (CapturedLog log = new CapturedLog("dev.keyhole.host")) {
            stubborn(lane, "one");
            stubborn(lane, "two");
            time.advance(Duration.ofSeconds(3));
            assertThat(log.lines()).hasSize(1);
            assertThat(log.lines().get(0))
                    .startsWith(
                            "WARN module 'web' (authentication on transport 'mqtt') has been busy with a test for 3 s;"
                                    + " it is given up after 9 s (2 of 3 calls run)")
                    .contains("\tat ")
                    .contains("LaneTest.lambda$stubborn");

            log.clear();
            time.advance(Duration.ofSeconds(9));
            assertThat(log.lines()).hasSize(1);
            assertThat(log.lines().get(0))
                    .startsWith("WARN module 'web' (authentication on transport 'mqtt') is stuck in a test for 12 s")
                    .contains("LaneTest.lambda$stubborn");

            log.clear();
            time.advance(Duration.ofSeconds(60));
            stubborn(lane, "three");
            time.advance(Duration.ofSeconds(3));
            assertThat(log.lines()).singleElement().asString().contains("and 1 times more");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "best"})
    void aQuickCallLeavesNoTimerBehind(String kind) throws Throwable {
        Lane lane = lane(kind, 1, 10);
        for (int i = 0; i < 100; i++) {
            lane.submit("test", () -> "quick", late::add).get();
        }
        assertThat(time.pending()).isZero();
    }
}
