package dev.keyhole.http.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheControlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "max-age=30; 30",
                "Max-Age = 30; 30",
                "max-age=\"30\"; 30",
                "private, max-age=30; 30",
                "max-age=30, max-age=20; 20",
                "max-age=20,max-age=30; 20",
                "max-age=0; 0",
                "max-age=30, no-store; 0",
                "no-store; 0",
                "NO-CACHE; 0",
                "no-cache=\"Set-Cookie\"; 0",
                "max-age; 0",
                "max-age=; 0",
                "max-age=-1; 0",
                "max-age=1.5; 0",
                "max-age=x; 0",
                "max-age=٣; 0",
                "max-age=999999999; 999999999",
                "max-age=1000000000; 2147483647",
                "max-age=99999999999999999999999; 2147483647",
            })
    void itSaysHowLongAnAnswerMayBeKept(String value, long seconds) {
        assertThat(CacheControl.lifetime(List.of(value))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "private", "public, must-revalidate", "s-maxage=9"})
    void elseItSaysNothing(String value) {
        assertThat(CacheControl.lifetime(List.of(value))).isEmpty();
    }

    @Test
    void severalHeadersCountTogether() {
        assertThat(CacheControl.lifetime(List.of("max-age=9", "public", "max-age=8")))
                .contains(Duration.ofSeconds(8));
        assertThat(CacheControl.lifetime(List.of())).isEmpty();
    }
}
