package dev.keyhole.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 10, 16, 100})
    void aKeyIsNewOnceHoweverManyThereAre(int size) {
        KeySet keys = new KeySet();
        for (int i = 0; i < size; i++) {
            assertThat(keys.add("key " + i)).isTrue();
        }
        for (int i = 0; i < size; i++) {
            assertThat(keys.add("key " + i)).as("key %d of %d", i, size).isFalse();
        }
        assertThat(keys.add("another")).isTrue();
        assertThat(keys.add("another")).isFalse();
    }
}
