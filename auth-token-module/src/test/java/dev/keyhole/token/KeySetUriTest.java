package dev.keyhole.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.ModuleUnavailableException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that an issuer publishes: right, wrong, rotated, revoked, and not to be had. */
class KeySetUriTest {

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private KeyServer server(String... keys) throws Exception {
        KeyServer server = new KeyServer(Tokens.set(keys));
        open.add(server);
        return server;
    }

    private TokenFixture fixture(KeyServer server, String... options) {
        List<String> all = new ArrayList<>(List.of("KeySetURI", server.uri()));
        all.addAll(List.of(options));
        TokenFixture fixture = new TokenFixture(all.toArray(String[]::new));
        open.add(0, fixture);
        return fixture;
    }

    private static String publicRsa() {
        return Tokens.RSA.toPublicJWK().toJSONString();
    }

    private static RSAKey newKey(String id) throws Exception {
        return new RSAKeyGenerator(2048).keyID(id).generate();
    }

    private static String token(RSAKey key) {
        return Tokens.rsa("RS256", key, Tokens.claims("falken"));
    }

    /** For tokens that have to live longer than a few minutes of manual time. */
    private static String lasting(RSAKey key) {
        return Tokens.rsa("RS256", key, "{\"login\":\"falken\",\"exp\":" + (Tokens.NOW + 864_000) + "}");
    }

    @Test
    void theRightKeyIsAcceptedAndFetchedOnce() throws Exception {
        KeyServer server = server(publicRsa(), Tokens.EC.toPublicJWK().toJSONString(), Tokens.edJwk());
        TokenFixture fixture = fixture(server);

        fixture.accepted("falken", token(Tokens.RSA));
        fixture.accepted("falken", Tokens.ec("ES256", Tokens.EC, Tokens.claims("falken")));
        fixture.accepted("falken", Tokens.ed(Tokens.claims("falken")));
        assertThat(server.requests).hasValue(1);
    }

    @Test
    void theWrongKeyIsNotWhateverItIsCalled() throws Exception {
        KeyServer server = server(publicRsa());
        TokenFixture fixture = fixture(server);

        assertThat(fixture.rejected("falken", token(Tokens.OTHER_RSA))).isEqualTo("the token's signature is wrong");
        assertThat(fixture.rejected("falken", token(newKey("other"))))
                .isEqualTo("there is no key for the token's algorithm and 'kid'");
    }

    @Test
    void aNewKeyIsFetchedWhenATokenNamesIt() throws Exception {
        KeyServer server = server(publicRsa());
        TokenFixture fixture = fixture(server);
        fixture.accepted("falken", token(Tokens.RSA));
        RSAKey next = newKey("next");

        server.keys = Tokens.set(publicRsa(), next.toPublicJWK().toJSONString());
        fixture.accepted("falken", token(next));
        fixture.accepted("falken", token(Tokens.RSA));
        assertThat(server.requests).hasValue(2);
    }

    @Test
    void aRevokedKeyIsRefusedOnceItsAgeIsOver() throws Exception {
        KeyServer server = server(publicRsa());
        TokenFixture fixture = fixture(server, "KeySetRefresh", "2m");
        fixture.accepted("falken", lasting(Tokens.RSA));

        server.keys = Tokens.set(newKey("next").toPublicJWK().toJSONString());
        fixture.advance(Duration.ofSeconds(119));
        fixture.accepted("falken", lasting(Tokens.RSA));
        fixture.advance(Duration.ofSeconds(1));
        assertThat(fixture.rejected("falken", lasting(Tokens.RSA)))
                .isEqualTo("there is no key for the token's algorithm and 'kid'");
    }

    @Test
    void tokensWithUnknownKeysFetchNoMoreOftenThanThePauseAllows() throws Exception {
        KeyServer server = server(publicRsa());
        TokenFixture fixture = fixture(server, "KeySetPause", "30s");
        fixture.accepted("falken", token(Tokens.RSA));
        fixture.advance(Duration.ofSeconds(30));
        int before = server.requests.get();

        for (int i = 0; i < 50; i++) {
            fixture.rejected("falken", Tokens.rsa("RS256", key("unknown-" + i), Tokens.claims("falken")));
        }
        assertThat(server.requests).hasValue(before + 1);
        fixture.advance(Duration.ofSeconds(30));
        fixture.rejected("falken", Tokens.rsa("RS256", key("unknown"), Tokens.claims("falken")));
        assertThat(server.requests).hasValue(before + 2);
    }

    private static RSAKey key(String id) {
        return new RSAKey.Builder(Tokens.OTHER_RSA).keyID(id).build();
    }

    @Test
    void whileTheServerIsDownAtTheStartNobodyIsLetInAndAfterwardsEverybody() throws Exception {
        KeyServer server = server(publicRsa());
        server.stop();
        TokenFixture fixture = fixture(server);

        assertThat(fixture.unavailable("falken", token(Tokens.RSA)))
                .isEqualTo("there are no keys from " + server.uri() + ": it can't be connected to");
        fixture.advance(Duration.ofMinutes(3));
        fixture.unavailable("falken", token(Tokens.RSA));

        server.startAgain();
        fixture.advance(Duration.ofMinutes(1));
        assertThat(server.requests).hasValue(1);
        fixture.accepted("falken", token(Tokens.RSA));
    }

    @Test
    void whileTheServerIsDownLaterTheLastKeysCountForATime() throws Exception {
        KeyServer server = server(publicRsa());
        TokenFixture fixture = fixture(server, "KeySetMaxAge", "1h");
        fixture.accepted("falken", lasting(Tokens.RSA));

        server.stop();
        fixture.advance(Duration.ofMinutes(59));
        fixture.accepted("falken", lasting(Tokens.RSA));
        // Whether there is such a key can't be found out.
        assertThat(fixture.unavailable("falken", lasting(newKey("next"))))
                .startsWith("the token's key isn't known, and new keys can't be fetched from");
        fixture.rejected("falken", lasting(Tokens.OTHER_RSA));

        fixture.advance(Duration.ofMinutes(1));
        assertThat(fixture.unavailable("falken", lasting(Tokens.RSA))).startsWith("there are no keys");

        server.startAgain();
        fixture.advance(Duration.ofMinutes(1));
        fixture.accepted("falken", lasting(Tokens.RSA));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | {}  | it answers with the status 500",
                "404 | {}  | it answers with the status 404",
                "302 | {}  | it answers with the status 302",
                "204 |     | it answers with the status 204",
                "200 | []  | it isn't a JSON object",
                "200 | {\"keys\":[]}  | there is no key in it",
                "200 | {\"keys\":7}  | it is neither a JWK nor a set of them",
                "200 | {\"keys\":[7]}  | it is neither a JWK nor a set of them",
                "200 | {\"keys\":[],\"keys\":[]}  | it isn't proper JSON, holds a key twice, or is nested too deeply",
                "200 | <html>  | it isn't proper JSON, holds a key twice, or is nested too deeply",
                "200 | {\"keys\":[{\"kty\":\"XYZ\"}]} | no key in it can be used",
                "200 | SECRET | it is a secret that is published",
                "200 | LARGE  | its answer is larger than 1024 bytes",
            })
    void anAnswerThatIsNoGoodIsNone(int status, String answer, String why) throws Exception {
        KeyServer server = server(publicRsa());
        TokenFixture fixture = fixture(server, "MaxKeySetSize", "1k", "KeySetRefresh", "1m");
        fixture.accepted("falken", token(Tokens.RSA));
        server.status = status;
        server.keys = answer == null
                ? ""
                : answer.equals("SECRET")
                        ? Tokens.secretJwk()
                        : answer.equals("LARGE") ? Tokens.set(publicRsa()) + " ".repeat(2000) : answer;

        fixture.advance(Duration.ofMinutes(2));
        fixture.accepted("falken", token(Tokens.RSA));
        assertThat(fixture.unavailable("falken", token(newKey("next")))).contains(why);
    }

    @Test
    void keysThatCanNotBeUsedDoNotSpoilTheOthers() throws Exception {
        KeyServer server = server(
                "{\"kty\":\"XYZ\",\"kid\":\"new-kind\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
                new RSAKey.Builder(Tokens.OTHER_RSA.toPublicJWK())
                        .keyID("enc")
                        .keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION)
                        .build()
                        .toJSONString(),
                Tokens.secretJwk(),
                publicRsa());
        TokenFixture fixture = fixture(server);

        fixture.accepted("falken", token(Tokens.RSA));
        fixture.rejected("falken", token(key("enc")));
    }

    @Test
    void logonsThatWaitForKeysAreEndedByAnInterruptAndByTheTimeLimit() throws Exception {
        KeyServer server = server(publicRsa());
        server.hold();
        TokenFixture fixture = fixture(server, "RequestTimeout", "100ms");

        assertThat(fixture.unavailable("falken", token(Tokens.RSA))).contains("no whole answer within 100 ms");
        server.open();
        // The limit is the same for the answer that comes, and short for a busy machine.
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            fixture.advance(Duration.ofSeconds(2));
            return isAccepted(fixture);
        });
    }

    private static boolean isAccepted(TokenFixture fixture) {
        try {
            return fixture.logon("falken", token(Tokens.RSA)) instanceof AuthenticationResult.Accepted;
        } catch (ModuleUnavailableException e) {
            return false;
        }
    }

    @Test
    void manyLogonsAtOnceShareOneFetchAndFewWaitForIt() throws Exception {
        KeyServer server = server(publicRsa());
        server.hold();
        TokenFixture fixture = fixture(server, "RequestTimeout", "1m");
        fixture.authentication();
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<CompletableFuture<Void>> logons = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            logons.add(done);
            Thread thread = new Thread(() -> {
                try {
                    fixture.logon("falken", token(Tokens.RSA));
                    accepted.incrementAndGet();
                } catch (ModuleUnavailableException e) {
                    refused.incrementAndGet();
                } finally {
                    done.complete(null);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAtomic(refused, org.hamcrest.Matchers.equalTo(24));
        server.open();
        CompletableFuture.allOf(logons.toArray(CompletableFuture[]::new)).get();

        assertThat(accepted).hasValue(16);
        assertThat(server.requests).hasValue(1);
    }

    @Test
    void closingTheContextEndsAFetch() throws Exception {
        KeyServer server = server(publicRsa());
        server.hold();
        TokenFixture fixture = fixture(server, "RequestTimeout", "10m");
        AuthenticationContext context = fixture.authentication();
        CompletableFuture<String> logon =
                CompletableFuture.supplyAsync(() -> fixture.unavailable("falken", token(Tokens.RSA)));
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAtomic(server.requests, org.hamcrest.Matchers.equalTo(1));

        context.close();

        assertThat(logon.get()).isEqualTo("the token module is closed");
        assertThat(fixture.services.time().waiting()).isZero();
    }

    @Test
    void overTlsTheServerMustBeTheRightOne() throws Exception {
        KeyServer server = secure("server", publicRsa());
        fixture(server, "CAKey", file("authority")).accepted("falken", token(Tokens.RSA));
        assertThat(fixture(server, "CAKey", file("stranger")).unavailable("falken", token(Tokens.RSA)))
                .contains("there is no secure connection to it");
        fixture(server, "AllowUnverifiedPeer", "true").accepted("falken", token(Tokens.RSA));

        KeyServer elsewhere = secure("elsewhere", publicRsa());
        assertThat(fixture(elsewhere, "CAKey", file("authority")).unavailable("falken", token(Tokens.RSA)))
                .contains("there is no secure connection to it");
        KeyServer selfSigned = secure("selfsigned", publicRsa());
        assertThat(fixture(selfSigned, "CAKey", file("selfsigned")).unavailable("falken", token(Tokens.RSA)))
                .contains("AllowSelfSigned");
        fixture(selfSigned, "CAKey", file("selfsigned"), "AllowSelfSigned", "true")
                .accepted("falken", token(Tokens.RSA));
    }

    private KeyServer secure(String name, String... keys) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = KeySetUriTest.class.getResourceAsStream("/tls/" + name + ".p12")) {
            store.load(in, password);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        KeyServer server = new KeyServer(Tokens.set(keys), Optional.of(context));
        open.add(server);
        return server;
    }

    private static String file(String name) throws Exception {
        URI uri = KeySetUriTest.class.getResource("/tls/" + name + ".pem").toURI();
        return Path.of(uri).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/x", "http://localhost:1/x", "http://[::1]:1/x"})
    void plainHttpIsForThisMachineOnly(String uri) {
        try (TokenFixture fixture = new TokenFixture("KeySetURI", uri)) {
            fixture.authentication();
        }
    }
}
