package dev.keyhole.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each algorithm lets in what it signed, and nothing of another user or with other bytes. */
class EveryAlgorithmTest {

    private static final byte[] LONG_SECRET = "0123456789abcdef".repeat(4).getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void aTokenOfTheAlgorithmIsVerified(Algorithm algorithm) throws Exception {
        Curve curve =
                algorithm == Algorithm.ES384 ? Curve.P_384 : algorithm == Algorithm.ES512 ? Curve.P_521 : Curve.P_256;
        ECKey elliptic = new ECKeyGenerator(curve).keyID("ec").generate();
        String name = algorithm.headerName();
        String claims = Tokens.claims("falken");
        String key;
        String token;
        switch (algorithm.family()) {
            case SECRET -> {
                key = Tokens.secretJwk(LONG_SECRET, "");
                token = Tokens.mac(
                        "HmacSHA" + name.substring(2),
                        LONG_SECRET,
                        "{\"alg\":\"" + name + "\"}",
                        claims.getBytes(UTF_8));
            }
            case RSA -> {
                key = Tokens.RSA.toPublicJWK().toJSONString();
                token = Tokens.rsa(name, Tokens.RSA, claims);
            }
            case P_256, P_384, P_521 -> {
                key = elliptic.toPublicJWK().toJSONString();
                token = Tokens.ec(name, elliptic, claims);
            }
            default -> {
                key = Tokens.edJwk();
                token = Tokens.ed(claims);
            }
        }
        String[] parts = token.split("\\.");
        try (TokenFixture fixture = new TokenFixture("TokenKey", key, "Algorithms", name)) {
            fixture.accepted("falken", token);
            fixture.rejected("lightman", parts[0] + "." + Tokens.base64(Tokens.claims("lightman")) + "." + parts[2]);
            fixture.rejected(
                    "falken", parts[0] + "." + parts[1] + "." + Tokens.base64(new byte[parts[2].length() * 3 / 4]));
        }
    }
}
