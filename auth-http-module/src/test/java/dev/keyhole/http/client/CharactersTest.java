package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThat;

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
}
