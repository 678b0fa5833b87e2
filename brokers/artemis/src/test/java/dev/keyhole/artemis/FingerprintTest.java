package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

    private final Fingerprint falken = Fingerprint.of("falken", "joshua");

    @Test
    void theSameAgainMatchesAsOtherObjectsAndAsTheSameOnes() {
        String user = copy("falken");
        String password = copy("joshua");
        assertThat(falken.matches(user, password)).isTrue();
        assertThat(falken.matches(user, password)).isTrue();
        assertThat(falken.matches(copy("falken"), copy("joshua"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "falken, joshua1",
                "falken1, joshua",
                "joshua, falken",
                "falken, -",
                "-, joshua",
                "-, -",
                "falkenj, oshua",
                "'', ''"
            })
    void nothingElseMatchesBeforeOrAfter(@Nullable String user, @Nullable String password) {
        assertThat(falken.matches(user, password)).isFalse();
        String knownUser = copy("falken");
        String knownPassword = copy("joshua");
        assertThat(falken.matches(knownUser, knownPassword)).isTrue();
        assertThat(falken.matches(user, password)).isFalse();
        assertThat(falken.matches(knownUser, password)).isEqualTo("joshua".equals(password));
        assertThat(falken.matches(user, knownPassword)).isEqualTo("falken".equals(user));
    }

    @Test
    void nothingAtAllMatchesOnlyItself() {
        Fingerprint nothing = Fingerprint.of(null, null);
        assertThat(nothing.matches(null, null)).isTrue();
        assertThat(nothing.matches("", "")).isFalse();
        assertThat(nothing.matches("", null)).isFalse();
        assertThat(nothing.matches(null, "")).isFalse();
        assertThat(Fingerprint.of("", "").matches(null, null)).isFalse();
    }

    @Test
    void manySessionsOfOneConnectionAllMatch() {
        String[] passwords =
                IntStream.range(0, 100).mapToObj(i -> copy("joshua")).toArray(String[]::new);
        for (int round = 0; round < 2; round++) {
            for (String password : passwords) {
                assertThat(falken.matches("falken", password)).isTrue();
            }
        }
    }

    private static String copy(String text) {
        return new StringBuilder(text).toString();
    }
}
