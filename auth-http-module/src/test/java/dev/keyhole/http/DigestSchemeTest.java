package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import java.util.List;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.auth.MalformedChallengeException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestSchemeTest {

    private static final String MUFASA = "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s,"
            + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
            + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    @ParameterizedTest
    @CsvSource({
        "MD5,8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256,753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    })
    void theExamplesOfRfc7616Section391(String algorithm, String response) {
        DigestScheme scheme = scheme(
                String.format(MUFASA, algorithm),
                "Mufasa",
                "Circle of Life",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

        assertThat(scheme.authorization("GET", "/dir/index.html"))
                .isEqualTo("Digest username=\"Mufasa\", realm=\"http-auth@example.org\","
                        + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\","
                        + " response=\"" + response + "\", algorithm=" + algorithm + ", qop=auth, nc=00000001,"
                        + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\","
                        + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
    }

    /** With the values of erratum 4897; those that the RFC was published with are of SHA-512 cut to 256 bits. */
    @Test
    void theExampleOfRfc7616Section392() {
        DigestScheme scheme = scheme(
                "realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256,"
                        + " nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\","
                        + " opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, userhash=true",
                "J\u00e4s\u00f8n Doe",
                "Secret, or not?",
                "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v");

        assertThat(scheme.authorization("GET", "/doe.json"))
                .contains("username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\"")
                .contains("response=\"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5\"")
                .contains("userhash=true");
    }

    /** RFC 2617, section 3.5: still what servers without quality of protection go by. */
    @Test
    void withoutQualityOfProtectionThereIsNeitherCountNorClientNonce() {
        DigestScheme scheme = scheme(
                "realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"",
                "Mufasa",
                "Circle Of Life",
                "unused");

        assertThat(scheme.authorization("GET", "/dir/index.html"))
                .isEqualTo("Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                        + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\","
                        + " response=\"670fd8c2df070c60b045671b8b24ff02\", algorithm=MD5");
    }

    @Test
    void aSessionWithoutQualityOfProtectionStillSaysItsClientNonce() {
        DigestScheme scheme = scheme("realm=\"r\", nonce=\"n\", algorithm=MD5-sess", "u", "p", "c");

        assertThat(scheme.authorization("GET", "/"))
                .contains("cnonce=\"c\"")
                .doesNotContain("nc=")
                .doesNotContain("qop");
    }

    @Test
    void aNameOutsideAsciiIsExtendedIfTheServerReadsThat() {
        assertThat(scheme("realm=\"r\", nonce=\"n\", charset=UTF-8", "J\u00e4s\u00f8n Doe", "p", "c")
                        .authorization("GET", "/"))
                .contains("username*=UTF-8''J%C3%A4s%C3%B8n%20Doe,")
                .doesNotContain("username=");
        assertThat(scheme("realm=\"r\", nonce=\"n\"", "J\u00e4s\u00f8n Doe", "p", "c")
                        .authorization("GET", "/"))
                .contains("username=\"J\u00e4s\u00f8n Doe\",");
        assertThat(scheme("realm=\"r\", nonce=\"n\", charset=UTF-8", "!\u00e4#", "p", "c")
                        .authorization("GET", "/"))
                .contains("username*=UTF-8''!%C3%A4#,");
        assertThat(scheme("realm=\"r\", nonce=\"n\", charset=UTF-8", "Jason", "p", "c")
                        .authorization("GET", "/"))
                .contains("username=\"Jason\",");
    }

    @Test
    void quotesAndBackslashesAreEscaped() {
        assertThat(scheme("realm=\"a\\\"b\", nonce=\"n\"", "x\"\\, nc=1", "p", "c")
                        .authorization("GET", "/?q=\"1\""))
                .startsWith(
                        "Digest username=\"x\\\"\\\\, nc=1\", realm=\"a\\\"b\", nonce=\"n\", uri=\"/?q=\\\"1\\\"\",");
    }

    @Test
    void itIsForOneRequestOfTheClient() throws Exception {
        DigestScheme scheme = scheme("realm=\"r\", nonce=\"n\"", "falken", "joshua", "c");
        HttpClientContext context = HttpClientContext.create();

        assertThat(scheme.getName()).isEqualToIgnoringCase("digest");
        assertThat(scheme.isConnectionBased()).isFalse();
        assertThat(scheme.isChallengeComplete()).isTrue();
        assertThat(scheme.getRealm()).isEqualTo("r");
        assertThat(scheme.getPrincipal().getName()).isEqualTo("falken");
        assertThat(scheme.isResponseReady(new HttpHost("h"), (scope, c) -> null, context))
                .isTrue();
        assertThatThrownBy(() -> scheme.processChallenge(new AuthChallenge(ChallengeType.TARGET, "Digest"), context))
                .isInstanceOf(MalformedChallengeException.class);
        assertThat(scheme).hasToString("DigestScheme[***]");
    }

    private static DigestScheme scheme(String challenge, String user, String password, String clientNonce) {
        DigestChallenge parsed = (DigestChallenge)
                Challenges.read(List.of("Digest " + challenge)).strongest().orElseThrow();
        Credentials credentials =
                Credentials.of(LogonRequest.explicit(user, Secret.of(password))).orElseThrow();
        return new DigestScheme(parsed, credentials, 1, clientNonce);
    }
}
