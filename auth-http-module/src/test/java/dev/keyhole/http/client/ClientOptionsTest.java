package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.RawOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOptionsTest {

    private static List<Problem> problems(String value) {
        Options options = OptionSchema.of(ClientOptions.BREAKER_PAUSE)
                .readBlock(Place.AUTHENTICATION, List.of(new RawOption("BreakerPause", value, "test.xml:1")), List.of())
                .orThrow();
        List<Problem> problems = new ArrayList<>();
        ClientOptions.checkDuration(options, ClientOptions.BREAKER_PAUSE, problems);
        return problems;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "5s", "1h", "60m"})
    void aDurationMayBeFromAMillisecondToAnHour(String value) {
        assertThat(problems(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3600001ms", "1d"})
    void oneThatCanNotBeMeantIsAProblem(String value) {
        assertThat(problems(value))
                .extracting(Problem::message)
                .containsExactly("'BreakerPause' must be from 1ms to 1h");
    }
}
