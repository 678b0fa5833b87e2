package dev.keyhole.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    private static final List<String> KNOWN = List.of("ConnectionTimeout", "RequestTimeout", "Key", "CAKey");

    @ParameterizedTest
    @CsvSource({
        "RequestTimeuot,RequestTimeout",
        "requesttimeout,RequestTimeout",
        "ConectionTimeout,ConnectionTimeout",
        "Kye,Key",
        "CAkeys,CAKey"
    })
    void proposesTheNearestName(String wrong, String meant) {
        assertThat(Spelling.nearest(wrong, KNOWN)).contains(meant);
    }

    @Test
    void proposesNothingThatIsFarOff() {
        assertThat(Spelling.nearest("CredentialStore", KNOWN)).isEmpty();
        assertThat(Spelling.nearest("", KNOWN)).isEmpty();
        assertThat(Spelling.nearest("x".repeat(100_000), KNOWN)).isEmpty();
    }

    @Test
    void listsAllNamesIfNoneIsNear() {
        assertThat(Spelling.unknown("no such name", "Foo", List.of("b", "a")))
                .isEqualTo("no such name; known are a, b");
        assertThat(Spelling.unknown("no such name", "Foo", List.of())).isEqualTo("no such name");
    }
}
