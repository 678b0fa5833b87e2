package dev.keyhole.host.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemTimeTest {

    private final SystemTime time = new SystemTime();

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void runsTasksOfOneDelayInTheirOrder() throws Exception {
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(100);
        IntStream.range(0, 100)
                .forEach(i -> time.schedule(Duration.ofMillis(20), () -> {
                    ran.add(i);
                    all.countDown();
                }));

        Client.await(all);
        assertThat(ran).isSorted();
    }

    @Test
    void runsATaskAfterItsDelayAndNotBefore() throws Exception {
        for (int millis : new int[] {0, 1, 30, 30, 55, 30}) {
            long begin = System.nanoTime();
            CompletableFuture<Long> ran = new CompletableFuture<>();
            time.schedule(Duration.ofMillis(millis), () -> ran.complete(System.nanoTime()));

            assertThat(ran.get(30, TimeUnit.SECONDS) - begin).isGreaterThanOrEqualTo(millis * 1_000_000L);
        }
    }

    @Test
    void aShortDelayDoesNotWaitForALongOne() throws Exception {
        Future<?> late = time.schedule(Duration.ofDays(40_000), () -> {});
        CountDownLatch early = new CountDownLatch(1);
        time.schedule(Duration.ofMillis(1), early::countDown);

        Client.await(early);
        assertThat(late.isDone()).isFalse();
    }

    @Test
    void whatWasTakenBackNeverRunsAndHoldsUpNobody() throws Exception {
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch kept = new CountDownLatch(4);
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            tasks.add(time.schedule(Duration.ofMillis(50), () -> {
                ran.add(number);
                kept.countDown();
            }));
        }
        // The first, the last, neighbours, one twice.
        for (int gone : new int[] {0, 9, 4, 5, 3, 8, 4}) {
            tasks.get(gone).cancel(false);
        }

        Client.await(kept);
        assertThat(ran).containsExactly(1, 2, 6, 7);
        assertThat(tasks.get(4).isCancelled()).isTrue();
        assertThat(tasks.get(1).isDone()).isTrue();
    }

    @Test
    void aTaskThatFailsHoldsUpNobody() throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        time.schedule(Duration.ofMillis(10), () -> {
            throw new IllegalStateException("as meant");
        });
        time.schedule(Duration.ofMillis(10), next::countDown);

        Client.await(next);
    }

    @Test
    void aTaskMaySetTheNextOfItsOwnDelay() throws Exception {
        CountDownLatch rounds = new CountDownLatch(20);
        time.schedule(Duration.ofMillis(1), new Runnable() {
            @Override
            public void run() {
                rounds.countDown();
                if (rounds.getCount() > 0) {
                    time.schedule(Duration.ofMillis(1), this);
                }
            }
        });

        Client.await(rounds);
    }

    @Test
    void whoeverComesWhileTasksRunAsksTheTimerForNothing() throws Exception {
        Future<?> another = time.schedule(Duration.ofMillis(1), () -> {});
        CountDownLatch rounds = new CountDownLatch(200);
        time.schedule(Duration.ofMillis(1), new Runnable() {
            @Override
            public void run() {
                for (int i = 0; i < 10; i++) {
                    time.schedule(Duration.ofMillis(1), () -> {});
                }
                rounds.countDown();
                if (rounds.getCount() > 0) {
                    time.schedule(Duration.ofMillis(1), this);
                }
            }
        });

        Client.await(rounds);
        assertThat(time.pending()).isLessThanOrEqualTo(1);
        await().until(() -> another.isDone() && time.pending() == 0);
    }

    @Test
    void whatComesAfterTheEndIsCancelled() {
        time.schedule(Duration.ofDays(1), () -> {});
        time.close();

        assertThat(time.schedule(Duration.ofDays(1), () -> {}).isCancelled()).isTrue();
    }

    @Test
    void delaysWithoutNumberFindRoom() throws Exception {
        CountDownLatch all = new CountDownLatch(5_000);
        IntStream.range(0, 5_000).forEach(i -> time.schedule(Duration.ofNanos(1_000_000 + i * 977L), all::countDown));

        Client.await(all);
    }

    @Test
    void manyWhoComeAndGoLoseNothing() {
        int threads = 4;
        List<CompletableFuture<Integer>> wrong = IntStream.range(0, threads)
                .mapToObj(seed -> CompletableFuture.supplyAsync(() -> comeAndGo(new Random(seed))))
                .toList();

        assertThat(wrong)
                .allSatisfy(count -> assertThat(count.get(60, TimeUnit.SECONDS)).isZero());
    }

    /** How many tasks didn't run, though they weren't taken back, or ran twice, or too early. */
    private int comeAndGo(Random random) {
        List<Limit> limits = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Limit limit = new Limit(Duration.ofMillis(1 + random.nextInt(5)), random.nextInt(10) > 0);
            limits.add(limit);
            if (random.nextInt(10) > 0) {
                limits.get(random.nextInt(limits.size())).takeBack();
            }
        }
        await().until(() -> limits.stream().allMatch(limit -> limit.timer.isDone()));
        return (int) limits.stream().filter(Limit::isWrong).count();
    }

    private final class Limit {

        private final long begin = System.nanoTime();
        private final Duration delay;
        private final boolean mayGo;
        private final Future<?> timer;
        private int runs;
        private boolean early;

        Limit(Duration delay, boolean mayGo) {
            this.delay = delay;
            this.mayGo = mayGo;
            this.timer = time.schedule(delay, this::run);
        }

        private synchronized void run() {
            runs++;
            early = System.nanoTime() - begin < delay.toNanos();
        }

        void takeBack() {
            if (mayGo) {
                timer.cancel(false);
            }
        }

        synchronized boolean isWrong() {
            return early || runs > 1 || (runs == 0 && !timer.isCancelled());
        }
    }
}
