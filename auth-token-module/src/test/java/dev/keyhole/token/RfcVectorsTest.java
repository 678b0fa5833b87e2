package dev.keyhole.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import dev.keyhole.testing.ManualTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 7515, 7519, 7797 and 8037. Their tokens end on 22 March 2011. */
class RfcVectorsTest {

    private static final String PAYLOAD =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt" + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private static final String HS256_KEY = "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS"
            + "0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}";
    private static final String HS256 =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + PAYLOAD + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String RS256_KEY =
            "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8"
                    + "W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7"
                    + "OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5"
                    + "IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}";
    private static final String RS256 = "eyJhbGciOiJSUzI1NiJ9." + PAYLOAD
            + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdb"
            + "F9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOL"
            + "n6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
            + "p0igcN_IoypGlUPQGe77Rw";

    private static final String ES256_KEY =
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus"
                    + "9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
    private static final String ES256 = "eyJhbGciOiJFUzI1NiJ9." + PAYLOAD
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private static final String ES512_KEY =
            "{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk"
                    + "06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk\",\"y\":\"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2"
                    + "Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2\"}";
    private static final String ES512 = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cw"
            + "nZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNr"
            + "mxYbSW9ERBXukOXolLzeO_Jn";

    private static final String ED25519_KEY =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
    private static final String ED25519 = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0Jzln"
            + "LWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    private static TokenFixture in2011(String key) {
        return new TokenFixture(
                new ManualTime(Instant.ofEpochSecond(1_300_819_000)), "TokenKey", key, "UserNameClaim", "iss");
    }

    @Test
    void rfc7515A1AndRfc7519Section31HmacSha256() {
        try (TokenFixture fixture = in2011(HS256_KEY)) {
            assertThat(fixture.accepted("joe", HS256).userName()).isEqualTo("joe");
            assertThat(fixture.rejected("joe", RS256)).contains("no key");
        }
    }

    @Test
    void rfc7515A2RsaSha256() {
        try (TokenFixture fixture = in2011(RS256_KEY)) {
            fixture.accepted("joe", RS256);
            assertThat(fixture.rejected("joe", HS256)).contains("no key");
        }
    }

    @Test
    void rfc7515A3EcdsaP256() {
        try (TokenFixture fixture = in2011(ES256_KEY)) {
            fixture.accepted("joe", ES256);
        }
    }

    /** Their payloads are no claims, so the signatures are all there is to verify. */
    @ParameterizedTest
    @CsvSource({"ES512", "EDDSA"})
    void rfc7515A4EcdsaP521AndRfc8037A4Ed25519(Algorithm algorithm) throws Exception {
        boolean elliptic = algorithm == Algorithm.ES512;
        VerificationKey key = VerificationKey.of(JWK.parse(elliptic ? ES512_KEY : ED25519_KEY));
        CompactToken token = CompactToken.parse((elliptic ? ES512 : ED25519).getBytes(US_ASCII));

        assertThat(key.verify(algorithm, token.signed(), token.signature())).isTrue();
        token.signed()[30] ^= 1;
        assertThat(key.verify(algorithm, token.signed(), token.signature())).isFalse();
        try (TokenFixture fixture = in2011(elliptic ? ES512_KEY : ED25519_KEY)) {
            assertThat(fixture.rejected("joe", elliptic ? ES512 : ED25519))
                    .isEqualTo("the token's payload isn't proper JSON, holds a key twice, or is nested too deeply");
        }
    }

    @Test
    void rfc7515A5AndRfc7519Section61UnsecuredIsRefused() {
        try (TokenFixture fixture = in2011(HS256_KEY)) {
            assertThat(fixture.rejected("joe", "eyJhbGciOiJub25lIn0." + PAYLOAD + "."))
                    .isEqualTo("the token has no signature");
            assertThat(fixture.rejected("joe", "eyJhbGciOiJub25lIn0." + PAYLOAD + ".AAAA"))
                    .startsWith("the token's algorithm isn't one of");
        }
    }

    @Test
    void rfc7515A6JsonSerializationIsRefused() {
        try (TokenFixture fixture = in2011(ES256_KEY)) {
            String[] parts = ES256.split("\\.");
            assertThat(fixture.rejected(
                            "joe",
                            "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\""
                                    + parts[2] + "\"}"))
                    .isEqualTo("the password isn't a token");
        }
    }

    @Test
    void rfc7515ENegativeTestCaseForCritIsRefused() {
        try (TokenFixture fixture = in2011(HS256_KEY)) {
            assertThat(fixture.rejected(
                            "joe",
                            "eyJhbGciOiJub25lIiwNCiAiY3JpdCI6WyJodHRwOi8vZXhhbXBsZS5jb20vVU5ERUZJTkVEIl0sDQogImh0dHA6"
                                    + "Ly9leGFtcGxlLmNvbS9VTkRFRklORUQiOnRydWUNCn0.RkFJTA."))
                    .isEqualTo("the token has no signature");
        }
    }

    @Test
    void rfc7519A1EncryptedIsRefused() {
        try (TokenFixture fixture = in2011(RS256_KEY)) {
            assertThat(
                            fixture.rejected(
                                    "joe",
                                    "eyJhbGciOiJSU0ExXzUiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.QR1Owv2ug2WyPBnbQrRARTeEk9kDO2w8.AxY8DCtD"
                                            + "aGlsbGljb3RoZQ.MKOle7UQrG6nSxTLX6Mqwt0orbHvAKeWnDYvpIAeZ72d.fiK51VwhsxJ-siBMR-YFiA"))
                    .isEqualTo("the token is encrypted; only signed ones are accepted");
        }
    }

    @Test
    void rfc7797UnencodedPayloadIsRefused() {
        try (TokenFixture fixture = in2011(HS256_KEY)) {
            assertThat(fixture.rejected(
                            "joe",
                            "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4Y"
                                    + "LPff6dmDY"))
                    .contains("critical parameters");
        }
    }

    @Test
    void afterItsEndAnExampleIsRefused() {
        try (TokenFixture fixture = new TokenFixture("TokenKey", HS256_KEY, "UserNameClaim", "iss")) {
            assertThat(fixture.rejected("joe", HS256)).isEqualTo("the token expired at 2011-03-22T18:43:00Z");
        }
    }
}
