package dev.keyhole.http.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.keyhole.http.check.Superusers.Standing;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RawOption;
import dev.keyhole.testing.RecordingServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SuperusersTest {

    /** No jitter. */
    private static final RandomGenerator ZERO = () -> 0;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final RecordingServices host = new RecordingServices();
    private final Superusers superusers = new Superusers(host, lifetimes(), 3);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static Lifetimes lifetimes() {
        List<RawOption> options = CheckFixture.raw("host", "h", "port", "1", "RefreshAhead", "10s");
        return Lifetimes.read(CheckOptions.TOPIC_SCHEMA.readModule(options).orThrow(), ZERO);
    }

    private static Vote yes() {
        return new Vote.Yes(Terms.UNSAID, "yes");
    }

    private static Vote no() {
        return new Vote.No(Terms.UNSAID, "no", "");
    }

    private Standing find(String user, Vote vote) throws InterruptedException {
        return superusers.find(user, () -> {
            asked.incrementAndGet();
            return vote;
        });
    }

    @Test
    void aYesIsKeptAndAskedForAgainShortlyBeforeItsEnd() throws Exception {
        assertThat(find("falken", yes())).isEqualTo(new Standing(true, Duration.ofSeconds(60), "yes"));
        host.time().advance(Duration.ofSeconds(50).minusNanos(1));
        assertThat(find("falken", no()).left()).isEqualTo(Duration.ofSeconds(10).plusNanos(1));
        assertThat(asked).hasValue(1);
        host.time().advance(Duration.ofNanos(1));
        assertThat(find("falken", yes()).left()).isEqualTo(Duration.ofSeconds(60));
        assertThat(asked).hasValue(2);
        host.time().advance(Duration.ofSeconds(50));
        assertThat(find("falken", no())).isEqualTo(new Standing(false, Duration.ofSeconds(5), "no"));
        assertThat(find("falken", yes()).superuser()).isFalse();
        assertThat(asked).hasValue(3);
    }

    @Test
    void aNoIsKeptToItsEnd() throws Exception {
        find("falken", no());
        host.time().advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(find("falken", yes()).superuser()).isFalse();
        host.time().advance(Duration.ofNanos(1));
        assertThat(superusers.size()).isEqualTo(1);
        assertThat(find("falken", yes()).superuser()).isTrue();
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatIsShortIsAskedForAgainInItsSecondHalf() throws Exception {
        Vote short4 = new Vote.Yes(new Terms(Optional.of(Duration.ofSeconds(4)), Optional.empty()), "yes");
        find("falken", short4);
        host.time().advance(Duration.ofSeconds(2).minusNanos(1));
        find("falken", short4);
        assertThat(asked).hasValue(1);
        host.time().advance(Duration.ofNanos(1));
        find("falken", short4);
        assertThat(asked).hasValue(2);
    }

    @Test
    void noOpinionAndWhatLastsForNoTimeAreAskedForEachTime() throws Exception {
        Vote none = new Vote.None("hm");
        Vote unkept = new Vote.Yes(new Terms(Optional.of(Duration.ZERO), Optional.empty()), "yes");
        assertThat(find("falken", none)).isEqualTo(new Standing(false, Duration.ZERO, "hm"));
        assertThat(find("falken", unkept)).isEqualTo(new Standing(true, Duration.ZERO, "yes"));
        find("falken", none);
        assertThat(asked).hasValue(3);
        assertThat(superusers.size()).isZero();
    }

    @Test
    void aFaultEndsTheQuestionButNotWhatStillHolds() throws Exception {
        Superusers.Source down = () -> {
            asked.incrementAndGet();
            throw new ModuleUnavailableException("down");
        };
        assertThatExceptionOfType(ModuleUnavailableException.class).isThrownBy(() -> superusers.find("falken", down));
        find("falken", yes());
        host.time().advance(Duration.ofSeconds(55));
        assertThat(superusers.find("falken", down)).isEqualTo(new Standing(true, Duration.ofSeconds(5), "yes"));
        assertThat(asked).hasValue(3);
        host.time().advance(Duration.ofSeconds(5));
        assertThatExceptionOfType(ModuleUnavailableException.class).isThrownBy(() -> superusers.find("falken", down));
    }

    @Test
    void aFaultThatTakesLongProlongsNothing() throws Exception {
        for (Duration fault : List.of(Duration.ofSeconds(3), Duration.ofSeconds(20))) {
            find("falken", yes());
            host.time().advance(Duration.ofSeconds(55));
            Superusers.Source slow = () -> {
                host.time().advance(fault);
                throw new ModuleUnavailableException("slow");
            };
            if (fault.toSeconds() < 5) {
                assertThat(superusers.find("falken", slow).left()).isEqualTo(Duration.ofSeconds(2));
            } else {
                assertThatExceptionOfType(ModuleUnavailableException.class)
                        .isThrownBy(() -> superusers.find("falken", slow));
            }
            superusers.reset();
        }
    }

    @Test
    void ofTooManyTheLeastUsedIsForgotten() throws Exception {
        for (String user : List.of("a", "b", "c")) {
            find(user, yes());
        }
        find("a", yes());
        find("d", yes());
        assertThat(superusers.size()).isEqualTo(3);
        assertThat(asked).hasValue(4);
        find("a", yes());
        assertThat(asked).hasValue(4);
        find("b", yes());
        assertThat(asked).hasValue(5);
    }

    /** A question that waits until it may be answered. */
    private final class Held {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CompletableFuture<Vote> answer = new CompletableFuture<>();

        Vote ask() throws InterruptedException {
            asked.incrementAndGet();
            begun.countDown();
            try {
                return answer.get();
            } catch (ExecutionException e) {
                throw (ModuleUnavailableException) e.getCause();
            }
        }
    }

    private Future<Standing> findLater(Held held) {
        return threads.submit(() -> superusers.find("falken", held::ask));
    }

    private static Standing get(Future<Standing> found) throws Exception {
        return found.get(20, TimeUnit.SECONDS);
    }

    @Test
    void manyWhoWantToKnowAskOnce() throws Exception {
        Held held = new Held();
        List<Future<Standing>> all = new ArrayList<>();
        all.add(findLater(held));
        held.begun.await();
        for (int i = 0; i < 10; i++) {
            all.add(findLater(held));
        }
        held.answer.complete(yes());
        for (Future<Standing> one : all) {
            assertThat(get(one).superuser()).isTrue();
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void aFaultIsForAllWhoWait() throws Exception {
        Held held = new Held();
        Future<Standing> first = findLater(held);
        held.begun.await();
        Thread.State[] state = new Thread.State[1];
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Throwable> second = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            started.countDown();
            try {
                superusers.find("falken", () -> no());
                second.complete(new AssertionError("there was no fault"));
            } catch (InterruptedException | RuntimeException e) {
                second.complete(e);
            }
        });
        waiter.start();
        started.await();
        await().until(() -> {
            state[0] = waiter.getState();
            return state[0] == Thread.State.WAITING;
        });
        held.answer.completeExceptionally(new ModuleUnavailableException("down"));
        assertThat(second.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ModuleUnavailableException.class)
                .hasMessage("down");
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(first));
    }

    @Test
    void whoIsInterruptedLeavesTheQuestionToTheNext() throws Exception {
        Held held = new Held();
        Thread first = new Thread(() -> {
            try {
                superusers.find("falken", held::ask);
            } catch (InterruptedException e) {
                // as it must be
            }
        });
        first.start();
        held.begun.await();
        CompletableFuture<Standing> second = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                second.complete(find("falken", no()));
            } catch (InterruptedException e) {
                second.completeExceptionally(e);
            }
        });
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.WAITING);
        first.interrupt();
        assertThat(second.get(20, TimeUnit.SECONDS).superuser()).isFalse();
        assertThat(asked).hasValue(2);
    }

    @Test
    void whileItIsAskedForAgainTheOthersGetWhatStillHolds() throws Exception {
        find("falken", yes());
        host.time().advance(Duration.ofSeconds(55));
        Held held = new Held();
        Future<Standing> refreshing = findLater(held);
        held.begun.await();
        assertThat(find("falken", no()).superuser()).isTrue();
        assertThat(asked).hasValue(2);
        held.answer.complete(no());
        assertThat(get(refreshing).superuser()).isFalse();
        assertThat(find("falken", yes()).superuser()).isFalse();
    }

    @Test
    void whatWasAskedBeforeAResetIsNeitherKeptNorGivenToWhoComesAfterIt() throws Exception {
        for (boolean one : new boolean[] {true, false}) {
            Held held = new Held();
            Future<Standing> before = findLater(held);
            held.begun.await();
            if (one) {
                superusers.resetUser("falken");
            } else {
                superusers.reset();
            }
            assertThat(find("falken", no()).superuser()).isFalse();
            held.answer.complete(yes());
            assertThat(get(before).superuser()).isTrue();
            superusers.reset();
        }
        assertThat(asked).hasValue(4);
    }
}
