package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.util.Base64URL;
import dev.keyhole.service.token.KeyKind;
import dev.keyhole.service.token.NewKey;
import dev.keyhole.service.token.TokenService;
import dev.keyhole.service.token.TokenServiceBuilder;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins, renewals, and what tokens are good for. */
class TokenServiceTest {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final long START = 1_767_225_600L;

    @TempDir
    Path folder;

    private final Now now = new Now();
    private Running service;

    /** Time that a test moves. */
    private static final class Now extends Clock {
        private volatile Instant instant = Instant.ofEpochSecond(START);

        void advance(Duration time) {
            instant = instant.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return instant;
        }
    }

    private static String key(KeyKind kind) {
        return NewKey.jwk(kind, new SecureRandom()).reveal();
    }

    private Path keyFile() {
        return folder.resolve("keys.jwk");
    }

    private TokenServiceBuilder settings() {
        return TokenService.builder().keys(keyFile()).clock(now);
    }

    private void start(TokenServiceBuilder settings) throws IOException {
        TokenService tokens = settings.build();
        service = new Running(folder, builder -> builder.routes(tokens).bearerTokens(tokens))
                .user("falken", "joshua")
                .user("lightman", "pencil")
                .document("falken.json", Running.DOCUMENT)
                .start();
    }

    @BeforeEach
    void writeKey() throws IOException {
        Running.write(keyFile(), key(KeyKind.SECRET));
    }

    @AfterEach
    void close() {
        if (service != null) {
            service.close();
        }
    }

    private HttpResponse<String> login(String type, String body) {
        return Running.send(service.request("/api/security/login")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private String token() {
        HttpResponse<String> answer = login(JSON, "{\"login\":\"falken\",\"password\":\"joshua\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        return field(answer, "token");
    }

    private HttpResponse<String> renew(String token) {
        return Running.send(service.request("/api/security/renew")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody()));
    }

    private HttpResponse<String> document(String token) {
        return Running.send(service.request("/permissions/falken").header("Authorization", "Bearer " + token));
    }

    private static String field(HttpResponse<String> answer, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(answer.body());
        assertThat(matcher.find()).as("%s in %s", name, answer.body()).isTrue();
        return matcher.group(1);
    }

    private static String claims(String token) {
        return new String(new Base64URL(token.split("\\.")[1]).decode(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"login\":\"falken\",\"password\":\"joshua\"}",
                "application/x-www-form-urlencoded | login=falken&password=joshua",
            })
    void aLoginWithJsonOrAFormGetsAToken(String type, String body) throws IOException {
        start(settings());

        HttpResponse<String> answer = login(type, body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body())
                .matches("\\{\"token\":\"[\\w.-]+\",\"starts\":1767225600,\"expires\":1767229200,\"ttl\":3600,"
                        + "\"leeway\":30}\n");
        assertThat(claims(field(answer, "token")))
                .isEqualTo("{\"login\":\"falken\",\"sub\":\"falken\",\"iat\":1767225600,\"exp\":1767229200,"
                        + "\"auth_time\":1767225600}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"login\":\"falken\",\"password\":\"joshua2\"} | 401",
                "application/json | {\"login\":\"falken\"} | 401",
                "application/json | {\"login\":\"nobody\",\"password\":\"joshua\"} | 401",
                "application/json | {\"password\":\"joshua\"} | 400",
                "application/json | {\"login\":\"\",\"password\":\"joshua\"} | 400",
                "application/json | {\"login\":\"falken\",\"login\":\"lightman\",\"password\":\"joshua\"} | 400",
                "application/json | [] | 400",
                "application/json | {} | 400",
                "application/x-www-form-urlencoded | login=falken&login=x&password=joshua | 400",
                "text/plain | login=falken&password=joshua | 415",
            })
    void aLoginThatFailsSaysWhatKindOfFailureItIsInAMessage(String type, String body, int status) throws IOException {
        start(settings());

        HttpResponse<String> answer = login(type, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(field(answer, "message")).isNotEmpty();
        assertThat(answer.body()).doesNotContain("joshua", "\"token\":");
    }

    @Test
    void everyFailureSaysWhyInMessage() throws IOException {
        start(settings());
        service.close();
        TokenService tokens = settings().build();
        service = new Running(folder, builder -> builder.routes(tokens).bearerTokens(tokens));
        Bucket.Size few = new Bucket.Size(10, Duration.ofHours(1));
        Bucket.Size many = new Bucket.Size(1_000, Duration.ofHours(1));
        service.limits = new BrakeLimits(few, many, many);
        service.start();
        List<HttpResponse<String>> failures = new ArrayList<>();
        failures.add(login("text/plain", "x"));
        failures.add(login(FORM, "x".repeat(100_000)));
        failures.add(login(FORM, "x".repeat(5_000_000)));
        failures.add(service.get("/api/security/login"));
        failures.add(service.get("/api/security/nothing"));
        failures.add(renew("forged"));
        for (int i = 0; i < 11; i++) {
            failures.add(login(FORM, "login=falken&password=wrong" + i));
        }
        Running.write(service.passwords, "broken");
        failures.add(login(FORM, "login=lightman&password=pencil"));

        assertThat(failures)
                .extracting(HttpResponse::statusCode)
                .contains(401, 404, 405, 413, 415, 429, 503)
                .allMatch(status -> status >= 400);
        assertThat(failures)
                .allSatisfy(failure -> assertThat(field(failure, "message")).isNotEmpty());
    }

    @Test
    void credentialsInTheAddressAreRefused() throws IOException {
        start(settings());

        HttpResponse<String> answer = Running.send(service.request("/api/security/login?login=falken&password=joshua")
                .POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(service.get("/api/security/login").statusCode()).isEqualTo(405);
    }

    @Test
    void aTokenOpensTheRestOfTheService() throws IOException {
        start(settings());
        String token = token();

        assertThat(document(token).body()).isEqualTo(Running.DOCUMENT);
        HttpResponse<String> refused = document(token + "x");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Bearer")
                .contains("invalid_token");
        assertThat(Running.send(service.request("/permissions/lightman").header("Authorization", "Bearer " + token))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aTokenEndsWithItsLeeway() throws IOException {
        start(settings());
        String token = token();

        now.advance(Duration.ofSeconds(3629));
        assertThat(document(token).statusCode()).isEqualTo(200);
        now.advance(Duration.ofSeconds(1));
        assertThat(document(token).statusCode()).isEqualTo(401);
        assertThat(renew(token).statusCode()).isEqualTo(401);
    }

    @Test
    void aRenewedTokenIsForTheSameLoginAndEndsWithTheLongestRenewal() throws IOException {
        start(settings().maxRenewal(Duration.ofMinutes(100)));
        now.advance(Duration.ofSeconds(0));
        String token = token();

        now.advance(Duration.ofMinutes(50));
        HttpResponse<String> renewed = renew(token);
        assertThat(renewed.statusCode()).isEqualTo(200);
        assertThat(field(renewed, "starts")).isEqualTo(String.valueOf(START + 3000));
        assertThat(field(renewed, "expires")).isEqualTo(String.valueOf(START + 6000));
        assertThat(field(renewed, "ttl")).isEqualTo("3000");
        assertThat(claims(field(renewed, "token"))).contains("\"login\":\"falken\"", "\"auth_time\":" + START);
        assertThat(document(field(renewed, "token")).statusCode()).isEqualTo(200);

        now.advance(Duration.ofMinutes(49));
        HttpResponse<String> last = renew(field(renewed, "token"));
        assertThat(field(last, "ttl")).isEqualTo("60");

        now.advance(Duration.ofMinutes(1));
        HttpResponse<String> tooLate = renew(field(last, "token"));
        assertThat(tooLate.statusCode()).isEqualTo(401);
        assertThat(field(tooLate, "message")).contains("log in again");
    }

    @Test
    void aUserWhoIsGoneGetsNoNewTokenAndTheOldOneIsWorthNothing() throws IOException {
        start(settings());
        String token = token();

        Running.write(service.passwords, Running.line("lightman", "pencil"));

        assertThat(renew(token).statusCode()).isEqualTo(401);
        assertThat(document(token).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Basic ZmFsa2VuOmpvc2h1YQ==", "Bearer a.b.c", "Bearer ..", "Token x"})
    void withoutATokenNothingIsRenewed(String authorization) throws IOException {
        start(settings());
        HttpResponse<String> answer = authorization.isEmpty()
                ? Running.send(service.request("/api/security/renew").POST(BodyPublishers.noBody()))
                : Running.send(service.request("/api/security/renew")
                        .header("Authorization", authorization)
                        .POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        assertThat(field(answer, "message")).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void everyKindOfKeySignsAndOnlyPublicHalvesArePublished(KeyKind kind) throws IOException {
        Running.write(keyFile(), key(kind));
        start(settings());

        assertThat(document(token()).statusCode()).isEqualTo(200);
        HttpResponse<String> published = service.get("/.well-known/jwks.json");
        assertThat(published.statusCode()).isEqualTo(200);
        assertThat(published.headers().firstValue("Content-Type")).contains("application/jwk-set+json");
        assertThat(published.body()).doesNotContain("\"d\"", "\"k\"", "\"p\"", "\"q\"");
        if (kind == KeyKind.SECRET) {
            assertThat(published.body()).isEqualTo("{\"keys\":[]}");
        } else {
            assertThat(published.body()).contains("\"kid\"", "\"alg\"", "\"use\":\"sig\"");
        }
    }

    @Test
    void keysAreChangedWithoutAnybodyLoggingInAgain() throws IOException {
        String old = key(KeyKind.ELLIPTIC);
        String next = key(KeyKind.ED25519);
        Running.write(keyFile(), old);
        start(settings());
        String oldToken = token();

        Running.write(keyFile(), "{\"keys\":[" + next + "," + old + "]}");
        assertThat(document(oldToken).statusCode()).isEqualTo(200);
        String newToken = token();
        assertThat(new String(new Base64URL(newToken.split("\\.")[0]).decode(), UTF_8))
                .contains("EdDSA");
        assertThat(service.get("/.well-known/jwks.json").body().split("\"kid\""))
                .hasSize(3);

        Running.write(keyFile(), next);
        assertThat(document(oldToken).statusCode()).isEqualTo(401);
        assertThat(document(newToken).statusCode()).isEqualTo(200);
    }

    @Test
    void whileTheKeysAreBrokenNoTokenIsIssuedOrAccepted() throws IOException {
        start(settings());
        String token = token();

        Running.write(keyFile(), "{");

        assertThat(document(token).statusCode()).isEqualTo(503);
        assertThat(renew(token).statusCode()).isEqualTo(503);
        assertThat(login(FORM, "login=falken&password=joshua").statusCode()).isEqualTo(503);
        assertThat(service.get("/permissions/falken", "falken", "joshua").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aTokenOfAnotherKeyKindAlgorithmIssuerOrAudienceIsNotOurs() throws IOException {
        start(settings().issuer("keyhole").audience("broker"));
        String token = token();
        assertThat(claims(token)).contains("\"iss\":\"keyhole\",\"aud\":\"broker\"");
        assertThat(document(token).statusCode()).isEqualTo(200);
        service.close();

        start(settings());
        assertThat(document(token).statusCode()).isEqualTo(401);
        String plain = token();
        String[] parts = plain.split("\\.");
        String none = Base64URL.encode("{\"alg\":\"none\",\"typ\":\"JWT\"}").toString();
        for (String forged : new String[] {
            none + "." + parts[1] + ".",
            none + "." + parts[1] + "." + parts[2],
            Base64URL.encode("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"crit\":[\"x\"],\"x\":1}") + "." + parts[1] + "."
                    + parts[2],
            parts[0] + "." + Base64URL.encode(claims(plain).replace("falken", "lightman")) + "." + parts[2],
            plain + "." + parts[2],
            "a".repeat(15_000) + "." + parts[1] + "." + parts[2],
        }) {
            assertThat(document(forged).statusCode()).isIn(401, 431);
        }
    }

    @Test
    void aTokenCanCarryTheDocumentOfItsUser() throws IOException {
        start(settings().permissionsClaim("permissions"));

        assertThat(claims(token())).endsWith(",\"permissions\":" + Running.DOCUMENT + "}");
        HttpResponse<String> without = login(FORM, "login=lightman&password=pencil");
        assertThat(without.statusCode()).isEqualTo(403);
        service.document("lightman.json", "{\"logon\":true,\"x\":\"" + "x".repeat(20_000) + "\"}");
        assertThat(login(FORM, "login=lightman&password=pencil").statusCode()).isEqualTo(500);
    }

    @Test
    void whatATokenSaysOfItsUserDoesntCountForAdministration() throws IOException {
        String admin = "{\"logon\":true,\"admin\":[{\"topic\":\"^/administration/\",\"read\":true}]}";
        TokenService tokens = settings().permissionsClaim("permissions").build();
        service = new Running(
                        folder,
                        builder -> builder.routes(tokens).bearerTokens(tokens).administration(true))
                .user("falken", "joshua")
                .document("falken.json", admin)
                .start();
        String granting = token();
        assertThat(claims(granting)).endsWith(",\"permissions\":" + admin + "}");
        assertThat(users(granting)).isEqualTo(200);

        service.document("falken.json", Running.DOCUMENT);
        assertThat(users(granting)).isEqualTo(403);

        String plain = token();
        assertThat(claims(plain)).endsWith(",\"permissions\":" + Running.DOCUMENT + "}");
        service.document("falken.json", admin);
        assertThat(users(plain)).isEqualTo(200);
    }

    private int users(String token) {
        return Running.send(service.request("/administration/users").header("Authorization", "Bearer " + token))
                .statusCode();
    }

    @Test
    void thePathsCanBeElsewhere() throws IOException {
        start(settings().prefix("/tokens"));

        assertThat(Running.send(service.request("/tokens/login")
                                .header("Content-Type", FORM)
                                .POST(BodyPublishers.ofString("login=falken&password=joshua")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(login(FORM, "login=falken&password=joshua").statusCode()).isEqualTo(404);
    }

    @Test
    void withoutAKeyThereIsNoService() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> TokenService.builder().build())
                .withMessageContaining("tokens need a file of keys: keyhole gen-key > FILE makes one");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() ->
                        TokenService.builder().keys(folder.resolve("none")).build())
                .withMessageContaining("there is no such file");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> TokenService.builder()
                        .prefix("api/")
                        .lifetime(Duration.ZERO)
                        .leeway(Duration.ofDays(1))
                        .maxRenewal(Duration.ofSeconds(-1))
                        .permissionsClaim("exp")
                        .build())
                .satisfies(e -> assertThat(e.problems()).hasSize(6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "joshua | neither a JWK nor a set",
                "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"} | less than 256 bits",
                "{\"keys\":[]} | from 1 to 20 keys",
                "{\"kty\":\"XYZ\"} | a kind that is known",
                "PUBLIC | no private half",
                "TWICE | the same 'kid'",
                "MIXED | don't belong together",
                "ENC | its 'use' isn't 'sig'",
                "ALG | its 'alg' isn't one that fits",
            })
    void keysThatAreNoGoodAreSaidAtTheStartAndNotShown(String text, String why) throws Exception {
        String one = key(KeyKind.ED25519);
        String other = key(KeyKind.ED25519);
        String keys =
                switch (text) {
                    case "PUBLIC" ->
                        com.nimbusds.jose.jwk.JWK.parse(one).toPublicJWK().toJSONString();
                    case "TWICE" -> "{\"keys\":[" + one + "," + one + "]}";
                    case "MIXED" ->
                        one.replaceAll(
                                "\"x\":\"[^\"]*\"",
                                "\"x\":\""
                                        + com.nimbusds
                                                .jose
                                                .jwk
                                                .JWK
                                                .parse(other)
                                                .toOctetKeyPair()
                                                .getX() + "\"");
                    case "ENC" -> one.replace("\"sig\"", "\"enc\"");
                    case "ALG" -> one.replace("\"EdDSA\"", "\"RS256\"");
                    default -> text;
                };
        Running.write(keyFile(), keys);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> settings().build())
                .satisfies(e -> assertThat(e.problems())
                        .singleElement()
                        .extracting(Problem::message)
                        .asString()
                        .contains(why)
                        .doesNotContain("c2VjcmV0", "joshua"));
    }
}
