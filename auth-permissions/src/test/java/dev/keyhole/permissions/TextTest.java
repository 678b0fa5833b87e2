package dev.keyhole.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0",
                "a\n",
                "\u001f",
                "\u007f",
                "\u0080",
                "\u009f",
                "\ud83d",
                "a\udd11",
                "\udd11\ud83d",
                "\ud83d\ud83d\udd11"
            })
    void controlCharactersAndHalvesOfCharactersAreFound(String text) {
        assertThat(Text.hasControlOrLoneSurrogate(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "~",
                "\u00a0",
                "J\u00fcrgen",
                "\ud83d\udd11",
                "a\ud83d\udd11\ud83d\udd11b",
                "\ud7ff\ue000"
            })
    void allElseIsText(String text) {
        assertThat(Text.hasControlOrLoneSurrogate(text)).isFalse();
        assertThat(Text.loneSurrogate(text)).isEmpty();
        assertThat(Text.control(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"\ud800, 0", "a\ud83d, 1", "\ud83d\udd11\udfff, 2", "\udc00a, 0", "\ud83d\ud83d\udd11, 0"})
    void halfOfACharacterIsFoundWhereItStands(String text, int index) {
        assertThat(Text.loneSurrogate(text)).contains(index);
    }

    @Test
    void aControlCharacterIsFoundWhereItStands() {
        assertThat(Text.control("ab\n\n")).contains(2);
        assertThat(Text.control("\u0085")).contains(0);
    }

    @Test
    void whatIsPrintedIsOneLineOfReasonableLength() {
        assertThat(Text.printable("a\nb\u202ec\u2028d\u2029e\ud83df")).isEqualTo("a?b?c?d?e?f");
        assertThat(Text.printable("\ud83d\udd11".repeat(200))).isEqualTo("\ud83d\udd11".repeat(200));
        assertThat(Text.printable("\ud83d\udd11".repeat(201))).isEqualTo("\ud83d\udd11".repeat(200) + "...");
    }
}
