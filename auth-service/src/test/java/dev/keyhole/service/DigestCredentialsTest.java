package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestCredentialsTest {

    private static final String REALM = "http-auth@example.org";

    /** The example of RFC 7616, section 3.9.1. */
    private static String example(String algorithm, String response) {
        return "Digest username=\"Mufasa\",\n  realm=\"http-auth@example.org\",\n  uri=\"/dir/index.html\",\n"
                        .replace("\n", " ")
                + "algorithm=" + algorithm + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001,"
                + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, response=\"" + response
                + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
    }

    @ParameterizedTest
    @CsvSource({
        "MD5,8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256,753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void theExamplesOfTheRfcProveWhatTheySay(String algorithm, String response) {
        DigestCredentials credentials =
                DigestCredentials.parse(example(algorithm, response)).orElseThrow();
        String hash = credentials.algorithm().digestHash("Mufasa", REALM, Secret.of("Circle of Life"));
        String other = credentials.algorithm().digestHash("Mufasa", REALM, Secret.of("Circle of life"));

        assertThat(credentials.name()).isEqualTo(new DigestName("Mufasa", false));
        assertThat(credentials.isProofOf(hash, "GET")).isTrue();
        assertThat(credentials.isProofOf(hash, "PUT")).isFalse();
        assertThat(credentials.isProofOf(other, "GET")).isFalse();
        assertThat(DigestCredentials.parse(example(algorithm, response.replace('7', '8')))
                        .orElseThrow())
                .satisfies(changed -> assertThat(changed.isProofOf(hash, "GET")).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic abc",
                "Digest ",
                "Digest username=\"a\"",
                "Digest username=\"a\", username=\"b\", ",
                "Digest username=\"a",
                "Digest username=\"a\\",
                "Digest username",
                "Digest =\"a\"",
                "Digest username=\"a\" realm=\"b\""
            })
    void whatIsntWholeIsNothing(String header) {
        assertThat(DigestCredentials.parse(header)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qop=auth|qop=auth-int",
                "qop=auth|x=y",
                "nc=00000001|nc=00000000",
                "nc=00000001|nc=1",
                "nc=00000001|nc=0000000g",
                "algorithm=MD5|algorithm=MD5-sess",
                "algorithm=MD5|algorithm=SHA-512-256",
                "response=\"8ca523f5e9506fed4657c9700eebdbec\"|response=\"x\"",
                "response=\"8ca523f5e9506fed4657c9700eebdbec\"|response=\"\"",
                "uri=\"/dir/index.html\"|uri=\"\"",
                "cnonce=|x=",
                "username=\"Mufasa\"|username=\"\"",
                "username=\"Mufasa\"|username=\"a:b\"",
                "username=\"Mufasa\"|username=\"a\", username*=UTF-8''a",
                "username=\"Mufasa\"|username*=UTF-8''%ff",
                "username=\"Mufasa\"|username*=ISO-8859-1''a",
                "username=\"Mufasa\"|username*=UTF-8''%00",
                "username=\"Mufasa\"|username*=UTF-8''a, userhash=true",
                "qop=auth|qop=auth, nc=00000001"
            })
    void whatIsOfAnotherKindIsNothing(String part, String instead) {
        String header = example("MD5", "8ca523f5e9506fed4657c9700eebdbec");
        assertThat(DigestCredentials.parse(header)).isPresent();
        assertThat(header).contains(part);
        assertThat(DigestCredentials.parse(header.replace(part, instead))).isEmpty();
    }

    @Test
    void namesCanBeWrittenInThreeWays() {
        String header = example("MD5", "8ca523f5e9506fed4657c9700eebdbec");
        String name = "username=\"Mufasa\"";

        assertThat(name(header.replace(name, "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe")))
                .isEqualTo("Jäsøn Doe");
        assertThat(name(header.replace(name, "username=\"J\u00c3\u00a4s\\\"\\\\n\"")))
                .isEqualTo("Jäs\"\\n");
        assertThat(name(header.replace(name, "username=\"J\u00e4\""))).isEqualTo("Jä");
        assertThat(DigestCredentials.parse(header.replace(name, "username=\"ABC0\", userhash=true"))
                        .orElseThrow()
                        .name())
                .isEqualTo(new DigestName("abc0", true));
    }

    private static String name(String header) {
        return DigestCredentials.parse(header).orElseThrow().name().text();
    }

    @Test
    void nothingOfItIsPrinted() {
        assertThat(DigestCredentials.parse(example("MD5", "8ca523f5e9506fed4657c9700eebdbec"))
                        .orElseThrow())
                .hasToString("DigestCredentials[***]");
    }
}
