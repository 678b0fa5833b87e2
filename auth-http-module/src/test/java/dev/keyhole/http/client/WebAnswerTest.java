package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAnswerTest {

    private static WebAnswer answer(int status, Header... headers) {
        return new WebAnswer(status, List.of(headers), new byte[] {1, 2, 3});
    }

    @ParameterizedTest
    @CsvSource({
        "199, false, false, false, false",
        "200, true,  true,  false, false",
        "204, false, true,  false, false",
        "299, false, true,  false, false",
        "300, false, false, false, false",
        "401, false, false, true,  false",
        "403, false, false, false, false",
        "499, false, false, false, false",
        "500, false, false, false, true",
        "599, false, false, false, true",
        "600, false, false, false, false",
    })
    void aStatusIsOfOneKind(int status, boolean ok, boolean success, boolean unauthorized, boolean serverError) {
        assertThat(answer(status).status()).isEqualTo(status);
        assertThat(answer(status).isOk()).isEqualTo(ok);
        assertThat(answer(status).isSuccess()).isEqualTo(success);
        assertThat(answer(status).isUnauthorized()).isEqualTo(unauthorized);
        assertThat(WebAnswer.isServerError(status)).isEqualTo(serverError);
    }

    @Test
    void headersAreFoundInAnyCaseAndKeepTheirOrder() {
        WebAnswer answer = answer(
                401,
                new BasicHeader("www-authenticate", "Basic"),
                new BasicHeader("X", "x"),
                new BasicHeader("WWW-Authenticate", "Digest"),
                new BasicHeader("authentication-info", "first"),
                new BasicHeader("Authentication-Info", "second"));

        assertThat(answer.challenges()).containsExactly("Basic", "Digest");
        assertThat(answer.authenticationInfo()).isEqualTo("first");
        assertThat(answer.headers("x")).containsExactly("x");
        assertThat(answer(200).challenges()).isEmpty();
        assertThat(answer(200).authenticationInfo()).isEmpty();
    }

    @Test
    void itPrintsNothingOfWhatTheServiceWrote() {
        assertThat(answer(200, new BasicHeader("X", "secret"))).hasToString("WebAnswer[200, 3 bytes]");
    }
}
