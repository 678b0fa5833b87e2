package dev.keyhole.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {

    @ParameterizedTest
    @CsvSource({
        "desk/fx, desk/fx, true",
        "desk/fx, desk/fx/spot, false",
        "desk/fx, desk, false",
        "desk/+, desk/fx, true",
        "desk/+, desk/, true",
        "desk/+, desk, false",
        "desk/+, desk/fx/spot, false",
        "desk/+/spot, desk/fx/spot, true",
        "desk/+/spot, desk//spot, true",
        "desk/+/spot, desk/fx/swap, false",
        "desk/+/spot, desk/fx/spots, false",
        "desk/#, desk/fx/spot, true",
        "desk/#, desk, true",
        "desk/#, desk/, true",
        "desk/#, desks, false",
        "desk/#, other, false",
        "#, desk/fx, true",
        "#, /, true",
        "#, $SYS/broker, false",
        "+/broker, $SYS/broker, false",
        "$SYS/#, $SYS/broker, true",
        "+, desk, true",
        "+, /desk, false",
        "/+, /desk, true",
        "+/+, /desk, true",
        "Desk/#, desk/fx, false",
        // Wider than what is covered, or who knows what it means.
        "desk/+, desk/#, false",
        "desk/+, desk/+, false",
        "desk/#, desk/*, false",
    })
    void aFilterCoversWhatItMatches(String filter, String name, boolean covered) {
        assertThat(Coverage.filter(filter).covers(name)).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "desk/#/fx", "desk#", "desk/fx+", "+desk", "a/b#", "##", "desk/++"})
    void whatIsNoFilterIsRefused(String filter) {
        assertThatIllegalArgumentException().isThrownBy(() -> Coverage.filter(filter));
    }

    @Test
    void aPrefixCoversWhatBeginsWithIt() {
        Coverage prefix = Coverage.prefix("desk/");
        assertThat(prefix.covers("desk/fx")).isTrue();
        assertThat(prefix.covers("desk/")).isTrue();
        assertThat(prefix.covers("desk")).isFalse();
        assertThat(prefix.covers("Desk/fx")).isFalse();
        assertThat(prefix.covers("desk/#")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Coverage.prefix(""));
    }

    @Test
    void theNameAloneCoversNoOther() {
        assertThat(Coverage.name().covers("desk")).isFalse();
        assertThat(Coverage.name().isWide()).isFalse();
        assertThat(Coverage.prefix("a").isWide()).isTrue();
    }

    @Test
    void coveragesAreComparedByWhatTheySay() {
        assertThat(Coverage.prefix("a")).isEqualTo(Coverage.prefix("a")).hasSameHashCodeAs(Coverage.prefix("a"));
        assertThat(Coverage.prefix("a")).isNotEqualTo(Coverage.filter("a")).isNotEqualTo(Coverage.prefix("b"));
        assertThat(Coverage.filter("a/#")).hasToString("names that match a/#");
    }

    @Test
    void aValidityThatCannotBeIsRefused() {
        Duration minute = Duration.ofMinutes(1);
        Validity validity =
                Validity.lasting(minute).refreshedAhead(Duration.ofSeconds(5)).covering(Coverage.prefix("a"));
        assertThat(validity.refreshAhead()).isEqualTo(Duration.ofSeconds(5));
        assertThat(validity.coverage()).isEqualTo(Coverage.prefix("a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Validity.untilReset().refreshedAhead(minute));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Validity.notCached().covering(Coverage.prefix("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> Validity.lasting(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Validity.lasting(minute).refreshedAhead(Duration.ofSeconds(-1)));
    }
}
