package dev.keyhole.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people try with tokens. Each is refused, for the reason that is given. */
class TokenAttackTest {

    private final TokenFixture secret = TokenFixture.withSecret();

    private static final String SET = Tokens.set(
            Tokens.RSA.toPublicJWK().toJSONString(), Tokens.EC.toPublicJWK().toJSONString(), Tokens.edJwk());

    @AfterEach
    void close() {
        secret.close();
    }

    @Test
    void aGoodTokenIsAccepted() {
        assertThat(secret.accepted("falken", Tokens.of("falken")).userName()).isEqualTo("falken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS256 ", "hs256", "HS1", "RS1", "HS257"})
    void algNoneInAnySpellingAndUnknownAlgorithms(String algorithm) {
        String header = "{\"alg\":\"" + algorithm + "\"}";

        assertThat(secret.rejected("falken", Tokens.withHeader(header)))
                .startsWith("the token's algorithm isn't one of");
        assertThat(secret.rejected(
                        "falken", Tokens.base64(header) + "." + Tokens.base64(Tokens.claims("falken")) + "."))
                .isEqualTo("the token has no signature");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"alg\":null}",
                "{\"alg\":256}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":{\"alg\":\"HS256\"}}",
                "{\"alg\":\"HS256\",\"kid\":7}",
                "{\"alg\":\"HS256\",\"kid\":\"\"}",
                "{\"alg\":\"HS256\",\"typ\":true}",
                "[]",
                "[{\"alg\":\"HS256\"}]",
                "\"HS256\"",
                "null",
                "",
                "{\"alg\":\"HS256\"",
                "{\"alg\":\"HS256\"} {}",
                "{\"alg\":\"HS256\"}x",
                "{'alg':'HS256'}",
                "{\"alg\":\"HS256\",}",
                "/**/{\"alg\":\"HS256\"}",
                "\uFEFF{\"alg\":\"HS256\"}",
            })
    void headersThatAreNone(String header) {
        assertThat(secret.rejected("falken", Tokens.withHeader(header))).isNotEmpty();
    }

    @Test
    void thePublicKeyOfAnIssuerIsNoSecretToSignWith() throws Exception {
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n"
                        + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(Tokens.RSA.toRSAPublicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(UTF_8);
        List<byte[]> guesses = List.of(
                pem,
                Tokens.RSA.toRSAPublicKey().getEncoded(),
                Tokens.RSA.getModulus().decode(),
                Tokens.RSA.toPublicJWK().toJSONString().getBytes(UTF_8));
        for (String algorithms : List.of("RS256", "RS256 HS256")) {
            try (TokenFixture fixture =
                    new TokenFixture("TokenKey", Tokens.RSA.toPublicJWK().toJSONString(), "Algorithms", algorithms)) {
                fixture.accepted("falken", Tokens.rsa("RS256", Tokens.RSA, Tokens.claims("falken")));
                for (byte[] guess : guesses) {
                    for (String kid : List.of("", ",\"kid\":\"rsa\"")) {
                        fixture.rejected(
                                "falken",
                                Tokens.mac(
                                        "HmacSHA256",
                                        guess,
                                        "{\"alg\":\"HS256\"" + kid + "}",
                                        Tokens.claims("falken").getBytes(UTF_8)));
                    }
                }
            }
        }
    }

    @Test
    void aKeyOfOneKindVerifiesNoAlgorithmOfAnother() {
        try (TokenFixture fixture = new TokenFixture(
                "TokenKey",
                Tokens.EC.toPublicJWK().toJSONString(),
                "Algorithms",
                "HS256 RS256 PS256 ES256 ES384 ES512 EdDSA")) {
            fixture.accepted("falken", Tokens.ec("ES256", Tokens.EC, Tokens.claims("falken")));
            for (String token : List.of(
                    Tokens.rsa("RS256", Tokens.RSA, Tokens.claims("falken")),
                    Tokens.rsa("PS256", Tokens.RSA, Tokens.claims("falken")),
                    Tokens.ed(Tokens.claims("falken")),
                    Tokens.of("falken"))) {
                assertThat(fixture.rejected("falken", token)).contains("no key for the token's algorithm");
            }
        }
    }

    @Test
    void anAlgorithmThatIsNotConfiguredIsRefusedThoughTheKeyWouldFit() {
        try (TokenFixture fixture =
                new TokenFixture("TokenKey", Tokens.RSA.toPublicJWK().toJSONString(), "Algorithms", "PS256")) {
            fixture.accepted("falken", Tokens.rsa("PS256", Tokens.RSA, Tokens.claims("falken")));
            assertThat(fixture.rejected("falken", Tokens.rsa("RS256", Tokens.RSA, Tokens.claims("falken"))))
                    .isEqualTo("the token's algorithm isn't one of [PS256]");
        }
    }

    @Test
    void aKeyThatSaysWhatItIsForIsForNothingElse() {
        String key = Tokens.secretJwk(
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef".getBytes(UTF_8),
                ",\"alg\":\"HS512\"");
        try (TokenFixture fixture = new TokenFixture("TokenKey", key, "Algorithms", "HS256 HS512")) {
            byte[] bytes = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef".getBytes(UTF_8);
            byte[] claims = Tokens.claims("falken").getBytes(UTF_8);

            fixture.accepted("falken", Tokens.mac("HmacSHA512", bytes, "{\"alg\":\"HS512\"}", claims));
            fixture.rejected("falken", Tokens.mac("HmacSHA256", bytes, "{\"alg\":\"HS256\"}", claims));
        }
    }

    @Test
    void aKeyInTheHeaderIsNotBelieved() {
        String own = Tokens.OTHER_RSA.toPublicJWK().toJSONString();
        try (TokenFixture fixture =
                new TokenFixture("TokenKey", Tokens.RSA.toPublicJWK().toJSONString())) {
            String forged = Tokens.rsa("RS256", Tokens.OTHER_RSA, Tokens.claims("falken"));
            String signature = forged.substring(forged.lastIndexOf('.'));
            String header = "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"jwk\":" + own + "}";

            assertThat(fixture.rejected("falken", forged)).isEqualTo("the token's signature is wrong");
            assertThat(fixture.rejected(
                            "falken", Tokens.base64(header) + "." + Tokens.base64(Tokens.claims("falken")) + signature))
                    .isEqualTo("the token's signature is wrong");
        }
    }

    @Test
    void addressesInTheHeaderAreNotFetched() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] keys =
                    Tokens.set(Tokens.OTHER_RSA.toPublicJWK().toJSONString()).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
        String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json";
        try {
            for (String parameter : List.of("jku", "x5u")) {
                secret.rejected(
                        "falken",
                        Tokens.mac(
                                "HmacSHA256",
                                "another secret, of the same length".getBytes(UTF_8),
                                "{\"alg\":\"HS256\",\"" + parameter + "\":\"" + uri + "\"}",
                                Tokens.claims("falken").getBytes(UTF_8)));
                secret.accepted(
                        "falken", Tokens.withHeader("{\"alg\":\"HS256\",\"" + parameter + "\":\"" + uri + "\"}"));
            }
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"crit\":\"exp\"",
                "\"crit\":null",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"crit\":[\"b64\"],\"b64\":true",
                "\"b64\":false",
            })
    void criticalParametersNobodyHereKnows(String parameters) {
        assertThat(secret.rejected("falken", Tokens.withHeader("{\"alg\":\"HS256\"," + parameters + "}")))
                .contains("critical parameters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logout+jwt",
                "secevent+jwt",
                "dpop+jwt",
                "JWE",
                "JOSE",
                "",
                "application/",
                "application/jose+json"
            })
    void tokensThatAreMadeForSomethingElse(String type) {
        assertThat(secret.rejected("falken", Tokens.withHeader("{\"alg\":\"HS256\",\"typ\":\"" + type + "\"}")))
                .isEqualTo("the token's 'typ' isn't JWT or at+jwt: it is made for something else");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+jwt", "APPLICATION/JWT"})
    void typesOfAccessTokensAreTheUsualOnes(String type) {
        secret.accepted("falken", Tokens.withHeader("{\"alg\":\"HS256\",\"typ\":\"" + type + "\"}"));
    }

    @Test
    void aTypeThatIsAskedForMustBeThere() {
        try (TokenFixture fixture = TokenFixture.withSecret("TokenType", "at+jwt")) {
            fixture.accepted("falken", Tokens.withHeader("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}"));
            fixture.rejected("falken", Tokens.withHeader("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"));
            fixture.rejected("falken", Tokens.withHeader("{\"alg\":\"HS256\"}"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/null",
                "/dev/null",
                "file:///dev/null",
                "..\\\\..\\\\nul",
                "%2e%2e%2fdev%2fnull",
                "x' UNION SELECT 'secret",
                "|cat /etc/passwd",
                "key-1\\u0000",
                "KEY-1",
                " key-1",
                "key-1 ",
            })
    void aKidIsLookedUpAndNothingElse(String kid) {
        try (TokenFixture fixture =
                new TokenFixture("TokenKey", Tokens.secretJwk(Tokens.SECRET, ",\"kid\":\"key-1\""))) {
            fixture.accepted("falken", Tokens.withHeader("{\"alg\":\"HS256\",\"kid\":\"key-1\"}"));
            assertThat(fixture.rejected("falken", Tokens.withHeader("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}")))
                    .isEqualTo("there is no key for the token's algorithm and 'kid'");
            // What they hope for: the empty content of a file as the secret.
            fixture.rejected(
                    "falken",
                    Tokens.mac(
                            "HmacSHA256",
                            new byte[1],
                            "{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}",
                            Tokens.claims("falken").getBytes(UTF_8)));
        }
    }

    @Test
    void aKidOfGreatLength() {
        assertThat(secret.rejected(
                        "falken", Tokens.withHeader("{\"alg\":\"HS256\",\"kid\":\"" + "k".repeat(5000) + "\"}")))
                .isEqualTo("the token's 'kid' is empty or too long");
    }

    @Test
    void aTokenOfAMegabyteIsNotEvenLookedAt() {
        String token = Tokens.withClaims(Tokens.claims("falken", ",\"x\":\"" + "a".repeat(1 << 20) + "\""));

        assertThat(secret.rejected("falken", token))
                .isEqualTo("the password is larger than the 16384 bytes that 'MaxTokenSize' allows a token");
        assertThat(secret.rejected("falken", "x".repeat(1 << 20))).contains("MaxTokenSize");
        assertThat(secret.rejected("falken", ".".repeat(16_000))).isEqualTo("the password isn't a token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"login\":\"falken\",\"login\":\"admin\",\"exp\":1767225900}",
                "{\"login\":\"falken\",\"exp\":1,\"exp\":1767225900}",
                "{\"login\":\"falken\",\"l\\u006fgin\":\"admin\",\"exp\":1767225900}",
                "{\"login\":\"falken\",\"exp\":1767225900,\"x\":{\"a\":1,\"a\":2}}",
                "{\"login\":\"falken\",\"exp\":1767225900,\"x\":[{\"a\":1,\"a\":2}]}",
            })
    void claimsThatOccurTwice(String claims) {
        assertThat(secret.rejected("falken", Tokens.withClaims(claims))).contains("holds a key twice");
    }

    @Test
    void aHeaderParameterThatOccursTwice() {
        assertThat(secret.rejected("falken", Tokens.withHeader("{\"alg\":\"HS256\",\"alg\":\"none\"}")))
                .contains("holds a key twice");
    }

    @Test
    void anExampleOfDeepNesting() {
        String deep = "[".repeat(2000) + "]".repeat(2000);

        assertThat(secret.rejected("falken", Tokens.withClaims(Tokens.claims("falken", ",\"x\":" + deep))))
                .contains("nested too deeply");
        assertThat(secret.rejected("falken", Tokens.withHeader("{\"alg\":\"HS256\",\"x\":" + deep + "}")))
                .contains("nested too deeply");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"exp\":\"1767225900\"",
                "\"exp\":null",
                "\"exp\":true",
                "\"exp\":[1767225900]",
                "\"exp\":-1",
                "\"exp\":1e300",
                "\"exp\":1e999",
                "\"exp\":99999999999999999999999999",
                "\"exp\":253402300800",
                "\"exp\":NaN",
                "\"exp\":Infinity",
                "\"exp\":1767225900,\"nbf\":\"now\"",
                "\"exp\":1767225900,\"iat\":{}",
                "\"exp\":1767225900,\"nbf\":1e999999999",
            })
    void timesThatAreNone(String times) {
        assertThat(secret.rejected("falken", Tokens.withClaims("{\"login\":\"falken\"," + times + "}")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\u0000", "fal\\u0000ken", "falken\\n", "\\ud800", "\\u0085x"})
    void userNamesThatAreNone(String name) {
        assertThat(secret.rejected("", Tokens.withClaims(Tokens.claims(name)))).startsWith("'login' is no user name");
    }

    @Test
    void aPayloadThatIsNotUtf8() {
        byte[] latin = Tokens.claims("falk\u00e9n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] utf16 = Tokens.claims("falken").getBytes(java.nio.charset.StandardCharsets.UTF_16BE);
        for (byte[] payload : List.of(latin, utf16)) {
            assertThat(secret.rejected("", Tokens.mac("HmacSHA256", Tokens.SECRET, "{\"alg\":\"HS256\"}", payload)))
                    .isEqualTo("the token's payload isn't UTF-8");
        }
    }

    @Test
    void everyBitOfTheSignatureCounts() {
        String token = Tokens.of("falken");
        int dot = token.lastIndexOf('.');
        byte[] signature = new Base64URL(token.substring(dot + 1)).decode();
        for (int bit = 0; bit < signature.length * 8; bit += 7) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            secret.rejected("falken", token.substring(0, dot + 1) + Tokens.base64(changed));
        }
        secret.rejected("falken", token.substring(0, dot + 1) + Tokens.base64(Arrays.copyOf(signature, 31)));
        secret.rejected("falken", token.substring(0, dot + 1) + Tokens.base64(Arrays.copyOf(signature, 33)));
        secret.rejected("falken", token.substring(0, dot + 1) + Tokens.base64(new byte[32]));
    }

    @Test
    void anotherSpellingOfTheSameBytesIsAnotherToken() {
        String token = Tokens.of("falken");
        char last = token.charAt(token.length() - 1);
        char twin = (char) (last + 1); // 32 bytes leave two bits of the last character unused

        for (String odd : List.of(
                token.substring(0, token.length() - 1) + twin,
                token + "=",
                token + " ",
                " " + token,
                token + "\n",
                token.replace(".", ". "),
                "Bearer " + token,
                token + ".",
                "." + token)) {
            secret.rejected("falken", odd);
        }
    }

    @Test
    void psychicSignatures() {
        try (TokenFixture fixture =
                new TokenFixture("TokenKey", Tokens.EC.toPublicJWK().toJSONString())) {
            String signed = Tokens.base64("{\"alg\":\"ES256\"}") + "." + Tokens.base64(Tokens.claims("falken")) + ".";
            byte[] order = Tokens.EC.getCurve().toECParameterSpec().getOrder().toByteArray();
            byte[] n = Arrays.copyOfRange(order, order.length - 32, order.length);
            List<byte[]> signatures = new ArrayList<>(List.of(new byte[64], new byte[0], new byte[63], new byte[65]));
            byte[] orders = new byte[64];
            System.arraycopy(n, 0, orders, 0, 32);
            System.arraycopy(n, 0, orders, 32, 32);
            signatures.add(orders);
            byte[] zeroAndOne = new byte[64];
            zeroAndOne[63] = 1;
            signatures.add(zeroAndOne);
            byte[] der = {0x30, 6, 2, 1, 0, 2, 1, 0};
            signatures.add(der);

            for (byte[] signature : signatures) {
                fixture.rejected("falken", signed + Tokens.base64(signature));
            }
        }
        try (TokenFixture fixture = new TokenFixture("TokenKey", Tokens.edJwk())) {
            String signed = Tokens.base64("{\"alg\":\"EdDSA\"}") + "." + Tokens.base64(Tokens.claims("falken")) + ".";
            byte[] neutral = new byte[64];
            neutral[0] = 1;
            for (byte[] signature : List.of(new byte[64], neutral, new byte[63], new byte[65])) {
                fixture.rejected("falken", signed + Tokens.base64(signature));
            }
        }
    }

    @Test
    void aSignatureTakenFromAnotherTokenOfTheSameKey() {
        String own = Tokens.of("lightman");
        String[] wanted = Tokens.of("falken").split("\\.");

        assertThat(secret.rejected("falken", wanted[0] + "." + wanted[1] + own.substring(own.lastIndexOf('.'))))
                .isEqualTo("the token's signature is wrong");
    }

    @Test
    void anEncryptedTokenAndANestedOne() {
        assertThat(secret.rejected("falken", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA"))
                .contains("encrypted");
        assertThat(secret.rejected("falken", Tokens.withHeader("{\"alg\":\"HS256\",\"enc\":\"A128GCM\"}")))
                .contains("encrypted");
        assertThat(secret.rejected("falken", Tokens.hs256("{\"alg\":\"HS256\",\"cty\":\"JWT\"}", Tokens.of("falken"))))
                .contains("payload");
    }

    @Test
    void signaturesOfEveryAllowedKindAreToldApart() throws Exception {
        java.nio.file.Path file = java.nio.file.Files.createTempFile("keys", ".json");
        try {
            java.nio.file.Files.writeString(file, SET);
            try (TokenFixture fixture = new TokenFixture("KeySetFile", file.toString())) {
                fixture.accepted("falken", Tokens.rsa("RS256", Tokens.RSA, Tokens.claims("falken")));
                fixture.accepted("falken", Tokens.ec("ES256", Tokens.EC, Tokens.claims("falken")));
                fixture.accepted("falken", Tokens.ed(Tokens.claims("falken")));
                fixture.rejected("falken", Tokens.rsa("RS256", Tokens.OTHER_RSA, Tokens.claims("falken")));
                fixture.rejected("falken", Tokens.of("falken"));
            }
        } finally {
            java.nio.file.Files.delete(file);
        }
    }
}
