package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private static Credentials credentials(String user, String password) {
        return Credentials.of(LogonRequest.explicit(user, Secret.of(password))).orElseThrow();
    }

    @Test
    void aPasswordIsGivenOutInCopiesAndWipedAtTheEnd() {
        Credentials credentials = credentials("falken", "j\u00f6shua");
        byte[] copy = credentials.password();

        assertThat(copy).isEqualTo("j\u00f6shua".getBytes(UTF_8));
        assertThat(new String(credentials.passwordText())).isEqualTo("j\u00f6shua");
        copy[0] = 'x';
        assertThat(credentials.password()).startsWith('j');
        credentials.close();

        assertThat(credentials.password()).containsOnly(0);
        assertThat(new String(credentials.passwordText())).isEqualTo("\0".repeat(7));
        assertThat(credentials.userName()).isEqualTo("falken");
    }

    @Test
    void nothingOfThemIsPrinted() {
        assertThat(credentials("falken", "joshua")).hasToString("Credentials[***]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\0", "\u007f", "\u0085"})
    void aPasswordThatNoHeaderCanSayIsRefused(String password) {
        assertThat(Credentials.of(LogonRequest.explicit("falken", Secret.of(password))))
                .isEmpty();
    }

    @Test
    void aPasswordThatIsNotUtf8IsRefused() {
        assertThat(Credentials.of(LogonRequest.explicit("falken", Secret.of(new byte[] {'a', (byte) 0xff}))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {":", ":a", "a:", "a:b"})
    void aColonInAUserNameHindersBasicAndNotDigest(String userName) {
        assertThat(new BasicChallenge().obstacle(credentials(userName, "p"))).isPresent();
        assertThat(new BasicChallenge().obstacle(credentials("falken", "p:q"))).isEmpty();
        assertThat(Challenges.read(List.of("Digest realm=\"r\", nonce=\"n\""))
                        .strongest()
                        .orElseThrow()
                        .obstacle(credentials(userName, "p")))
                .isEmpty();
    }
}
