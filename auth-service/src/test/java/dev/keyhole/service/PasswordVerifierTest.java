package dev.keyhole.service;

import static dev.keyhole.service.Verification.ACCEPTED;
import static dev.keyhole.service.Verification.BRAKED;
import static dev.keyhole.service.Verification.CROWDED;
import static dev.keyhole.service.Verification.FAILED;
import static dev.keyhole.service.Verification.OVERLOADED;
import static dev.keyhole.service.Verification.REJECTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyhole.spi.Secret;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordVerifierTest {

    private static final Bucket.Size LAX = new Bucket.Size(1_000, Duration.ofMillis(1));
    private static final Origin HERE = Origin.client(InetAddress.getLoopbackAddress());

    private final AtomicLong version = new AtomicLong(1);
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> proved = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger computed = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** Everybody's password is "right"; the hash is its own text. */
    private final PasswordHashing hashing = (password, hash) -> {
        computed.incrementAndGet();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            assertThat(gate.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            atOnce.decrementAndGet();
        }
        return new String(password, UTF_8).equals(hash);
    };

    private final PasswordVerifier verifier = new PasswordVerifier(
            user -> new StoredPassword("right", user.startsWith("unknown"), version.get()),
            (user, password, stored) -> proved.add(user),
            hashing,
            new Brake(new BrakeLimits(LAX, LAX, LAX), nanos::get),
            2,
            3,
            nanos::get);

    @AfterEach
    void close() {
        gate.countDown();
        verifier.close();
    }

    private CompletableFuture<Verification> attempt(String user, String password) {
        return verifier.verify(user, Secret.of(password), HERE);
    }

    private Verification verify(String user, String password) {
        return attempt(user, password).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aSuccessIsRememberedForAMinute() {
        assertThat(verify("falken", "right")).isEqualTo(ACCEPTED);
        pass(Duration.ofSeconds(59));
        assertThat(verify("falken", "right")).isEqualTo(ACCEPTED);
        assertThat(computed).hasValue(1);
        pass(Duration.ofSeconds(2));
        assertThat(verify("falken", "right")).isEqualTo(ACCEPTED);
        assertThat(computed).hasValue(2);
    }

    @Test
    void aFailureIsNeverRemembered() {
        assertThat(verify("falken", "wrong")).isEqualTo(REJECTED);
        assertThat(verify("falken", "wrong")).isEqualTo(REJECTED);
        assertThat(computed).hasValue(2);
    }

    @Test
    void whatIsRememberedLetsInNobodyElse() {
        assertThat(verify("falken", "right")).isEqualTo(ACCEPTED);
        assertThat(verify("falken", "wrong")).isEqualTo(REJECTED);
        assertThat(verify("falke", "nright")).isEqualTo(REJECTED);
        assertThat(verify("falkenr", "ight")).isEqualTo(REJECTED);
        assertThat(verify("mckittrick", "right")).isEqualTo(ACCEPTED);
        assertThat(computed).hasValue(5);
    }

    @Test
    void nothingIsRememberedBeyondAChangeOfTheStore() {
        assertThat(verify("falken", "right")).isEqualTo(ACCEPTED);
        version.incrementAndGet();
        assertThat(verify("falken", "right")).isEqualTo(ACCEPTED);
        assertThat(computed).hasValue(2);
    }

    @Test
    void aVerificationFromBeforeAChangeCountsForNothingAfterIt() {
        gate = new CountDownLatch(1);
        CompletableFuture<Verification> before = attempt("falken", "right");
        version.incrementAndGet();
        CompletableFuture<Verification> after = attempt("falken", "right");
        gate.countDown();
        assertThat(before.join()).isEqualTo(ACCEPTED);
        assertThat(after.join()).isEqualTo(ACCEPTED);
        assertThat(computed).hasValue(2);
    }

    @Test
    void anUnknownUserCostsTheSameAndIsRefusedWhateverTheDecoySays() {
        assertThat(verify("unknown", "right")).isEqualTo(REJECTED);
        assertThat(verify("unknown", "right")).isEqualTo(REJECTED);
        assertThat(verify("unknown", "wrong")).isEqualTo(REJECTED);
        assertThat(computed).hasValue(3);
    }

    @Test
    void equalAttemptsUnderWayAreComputedOnce() {
        gate = new CountDownLatch(1);
        List<CompletableFuture<Verification>> attempts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            attempts.add(attempt("falken", "right"));
            attempts.add(attempt("falken", "wrong"));
        }
        gate.countDown();
        for (int i = 0; i < 100; i++) {
            assertThat(attempts.get(i).orTimeout(60, TimeUnit.SECONDS).join())
                    .isEqualTo(i % 2 == 0 ? ACCEPTED : REJECTED);
        }
        assertThat(computed).hasValue(2);
    }

    @Test
    void workIsBoundedToTheCoresAndTheQueueBehindThem() {
        gate = new CountDownLatch(1);
        List<CompletableFuture<Verification>> taken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            taken.add(attempt("user" + i, "right"));
        }
        assertThat(attempt("user5", "right")).isCompletedWithValue(CROWDED);
        assertThat(attempt("user5", "right")).isCompletedWithValue(CROWDED);
        gate.countDown();
        assertThat(taken).allSatisfy(attempt -> assertThat(
                        attempt.orTimeout(60, TimeUnit.SECONDS).join())
                .isEqualTo(ACCEPTED));
        assertThat(mostAtOnce.get()).isLessThanOrEqualTo(2);
        assertThat(verify("user5", "right")).isEqualTo(ACCEPTED);
    }

    @Test
    void whereEveryPlaceHasOneWaitingTheServiceIsFull() {
        gate = new CountDownLatch(1);
        Origin forwarder = Origin.forwarder(InetAddress.getLoopbackAddress());
        for (int i = 0; i < 5; i++) {
            verifier.verify("user" + i, Secret.of("right"), forwarder);
        }
        assertThat(verifier.verify("user5", Secret.of("right"), forwarder)).isCompletedWithValue(OVERLOADED);
    }

    @Test
    void whoGuessesAllAtOnceHasNoHashComputedForWhatStillWaits() {
        try (PasswordVerifier braked = new PasswordVerifier(
                user -> new StoredPassword("right", false, 1),
                (user, password, stored) -> proved.add(user),
                hashing,
                new Brake(new BrakeLimits(LAX, new Bucket.Size(3, Duration.ofSeconds(1)), LAX), nanos::get),
                1,
                100,
                nanos::get)) {
            gate = new CountDownLatch(1);
            List<CompletableFuture<Verification>> guesses = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                guesses.add(braked.verify("user" + i, Secret.of("wrong"), HERE));
            }
            gate.countDown();

            assertThat(guesses)
                    .extracting(guess -> guess.orTimeout(60, TimeUnit.SECONDS).join())
                    .containsOnly(REJECTED, BRAKED);
            assertThat(computed).hasValue(3);
        }
    }

    @Test
    void whoIsRememberedDoesntWaitBehindOthers() {
        assertThat(verify("falken", "right")).isEqualTo(ACCEPTED);
        gate = new CountDownLatch(1);
        List<CompletableFuture<Verification>> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(attempt("user" + i, "right"));
        }
        assertThat(attempt("falken", "right")).isCompletedWithValue(ACCEPTED);
        assertThat(others).anyMatch(CompletableFuture::isDone);
    }

    @Test
    void aPasswordThatIsTooLongIsRefused() {
        assertThat(verify("falken", "x".repeat(1025))).isEqualTo(REJECTED);
        assertThat(computed).hasValue(0);
    }

    @Test
    void aFaultIsNeitherYesNorNoAndIsNotRemembered() {
        try (PasswordVerifier faulty = new PasswordVerifier(
                user -> new StoredPassword("right", false, 1),
                (user, password, stored) -> proved.add(user),
                (password, hash) -> {
                    if (computed.incrementAndGet() == 1) {
                        throw new IllegalStateException("broken");
                    }
                    return true;
                },
                new Brake(BrakeLimits.USUAL, nanos::get),
                1,
                1,
                nanos::get)) {
            assertThat(faulty.verify("falken", Secret.of("right"), HERE).join()).isEqualTo(FAILED);
            assertThat(faulty.verify("falken", Secret.of("right"), HERE).join()).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void evenAnErrorLeavesNobodyWaiting() {
        try (PasswordVerifier faulty = new PasswordVerifier(
                user -> new StoredPassword("right", false, 1),
                (user, password, stored) -> proved.add(user),
                (password, hash) -> {
                    throw new StackOverflowError();
                },
                new Brake(BrakeLimits.USUAL, nanos::get),
                1,
                1,
                nanos::get)) {
            assertThat(faulty.verify("falken", Secret.of("right"), HERE)
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(FAILED);
        }
    }

    @Test
    void whoWaitsWhenItClosesIsAnswered() {
        gate = new CountDownLatch(1);
        List<CompletableFuture<Verification>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(attempt("user" + i, "right"));
        }
        verifier.close();
        assertThat(waiting).allSatisfy(attempt -> assertThat(
                        attempt.orTimeout(60, TimeUnit.SECONDS).join())
                .isEqualTo(FAILED));
    }

    @Test
    void theStoreIsToldOfWhatProvedToBeRightOnceAndOfNothingElse() {
        assertThat(verify("falken", "wrong")).isEqualTo(REJECTED);
        assertThat(verify("unknown", "right")).isEqualTo(REJECTED);
        assertThat(verify("falken", "right")).isEqualTo(ACCEPTED);
        assertThat(verify("falken", "right")).isEqualTo(ACCEPTED);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(proved).containsExactly("falken"));
    }

    @Test
    void aStoreThatCantBeAskedIsAFault() {
        try (PasswordVerifier blind = new PasswordVerifier(
                user -> {
                    throw new StoreUnavailableException("gone");
                },
                (user, password, stored) -> proved.add(user),
                hashing,
                new Brake(BrakeLimits.USUAL, nanos::get),
                1,
                1,
                nanos::get)) {
            assertThatThrownBy(() -> blind.verify("falken", Secret.of("right"), HERE))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }
}
