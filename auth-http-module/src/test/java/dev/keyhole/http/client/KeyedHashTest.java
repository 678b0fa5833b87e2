package dev.keyhole.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyedHashTest {

    private final KeyedHash hash = new KeyedHash(new SecureRandom());

    private static String of(KeyedHash hash, String... parts) {
        return hash.of(Stream.of(parts).map(part -> part.getBytes(UTF_8)).toList());
    }

    @Test
    void equalPartsInTheSameOrderAreEqual() {
        assertThat(of(hash, "falken", "joshua")).hasSize(64).isEqualTo(of(hash, "falken", "joshua"));
    }

    @Test
    void whereOnePartEndsAndTheNextBeginsCounts() {
        assertThat(Stream.of(
                        of(hash, "ab", "c"),
                        of(hash, "a", "bc"),
                        of(hash, "abc"),
                        of(hash, "abc", ""),
                        of(hash, "", "abc"),
                        of(hash, "c", "ab"),
                        of(hash)))
                .doesNotHaveDuplicates();
    }

    @Test
    void anotherProcessHasAnotherKey() {
        assertThat(of(hash, "falken")).isNotEqualTo(of(new KeyedHash(new SecureRandom()), "falken"));
    }
}
