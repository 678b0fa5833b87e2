package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.testing.RecordingServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkheadTest {

    private static final Duration LONG = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final RecordingServices host = new RecordingServices();
    private final InFlight calls = new InFlight();
    private final Bulkhead bulkhead = new Bulkhead(host, 2);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private CompletableFuture<Boolean> enterLater() {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        int before = bulkhead.waiting();
        threads.execute(() -> {
            try {
                result.complete(bulkhead.enter(LONG, calls));
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        await().until(() -> bulkhead.waiting() > before && host.time().waiting() > before);
        return result;
    }

    private static boolean in(CompletableFuture<Boolean> entered) throws Exception {
        return entered.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whoComesFirstGoesFirst() throws Exception {
        assertThat(bulkhead.enter(LONG, calls)).isTrue();
        assertThat(bulkhead.enter(LONG, calls)).isTrue();
        CompletableFuture<Boolean> third = enterLater();
        CompletableFuture<Boolean> fourth = enterLater();

        bulkhead.leave();
        assertThat(in(third)).isTrue();
        assertThat(fourth).isNotDone();
        bulkhead.leave();
        assertThat(in(fourth)).isTrue();
        bulkhead.leave();
        bulkhead.leave();
        assertThat(bulkhead.enter(LONG, calls)).isTrue();
        assertThat(bulkhead.enter(LONG, calls)).isTrue();
        assertThat(enterLater()).isNotDone();
        assertThat(bulkhead.places()).isEqualTo(2);
    }

    @Test
    void whoWaitsTooLongGoesWithoutAndTheNextGetsThePlace() throws Exception {
        bulkhead.enter(LONG, calls);
        bulkhead.enter(LONG, calls);
        CompletableFuture<Boolean> third = enterLater();
        host.time().advance(LONG.minusNanos(1));
        assertThat(third).isNotDone();
        CompletableFuture<Boolean> fourth = enterLater();
        host.time().advance(Duration.ofNanos(1));
        assertThat(in(third)).isFalse();
        await().until(() -> bulkhead.waiting() == 1);
        bulkhead.leave();
        assertThat(in(fourth)).isTrue();
        await().until(() -> host.time().waiting() == 0);
    }

    @Test
    void anInterruptEndsTheWaitAndLosesNoPlace() throws Exception {
        bulkhead.enter(LONG, calls);
        bulkhead.enter(LONG, calls);
        CompletableFuture<Boolean> third = enterLater();
        threads.shutdownNow();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> in(third))
                .withCauseInstanceOf(InterruptedException.class);
        await().until(() -> bulkhead.waiting() == 0);
        bulkhead.leave();
        assertThat(bulkhead.enter(LONG, calls)).isTrue();
    }

    @Test
    void closingEndsTheWaitAndNobodyWaitsAfterIt() throws Exception {
        bulkhead.enter(LONG, calls);
        bulkhead.enter(LONG, calls);
        CompletableFuture<Boolean> third = enterLater();
        calls.close();
        assertThat(in(third)).isFalse();
        assertThatExceptionOfType(ModuleUnavailableException.class).isThrownBy(() -> bulkhead.enter(LONG, calls));
        assertThat(bulkhead.waiting()).isZero();
    }

    @Test
    void noPlaceIsLostWhenManyComeAndGo() throws Exception {
        List<CompletableFuture<Integer>> crowd = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            crowd.add(CompletableFuture.supplyAsync(
                    () -> {
                        int entered = 0;
                        for (int round = 0; round < 500; round++) {
                            try {
                                if (bulkhead.enter(LONG, calls)) {
                                    entered++;
                                    bulkhead.leave();
                                }
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        }
                        return entered;
                    },
                    threads));
        }
        for (CompletableFuture<Integer> one : crowd) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(500);
        }
        assertThat(bulkhead.enter(LONG, calls)).isTrue();
        assertThat(bulkhead.enter(LONG, calls)).isTrue();
    }
}
