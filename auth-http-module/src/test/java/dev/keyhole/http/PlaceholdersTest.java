package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyhole.http.Placeholders.Literal;
import dev.keyhole.http.Placeholders.Token;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {

    private static final Map<String, Integer> KNOWN = Map.of("ONE", 1, "TWO", 2);

    @Test
    void aTextIsSplitIntoWhatItSaysAndWhatItStandsFor() {
        assertThat(Placeholders.split("a{{ONE}}b{{TWO}}c", KNOWN))
                .containsExactly(
                        new Literal<>("a"), new Token<>(1), new Literal<>("b"), new Token<>(2), new Literal<>("c"));
        assertThat(Placeholders.split("{{ONE}}{{TWO}}", KNOWN)).containsExactly(new Token<>(1), new Token<>(2));
        assertThat(Placeholders.split("}} {", KNOWN)).containsExactly(new Literal<>("}} {"));
        assertThat(Placeholders.split("", KNOWN)).isEmpty();
    }

    @Test
    void whatCanNotBeReplacedIsExplained() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placeholders.split("{{ONE}}{{", KNOWN))
                .withMessage("a '{{' has no '}}' after it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placeholders.split("{{OEN}}", KNOWN))
                .withMessage("'{{OEN}}' can't be used here; did you mean 'ONE'?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placeholders.split("{{}}", KNOWN))
                .withMessageStartingWith("'{{}}' can't be used here");
    }
}
