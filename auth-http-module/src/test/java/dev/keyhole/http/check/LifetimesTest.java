package dev.keyhole.http.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifetimesTest {

    private static final RandomGenerator LEAST = () -> 0;
    private static final RandomGenerator MOST = () -> -1;

    private static Lifetimes lifetimes(RandomGenerator random, String... options) {
        List<String> all = new ArrayList<>(List.of("host", "h", "port", "1"));
        all.addAll(List.of(options));
        return Lifetimes.read(
                CheckOptions.TOPIC_SCHEMA
                        .readModule(CheckFixture.raw(all.toArray(String[]::new)))
                        .orThrow(),
                random);
    }

    private static Terms lasting(Duration lifetime) {
        return new Terms(Optional.of(lifetime), Optional.empty());
    }

    @Test
    void theyAreAsTheConfigurationSaysAndATenthShorterAtMost() {
        assertThat(lifetimes(LEAST).ofYes(Terms.UNSAID)).isEqualTo(Duration.ofSeconds(60));
        assertThat(lifetimes(LEAST).ofNo(Terms.UNSAID)).isEqualTo(Duration.ofSeconds(5));
        assertThat(lifetimes(MOST).ofYes(Terms.UNSAID)).isBetween(Duration.ofSeconds(54), Duration.ofMillis(54_001));
        assertThat(lifetimes(MOST).ofNo(Terms.UNSAID)).isBetween(Duration.ofMillis(4_500), Duration.ofMillis(4_501));
        Lifetimes others = lifetimes(LEAST, "CacheGrants", "7s", "CacheDenials", "8s", "RefreshAhead", "9s");
        assertThat(others.ofYes(Terms.UNSAID)).isEqualTo(Duration.ofSeconds(7));
        assertThat(others.ofNo(Terms.UNSAID)).isEqualTo(Duration.ofSeconds(8));
        assertThat(others.refreshAhead()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void whatAnAnswerSaysGoesFirstUpToTheLongestTime() {
        Lifetimes lifetimes = lifetimes(LEAST, "MaxCacheTime", "2m");
        assertThat(lifetimes.ofYes(lasting(Duration.ofSeconds(3)))).isEqualTo(Duration.ofSeconds(3));
        assertThat(lifetimes.ofNo(lasting(Duration.ofSeconds(90)))).isEqualTo(Duration.ofSeconds(90));
        assertThat(lifetimes.ofNo(lasting(Duration.ofMinutes(3)))).isEqualTo(Duration.ofMinutes(2));
        assertThat(lifetimes.ofYes(lasting(Duration.ZERO))).isZero();
        assertThat(lifetimes(LEAST, "MaxCacheTime", "30s").ofYes(Terms.UNSAID)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void zeroInTheConfigurationIsNeverWhateverAnAnswerSays() {
        Lifetimes never = lifetimes(LEAST, "CacheGrants", "0", "CacheDenials", "0");
        assertThat(never.ofYes(lasting(Duration.ofMinutes(3)))).isZero();
        assertThat(never.ofNo(lasting(Duration.ofMinutes(3)))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CacheGrants", "CacheDenials", "MaxCacheTime", "RefreshAhead"})
    void theyEndAtAWeek(String option) {
        assertThat(lifetimes(LEAST, option, "7d")).isNotNull();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> lifetimes(LEAST, option, "169h"))
                .withMessage("'" + option + "' must be from 0 to 7d");
    }
}
