package dev.keyhole.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1 s",
        "59999, 59 s",
        "125000, 2 m 5 s",
        "3600000, 1 h 0 m",
        "86399999, 23 h 59 m",
        "180000000, 2 d 2 h"
    })
    void isToldInTheUnitsThatMatter(long millis, String words) {
        assertThat(new Age(millis)).hasToString(words);
    }

    @Test
    void aTokenFromTheFutureIsNew() {
        Instant now = Instant.EPOCH;
        assertThat(Age.of(now.plusSeconds(1), now)).isEqualTo(new Age(0));
        assertThat(Age.of(now.minusMillis(1_250), now).seconds()).isEqualByComparingTo("1.250");
    }
}
