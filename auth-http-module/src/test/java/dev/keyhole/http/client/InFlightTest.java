package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.ModuleUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private final InFlight calls = new InFlight();
    private final List<String> ended = new ArrayList<>();

    @Test
    void closingEndsWhatIsUnderWayAndNothingElse() {
        Runnable over = () -> ended.add("over");
        calls.begin(over);
        calls.begin(() -> ended.add("under way"));
        calls.end(over);
        calls.check();
        assertThat(calls.size()).isEqualTo(1);

        calls.close();

        assertThat(ended).containsExactly("under way");
    }

    @Test
    void nothingBeginsOnceItIsClosed() {
        calls.close();

        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> calls.begin(() -> ended.add("late")))
                .withMessage("the web-service module is closed");
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(calls::check)
                .withMessage("the web-service module is closed");
        assertThat(calls.size()).isZero();
        calls.close();
        assertThat(ended).isEmpty();
    }
}
