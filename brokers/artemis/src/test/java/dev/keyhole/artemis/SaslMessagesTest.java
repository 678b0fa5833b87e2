package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.LogonRequest.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the messages of these tests, a bar stands for NUL. */
class SaslMessagesTest {

    private static byte[] message(String text) {
        return text.replace('|', '\0').getBytes(UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "|falken|joshua, falken, joshua",
                "falken|falken|joshua, falken, joshua",
                "|nobody|, nobody, \"\"",
                "||joshua, \"\", joshua",
                "||, \"\", \"\"",
                "|préis|schön, préis, schön"
            })
    void plainHasAUserNameAndAPassword(String message, String user, String password) {
        LogonRequest request =
                SaslMessages.plain(message(message)).orElseThrow().toRequest();
        assertThat(request.kind()).isEqualTo(Kind.EXPLICIT);
        assertThat(request.userName()).isEqualTo(user);
        assertThat(request.secret().reveal()).isEqualTo(password);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|", "falken", "falken|joshua", "|falken|joshua|", "|||", "mckittrick|falken|joshua"})
    void whatIsMalformedOrForAnotherIsNoLogon(String message) {
        assertThat(SaslMessages.plain(message(message))).isEmpty();
    }

    @Test
    void aUserNameThatIsNoUtf8IsNoLogon() {
        assertThat(SaslMessages.plain("\0préis\0x".getBytes(ISO_8859_1))).isEmpty();
    }

    @Test
    void aPasswordMayBeAnyBytes() {
        byte[] message = {0, 'a', 0, (byte) 0xff, (byte) 0xfe};
        assertThat(SaslMessages.plain(message)
                        .orElseThrow()
                        .toRequest()
                        .secret()
                        .toBytes())
                .containsExactly(0xff, 0xfe);
    }

    @Test
    void anonymousIsAnImplicitLogonWhateverItsTrace() {
        assertThat(SaslMessages.anonymous(message("falken"))
                        .orElseThrow()
                        .toRequest()
                        .kind())
                .isEqualTo(Kind.IMPLICIT);
    }
}
