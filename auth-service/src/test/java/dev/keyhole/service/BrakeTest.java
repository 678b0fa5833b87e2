package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.service.Brake.Lane;
import dev.keyhole.service.Bucket.Size;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is slowed down, and who isn't. */
class BrakeTest {

    private static final BrakeLimits LIMITS = new BrakeLimits(
            new Size(3, Duration.ofSeconds(5)),
            new Size(10, Duration.ofSeconds(1)),
            new Size(6, Duration.ofSeconds(3)));

    private final AtomicLong nanos = new AtomicLong();
    private final Brake brake = new Brake(LIMITS, nanos::get);

    private static Origin address(String text) {
        return Origin.client(Network.address(text).orElseThrow());
    }

    /** As the verifier does it; whether the password was looked at. */
    private boolean attempt(String user, Origin origin, boolean right) {
        Lane lane = brake.lane(user, origin);
        if (!lane.isOpen() || !lane.enter()) {
            return false;
        }
        if (right) {
            lane.right();
        } else {
            lane.wrong();
        }
        return true;
    }

    private int wrong(String user, Origin origin, int times) {
        int looked = 0;
        for (int i = 0; i < times; i++) {
            looked += attempt(user, origin, false) ? 1 : 0;
        }
        return looked;
    }

    @Test
    void oneUserFromOneAddressHasAFewMistakesThenOneEveryWhile() {
        assertThat(wrong("falken", address("192.0.2.1"), 100)).isEqualTo(3);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(wrong("falken", address("192.0.2.1"), 100)).isEqualTo(2);
    }

    @Test
    void mistakesForOneUserDontConcernOthersAtTheSameAddress() {
        wrong("falken", address("192.0.2.1"), 100);
        assertThat(attempt("mckittrick", address("192.0.2.1"), true)).isTrue();
    }

    @Test
    void mistakesElsewhereDontConcernTheUserWhoComesFromAUsualPlace() {
        assertThat(attempt("falken", address("192.0.2.1"), true)).isTrue();
        for (int i = 1; i < 200; i++) {
            wrong("falken", address("198.51.100." + i), 100);
        }
        assertThat(wrong("falken", address("192.0.2.1"), 2)).isEqualTo(2);
        assertThat(attempt("falken", address("192.0.2.1"), true)).isTrue();
    }

    @Test
    void evenFromANewPlaceTheUserHasATryWhileTheWorldGuesses() {
        for (int i = 1; i < 200; i++) {
            wrong("falken", address("198.51.100." + i), 100);
        }
        assertThat(attempt("falken", address("203.0.113.7"), true)).isTrue();
    }

    @Test
    void theWorldsSecondTriesAreCountedTogether() {
        int first = 0;
        for (int i = 1; i < 200; i++) {
            first += wrong("falken", address("198.51.100." + i), 100);
        }
        // Each has one; the first six are within the user's budget and have some more.
        assertThat(first).isBetween(199, 199 + 6);
        assertThat(wrong("falken", address("198.51.100.199"), 1)).isZero();
    }

    @Test
    void anAddressThatTriesManyUsersIsSlowedDown() {
        int looked = 0;
        for (int i = 0; i < 1_000; i++) {
            looked += wrong("user" + i, address("192.0.2.1"), 1);
        }
        assertThat(looked).isEqualTo(10);
        assertThat(attempt("falken", address("192.0.2.2"), true)).isTrue();
    }

    @Test
    void whoIsUsualAtAnAddressIsNotShutOutByWhatOthersDoThere() {
        attempt("falken", address("192.0.2.1"), true);
        for (int i = 0; i < 1_000; i++) {
            wrong("user" + i, address("192.0.2.1"), 1);
        }
        assertThat(attempt("falken", address("192.0.2.1"), true)).isTrue();
    }

    @Test
    void rightPasswordsCostNothing() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(attempt("falken", address("192.0.2.1"), true)).isTrue();
        }
    }

    @Test
    void aForwarderIsNeverBrakedButEachOfItsUsersIs() throws Exception {
        Origin forwarder = Origin.forwarder(InetAddress.getByName("192.0.2.1"));
        for (int i = 0; i < 1_000; i++) {
            assertThat(wrong("user" + i, forwarder, 100)).isEqualTo(3);
        }
        assertThat(attempt("falken", forwarder, true)).isTrue();
    }

    @Test
    void guessesOfOneMomentAreNotAllLetThrough() {
        int entered = 0;
        for (int i = 0; i < 100; i++) {
            Lane lane = brake.lane("falken", address("192.0.2.1"));
            entered += lane.isOpen() && lane.enter() ? 1 : 0;
        }
        assertThat(entered).isEqualTo(3);
    }

    @Test
    void whatWasNotFoundOutDoesntCount() {
        for (int i = 0; i < 100; i++) {
            Lane lane = brake.lane("falken", address("192.0.2.1"));
            assertThat(lane.isOpen() && lane.enter()).isTrue();
            lane.neither();
        }
    }

    @Test
    void anAddressOfIpv6IsAWholeSite() {
        assertThat(address("2001:db8:1:2::1")).isEqualTo(address("2001:db8:1:ff::9"));
        assertThat(address("2001:db8:1:2::1")).isNotEqualTo(address("2001:db8:1:300::1"));
        assertThat(address("::ffff:192.0.2.1")).isEqualTo(address("192.0.2.1"));
    }
}
