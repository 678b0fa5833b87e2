package dev.keyhole.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "token joshua-1983 is bad      | joshua-1983                     | token *** is bad",
                "joshua-1983joshua-1983        | joshua-1983                     | ***",
                "half of it: joshua-198        | joshua-1983-falken              | half of it: ***",
                "claims eyJzdWIiOiJ no good    | eyJhbGciOiJ.eyJzdWIiOiJ.c2lnbmE | claims *** no good",
                "pin 1234 of 12345             | 1234                            | pin *** of ***5",
                "the cat sat                   | cat                             | the cat sat",
                "nothing in common             | joshua-1983                     | nothing in common",
                "first joshua then 1983        | joshua 1983                     | first *** then ***"
            })
    void hidesWhatTheSecretHasAsWell(String text, String secret, String shown) {
        assertThat(Masking.mask(text, secret)).isEqualTo(shown);
    }

    @Test
    void hidesASecretThatIsBrokenIntoLines() {
        String token = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        String folded = token.replaceAll("(.{16})", "$1\n");
        assertThat(Masking.mask(folded, token)).isEqualTo("***\n***\n***\n***");
    }

    @Test
    void longTextsTakeNoLongTime() {
        String text = "ab".repeat(1_024);
        assertThatCode(() -> Masking.mask(text, "a".repeat(1 << 20))).doesNotThrowAnyException();
        assertThat(Masking.mask(text, text.repeat(512))).isEqualTo("***");
    }
}
