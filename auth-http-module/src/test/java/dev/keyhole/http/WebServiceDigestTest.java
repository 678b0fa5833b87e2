package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.http.RecordingServer.Request;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.RejectionReason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digest authentication on the wire. */
class WebServiceDigestTest {

    private final DigestService service = new DigestService(", qop=\"auth\", algorithm=SHA-256, opaque=\"o\"");
    private RecordingServer server;
    private WebServiceFixture fixture;
    private AuthenticationContext authentication;

    @BeforeEach
    void start() throws IOException {
        server = new RecordingServer(service);
        fixture = new WebServiceFixture("ResourceURI", server.uri("/p/{{USER_NAME}}?u={{USER_NAME}}"));
        authentication = fixture.authentication();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", qop=\"auth\"",
                "",
                ", algorithm=MD5",
                ", algorithm=MD5-sess, qop=\"auth,auth-int\"",
                ", algorithm=MD5-sess",
                ", algorithm=SHA-256, qop=\"auth\"",
                ", algorithm=SHA-256",
                ", algorithm=SHA-256-sess, qop=auth",
                ", algorithm=SHA-512-256, qop=\"auth\"",
                ", algorithm=SHA-512-256-sess, qop=\"auth\"",
                ", algorithm=SHA-512-256, qop=\"auth\", userhash=true",
                ", algorithm=MD5, qop=\"auth\", charset=UTF-8",
                ", algorithm=MD5, qop=\"auth\", charset=UTF-8, userhash=true",
            })
    void everyFormIsAnswered(String parameters) {
        service.parameters = parameters;
        service.passwords.put("J\u00fcrgen \"x\"", "Schl\u00fcssel:1");

        fixture.accepted(authentication, "falken", "joshua");
        fixture.accepted(authentication, "J\u00fcrgen \"x\"", "Schl\u00fcssel:1");
        assertThat(fixture.rejected(authentication, "falken", "wrong").reason())
                .isEqualTo(RejectionReason.BAD_CREDENTIALS);
        assertThat(fixture.rejected(authentication, "nobody", "joshua").reason())
                .isEqualTo(RejectionReason.BAD_CREDENTIALS);

        assertThat(server.requests()).hasSize(5);
    }

    @Test
    void onceTheNonceIsKnownALogonIsOneRequestWhoseCountRises() {
        for (int i = 0; i < 3; i++) {
            fixture.accepted(authentication, "falken", "joshua");
            fixture.accepted(authentication, "lightman", "pencil");
        }

        assertThat(server.requests()).hasSize(7);
        assertThat(authorizations())
                .extracting(given -> given.get("nc"))
                .containsExactly("00000001", "00000002", "00000003", "00000004", "00000005", "00000006");
        assertThat(authorizations()).extracting(given -> given.get("cnonce")).doesNotHaveDuplicates();
        assertThat(authorizations()).extracting(given -> given.get("opaque")).containsOnly("o");
    }

    private List<java.util.Map<String, String>> authorizations() {
        return server.requests().stream()
                .flatMap(request -> request.header("Authorization").stream())
                .map(DigestService::parse)
                .toList();
    }

    @Test
    void aStaleNonceIsRetriedOnceWithTheNewOne() {
        fixture.accepted(authentication, "falken", "joshua");
        service.expire();

        fixture.accepted(authentication, "falken", "joshua");
        fixture.accepted(authentication, "lightman", "pencil");

        assertThat(server.requests()).hasSize(5);
    }

    @Test
    void aStaleNonceDoesNotMakeAWrongPasswordRight() {
        fixture.accepted(authentication, "falken", "joshua");
        service.expire();

        fixture.rejected(authentication, "falken", "wrong");

        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void aServiceToWhichEveryNonceIsStaleIsRetriedOnce() {
        server.handler(request -> {
            return service.challenge(true);
        });

        fixture.rejected(authentication, "falken", "joshua");

        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void theNextNonceIsTakenWithoutAFurtherRequest() {
        service.answered = "Authentication-Info: nextnonce=\"nonce-1\", qop=auth";
        fixture.accepted(authentication, "falken", "joshua");
        service.answered = "Authentication-Info: qop=auth, nextnonce=\"nonce-9\"";
        fixture.accepted(authentication, "falken", "joshua");
        service.nonces.add("nonce-9");
        fixture.accepted(authentication, "falken", "joshua");

        assertThat(server.requests()).hasSize(4);
        assertThat(authorizations().get(2)).containsEntry("nonce", "nonce-9").containsEntry("nc", "00000001");
    }

    @Test
    void aServiceThatAskedForDigestIsNeverGivenBasic() {
        fixture.accepted(authentication, "falken", "joshua");
        server.handler(request -> request.header("Authorization")
                        .filter(v -> v.startsWith("Basic"))
                        .isPresent()
                ? Reply.json(WebServiceFixture.ANYTHING)
                : Reply.basicChallenge());

        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .startsWith("the service asked for Digest authentication before and now asks for Basic");
        fixture.host.advance(Service.PROBE_INTERVAL);
        assertThat(fixture.unavailable(authentication, "falken", "joshua")).contains("Basic");
        assertThat(fixture.unavailable(fixture.authentication(), "falken", "joshua"))
                .contains("Basic");
        assertThat(server.requests())
                .noneMatch(request -> request.header("Authorization").orElse("").startsWith("Basic"));

        server.handler(service);
        fixture.accepted(authentication, "falken", "joshua");
    }

    @Test
    void aServiceThatOffersADigestWeCanNotAnswerIsNotGivenBasicEither() {
        server.handler(request -> Reply.status(
                401,
                "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
                "WWW-Authenticate: Basic realm=\"r\""));

        fixture.unavailable(authentication, "falken", "joshua");

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void theStrongestOfferIsTaken() {
        service.nonces.add("nonce-0");
        server.handler(request -> request.header("Authorization").isPresent()
                ? service.handle(request)
                : Reply.status(
                        401,
                        "WWW-Authenticate: Basic realm=\"keyhole\"",
                        "WWW-Authenticate: Digest realm=\"keyhole\", nonce=\"nonce-0\", qop=auth, algorithm=MD5",
                        "WWW-Authenticate: Digest realm=\"keyhole\", nonce=\"nonce-0\", qop=auth, algorithm=SHA-256"));

        fixture.accepted(authentication, "falken", "joshua");

        assertThat(authorizations().get(0)).containsEntry("algorithm", "SHA-256");
    }

    @Test
    void aServiceThatTurnsFromBasicToDigestGetsDigestAtOnce() throws IOException {
        PasswordService basic = new PasswordService();
        server.handler(basic);
        fixture.accepted(authentication, "falken", "joshua");
        server.handler(request -> request.header("Authorization")
                        .filter(v -> v.startsWith("Digest"))
                        .isPresent()
                ? service.handle(request)
                : service.challenge(false));

        fixture.accepted(authentication, "falken", "joshua");

        assertThat(server.requests())
                .extracting(r -> r.header("Authorization").orElse("none").split(" ")[0])
                .containsExactly("none", "Basic", "Basic", "Digest");
    }

    @ParameterizedTest
    @CsvSource({"%,%25", "a?b,a%3Fb", "\u00fc,%C3%BC"})
    void theUriOfTheDigestIsTheOneThatIsSent(String user, String encoded) {
        service.passwords.put(user, "x");

        fixture.accepted(authentication, user, "x");

        Request last = server.requests().get(1);
        assertThat(last.target()).isEqualTo("/p/" + encoded + "?u=" + encoded);
        assertThat(authorizations().get(0)).containsEntry("uri", last.target());
    }
}
