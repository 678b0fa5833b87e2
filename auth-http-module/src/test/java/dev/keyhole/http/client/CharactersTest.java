package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\u001b", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b", "\ud83d"})
    void whatDisturbsALineOfALogIsABlankThere(String mark) {
        assertThat(Characters.printable("fal" + mark + "ken")).isEqualTo("fal ken");
    }

    @Test
    void allElseStaysAndIsCutIfItIsLong() {
        assertThat(Characters.printable("Jürgen 🔑")).isEqualTo("Jürgen 🔑");
        assertThat(Characters.printable("🔑".repeat(301))).isEqualTo("🔑".repeat(300));
        assertThat(Characters.printable(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0",
                "a\r",
                "\n",
                "\u007f",
                "\u0085",
                "\ud83d",
                "a\udd11",
                "\udd11\ud83d",
                "\ud83da",
                "\ud83d\ud83d\udd11"
            })
    void controlCharactersAndHalvesOfCharactersAreSeen(String text) {
        assertThat(Characters.hasControlOrLoneSurrogate(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "~", "\u00a0", "Jürgen", "🔑", "a🔑🔑b"})
    void allElseMayBeSent(String text) {
        assertThat(Characters.hasControlOrLoneSurrogate(text)).isFalse();
        assertThat(Characters.hasLoneSurrogate(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udbff", "\udc00", "\udfff", "a\ud83d", "🔑\udd11"})
    void halvesOfCharactersAreSeenByThemselvesToo(String text) {
        assertThat(Characters.hasLoneSurrogate(text)).isTrue();
        assertThat(Characters.hasLoneSurrogate("\r\n\0")).isFalse();
    }

    @Test
    void aTokenIsMadeOfTheCharactersOfTheRfc() {
        String allowed = IntStream.range(0, 0x180)
                .filter(Characters::isTokenCharacter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        assertThat(allowed).isEqualTo("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~");
        assertThat(Characters.isToken(allowed)).isTrue();
        assertThat(Characters.isToken("")).isFalse();
        assertThat(Characters.isToken("a b")).isFalse();
        assertThat(Characters.isToken("a:")).isFalse();
    }
}
