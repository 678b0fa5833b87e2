package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NoncesTest {

    private final AtomicLong nanos = new AtomicLong(-12_345);
    private final Nonces nonces = new Nonces(Duration.ofMinutes(5), 3, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aNonceHoldsForItsLifetime() {
        String nonce = nonces.next();
        pass(Duration.ofSeconds(299));
        assertThat(nonces.isCurrent(nonce)).isTrue();
        assertThat(nonces.use(nonce, 1)).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(nonces.isCurrent(nonce)).isFalse();
        assertThat(nonces.use(nonce, 2)).isFalse();
    }

    @Test
    void noneCountsTwiceAsItGetsTooOld() {
        AtomicLong time = new AtomicLong();
        AtomicLong step = new AtomicLong();
        Nonces passing = new Nonces(Duration.ofNanos(100), () -> time.getAndAdd(step.get()));
        String nonce = passing.next();
        assertThat(passing.use(nonce, 1)).isTrue();
        step.set(1);
        for (int now = 90; now <= 110; now++) {
            time.set(now);
            assertThat(passing.use(nonce, 1)).as("at " + now).isFalse();
        }
    }

    @Test
    void onlyNoncesOfOursCount() {
        String nonce = nonces.next();
        char changed = nonce.charAt(3) == 'A' ? 'B' : 'A';

        assertThat(nonces.isCurrent(new Nonces(Duration.ofMinutes(5), nanos::get).next()))
                .isFalse();
        assertThat(nonces.isCurrent(nonce.substring(0, 3) + changed + nonce.substring(4)))
                .isFalse();
        assertThat(nonces.isCurrent(nonce + "A")).isFalse();
        assertThat(nonces.isCurrent("")).isFalse();
        assertThat(nonces.isCurrent("/+*")).isFalse();
    }

    @Test
    void noTwoAreEqual() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(made.add(nonces.next())).isTrue();
        }
    }

    @Test
    void eachCountCountsOnceInWhateverOrder() {
        String nonce = nonces.next();
        for (long count : new long[] {1, 3, 2, 700, 5, 1_024, 4}) {
            assertThat(nonces.use(nonce, count)).as("count " + count).isTrue();
        }
        for (long count : new long[] {1, 2, 3, 4, 5, 700, 1_024}) {
            assertThat(nonces.use(nonce, count)).as("count " + count).isFalse();
        }
    }

    @Test
    void countsFarBelowTheHighestDontCount() {
        String nonce = nonces.next();
        assertThat(nonces.use(nonce, 5_000)).isTrue();
        assertThat(nonces.use(nonce, 5_000 - 1_024)).isFalse();
        assertThat(nonces.use(nonce, 5_000 - 1_023)).isTrue();
        assertThat(nonces.use(nonce, 0xffffffffL)).isTrue();
        assertThat(nonces.use(nonce, 0xffffffffL)).isFalse();
        assertThat(nonces.use(nonce, 5_001)).isFalse();
    }

    @Test
    void whatIsForgottenForWantOfRoomCountsForNothingAnyMore() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(nonces.next());
        }
        // The room is for three; the last one is used first.
        for (int i : new int[] {4, 1, 2}) {
            assertThat(nonces.use(made.get(i), 1)).isTrue();
        }
        assertThat(nonces.use(made.get(3), 1)).isTrue();
        assertThat(nonces.use(made.get(1), 2)).as("forgotten").isFalse();
        assertThat(nonces.use(made.get(0), 1))
                .as("older than one that was forgotten")
                .isFalse();
        for (int i : new int[] {2, 3, 4}) {
            assertThat(nonces.use(made.get(i), 1)).as("replayed").isFalse();
            assertThat(nonces.use(made.get(i), 2)).isTrue();
        }
    }
}
