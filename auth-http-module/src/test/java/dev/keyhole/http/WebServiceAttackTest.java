package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.http.RecordingServer.Request;
import dev.keyhole.http.client.WebAnswer;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Where implementations of this go wrong. */
class WebServiceAttackTest {

    private final PasswordService service = new PasswordService();
    private RecordingServer server;
    private WebServiceFixture fixture;

    @BeforeEach
    void start() throws IOException {
        server = new RecordingServer(service);
        fixture =
                new WebServiceFixture("ResourceURI", server.uri("/permissions/{{USER_NAME}}"), "BreakerFailures", "0");
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b", "..", ".", "../falken", "x/../falken", "/falken", "?x=1", "#", "%2e%2e", "%2e%2e%2ffalken",
                "a b", "Jürgen", "🔑", "a\\b", "..\\falken", ";a=b", "falken?", "falken#", "falken%00", "a&b=c",
            })
    void aUserNameNeverReachesAnotherUsersDocument(String name) {
        service.passwords.put(name, "x");

        AuthenticationResult result = fixture.logOn(fixture.authentication(), name, "x");

        if (result instanceof Accepted) {
            String segment = server.requests().get(1).target().substring("/permissions/".length());
            assertThat(segment).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})+").isNotIn(".", "..");
            assertThat(java.net.URLDecoder.decode(segment.replace("+", "%2B"), UTF_8))
                    .isEqualTo(name);
        } else {
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\nb", "a\r\nHost: x", "\u007f", "\u0090", "\ud83d"})
    void aUserNameWithControlCharactersIsRefusedWithoutARequest(String name) {
        assertThat(fixture.rejected(fixture.authentication(), name, "x").reason())
                .isEqualTo(RejectionReason.MALFORMED_REQUEST);
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\nb", "a\r\nX: y", "\u0007"})
    void aPasswordWithControlCharactersIsRefusedWithoutARequest(String password) {
        assertThat(fixture.rejected(fixture.authentication(), "falken", password)
                        .reason())
                .isEqualTo(RejectionReason.MALFORMED_REQUEST);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aPasswordThatIsNotUtf8IsRefusedWithoutARequest() {
        LogonRequest request = LogonRequest.explicit("falken", Secret.of(new byte[] {(byte) 0xff}));

        assertThat(fixture.logOn(fixture.authentication(), fixture.connection(), request))
                .hasToString(
                        "Rejected[reason=MALFORMED_REQUEST, detail=the password holds a control character, or isn't"
                                + " UTF-8]");
    }

    @Test
    void aColonInAUserNameIsRefusedForBasic() {
        service.passwords.put("a", "b:c");
        AuthenticationContext authentication = fixture.authentication();

        assertThat(fixture.rejected(authentication, "a:b", "c").reason()).isEqualTo(RejectionReason.MALFORMED_REQUEST);
        fixture.accepted(authentication, "a", "b:c");
        assertThat(fixture.rejected(authentication, "a:b", "c").detail()).contains("':'");
        assertThat(server.requests())
                .noneMatch(request -> request.target().contains("%3A")
                        && request.header("Authorization").isPresent());
    }

    @Test
    void lineBreaksInWhatGoesIntoAHeaderAreRefusedWithoutARequest() {
        AuthenticationContext authentication = fixture.authentication(
                "HTTPHeader", "X-Client: {{AMPS_CLIENT_NAME}}", "HTTPHeader", "X-Id: {{AMPS_CORRELATION_ID}}");
        ConnectionInfo connection = ConnectionInfo.builder("c1", "mqtt")
                .clientName("terminal\r\nX-Admin: true")
                .build();
        LogonRequest request = LogonRequest.explicit("falken", Secret.of("joshua"));

        assertThat(fixture.logOn(authentication, connection, request)).isNotInstanceOf(Accepted.class);
        assertThat(fixture.logOn(authentication, fixture.connection(), request.withCorrelationId("1\n2")))
                .isNotInstanceOf(Accepted.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aCharacterThatNarrowsToALineBreakStaysWhatItIs() {
        ConnectionInfo connection = ConnectionInfo.builder("c1", "mqtt")
                .clientName("a\u010d\u010ab")
                .build();

        fixture.logOn(
                fixture.authentication("HTTPHeader", "X-Client: {{AMPS_CLIENT_NAME}}"),
                connection,
                LogonRequest.explicit("falken", Secret.of("joshua")));

        assertThat(server.requests())
                .allSatisfy(request -> assertThat(request.header("X-Client")).contains("a\u010d\u010ab"));
    }

    @Test
    void noCookieIsEverSentBack() {
        server.handler(request -> request.header("Authorization").isEmpty()
                ? Reply.answer(401, "", "WWW-Authenticate: Basic realm=\"r\"", "Set-Cookie: session=anonymous")
                : Reply.answer(200, WebServiceFixture.ANYTHING, "Set-Cookie: session=falken; Path=/"));
        AuthenticationContext authentication = fixture.authentication();

        fixture.accepted(authentication, "falken", "joshua");
        fixture.accepted(authentication, "lightman", "pencil");

        assertThat(server.requests()).hasSize(3).allSatisfy(request -> assertThat(request.header("Cookie"))
                .isEmpty());
    }

    @Test
    void noRequestCarriesTheCredentialsOfAnother() {
        AuthenticationContext authentication = fixture.authentication();

        fixture.accepted(authentication, "falken", "joshua");
        fixture.accepted(authentication, "lightman", "pencil");
        fixture.rejected(authentication, "lightman", "joshua");

        assertThat(server.requests())
                .filteredOn(request -> request.header("Authorization").isPresent())
                .extracting(request ->
                        request.target() + " " + request.header("Authorization").orElseThrow())
                .containsExactly(
                        "/permissions/falken " + PasswordService.basic("falken", "joshua"),
                        "/permissions/lightman " + PasswordService.basic("lightman", "pencil"),
                        "/permissions/lightman " + PasswordService.basic("lightman", "joshua"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectToAnotherHostIsNotFollowed(int status) throws IOException {
        try (RecordingServer other = new RecordingServer(request -> Reply.json(WebServiceFixture.ANYTHING))) {
            AuthenticationContext authentication = fixture.authentication();
            fixture.accepted(authentication, "falken", "joshua");
            server.handler(request -> Reply.status(status, "Location: " + other.uri("/permissions/falken")));

            assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                    .isEqualTo("the service answered " + status + ", a redirect; redirects are not followed");
            assertThat(other.requests()).isEmpty();
        }
    }

    /** Ten thousand logons, on eight connections and on a single one. */
    @ParameterizedTest
    @ValueSource(ints = {8, 1})
    void twoUsersRacingOnKeptConnectionsAreNeverMixedUp(int connections) throws Exception {
        fixture.close();
        fixture = new WebServiceFixture(
                "ResourceURI", server.uri("/permissions/{{USER_NAME}}"), "MaxConnections", "" + connections);
        service.documents.put("falken", "{\"topic\": [{\"topic\": \"falken\", \"read\": true}]}");
        service.documents.put("lightman", "{\"topic\": [{\"topic\": \"lightman\", \"read\": true}]}");
        AuthenticationContext authentication = fixture.authentication();
        EntitlementContext entitlement = fixture.entitlement();
        List<String> users = List.of("falken", "lightman");

        race(8, 1_250, n -> {
            String user = users.get(n % 2);
            Identity identity = fixture.accepted(authentication, user, service.passwords.get(user));
            assertThat(identity.userName()).isEqualTo(user);
            assertThat(fixture.grants(entitlement, identity, Permission.READ, user))
                    .isTrue();
            assertThat(fixture.grants(entitlement, identity, Permission.READ, users.get((n + 1) % 2)))
                    .isFalse();
            authentication.released(fixture.connection(), identity);
        });

        assertThat(server.requests()).allSatisfy(request -> request.header("Authorization")
                .ifPresent(authorization -> assertThat(authorization)
                        .isEqualTo(basicOf(request.target().substring("/permissions/".length())))));
        assertThat(server.requests()).hasSizeBetween(10_001, 10_008);
        assertThat(server.connections()).isLessThanOrEqualTo(connections);
    }

    private String basicOf(String user) {
        return PasswordService.basic(user, service.passwords.get(user));
    }

    @Test
    void aWrongPasswordNeverSucceedsBecauseARightOneDoes() throws Exception {
        AuthenticationContext authentication = fixture.authentication();
        fixture.accepted(authentication, "falken", "joshua");

        race(8, 500, n -> {
            if (n % 2 == 0) {
                authentication.released(fixture.connection(), fixture.accepted(authentication, "falken", "joshua"));
            } else {
                fixture.rejected(authentication, "falken", "wrong");
            }
        });
    }

    /** What response splitting in a service, or a body of the wrong length, leaves on a connection. */
    @Test
    void anAnswerThatNobodyAskedForIsNotTheAnswerToTheNextLogon() {
        AuthenticationContext authentication = known();
        for (int i = 0; i < 20; i++) {
            server.handler(request ->
                    Reply.raw(concat(Reply.bytes(200, "{}"), Reply.bytes(200, WebServiceFixture.ANYTHING)), true));
            authentication.released(fixture.connection(), fixture.accepted(authentication, "falken", "joshua"));
            server.handler(service);

            fixture.rejected(authentication, "lightman", "wrong");
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Test
    void anAnswerThatNobodyAskedForAndThatComesLateIsNotTheAnswerToTheNextLogonEither() throws Exception {
        AuthenticationContext authentication = known();
        for (int i = 0; i < 20; i++) {
            CountDownLatch read = new CountDownLatch(1);
            CountDownLatch late = new CountDownLatch(1);
            server.handler(request -> out -> {
                out.write(Reply.bytes(200, "{}"));
                awaitQuietly(read);
                out.write(Reply.bytes(200, WebServiceFixture.ANYTHING));
                late.countDown();
                return true;
            });
            authentication.released(fixture.connection(), fixture.accepted(authentication, "falken", "joshua"));
            read.countDown();
            late.await();
            server.handler(service);

            fixture.rejected(authentication, "lightman", "wrong");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPatternThatBacktracksForEverIsDeniedAndNamedInTheLogOnceAMinute() {
        service.anyDocument = "{\"topic\": [{\"topic\": \"b\"}, {\"topic\": \"(a+)+\\\\1\\\\1c\", \"read\": true},"
                + " {\"topic\": \".*\", \"read\": true}]}";
        Identity identity = fixture.accepted(fixture.authentication(), "falken", "joshua");
        EntitlementContext entitlement = fixture.entitlement();
        String name = "a".repeat(1_024) + "b!";
        List<String> lines;
        try (CapturedLog log = new CapturedLog(PatternLog.class)) {
            for (int i = 0; i < 3; i++) {
                assertThat(fixture.grants(entitlement, identity, Permission.READ, name))
                        .isFalse();
            }
            assertThat(fixture.grants(entitlement, identity, Permission.READ, "x"))
                    .isTrue();
            fixture.host.advance(Duration.ofSeconds(59));
            fixture.grants(entitlement, identity, Permission.READ, name);
            fixture.host.advance(Duration.ofSeconds(1));
            fixture.grants(entitlement, identity, Permission.READ, name);
            lines = log.lines();
        }

        String line = "Denied because a pattern takes too many steps: user=falken rule=/topic/1 pattern=(a+)+\\1\\1c;"
                + " make the pattern simpler; ";
        assertThat(lines)
                .containsExactly(
                        line + "0 more of these since the last such line",
                        line + "3 more of these since the last such line");
        assertThat(fixture.host.metrics.value("http.patterns.costly")).isEqualTo(5);
    }

    private interface Racer {
        void run(int number) throws Exception;
    }

    private static void race(int threads, int rounds, Racer racer) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                tasks.add(() -> {
                    for (int round = 0; round < rounds; round++) {
                        racer.run(number + round);
                    }
                    return null;
                });
            }
            for (Future<Void> task : executor.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aLoginPageInHtmlIsRefused() {
        AuthenticationContext authentication = known();
        server.handler(request ->
                Reply.answer(200, "<!DOCTYPE html><html><body>Please log in</body></html>", "Content-Type: text/html"));

        assertThat(fixture.unavailable(authentication, "falken", "joshua")).startsWith("the document can't be used: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "true",
                "{",
                "{\"logon\": \"true\"}",
                "{\"logon\": true, \"logon\": true}",
                "{\"user_name\": \"\"}",
                "{\"topic\": [{\"read\": true}]}",
                "{\"topic\": [{\"topic\": \"(\", \"read\": true}]}",
                "{\"logon\": true} {}",
            })
    void aBadDocumentIsRefused(String document) {
        AuthenticationContext authentication = known();
        server.handler(request -> Reply.json(document));

        assertThat(fixture.unavailable(authentication, "falken", "joshua")).startsWith("the document can't be used: ");
    }

    @Test
    void gzipThatGrowsAThousandfoldIsRefused() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write("{\"logon\": true".getBytes(UTF_8));
            byte[] spaces = new byte[1 << 20];
            Arrays.fill(spaces, (byte) ' ');
            for (int i = 0; i < 64; i++) {
                out.write(spaces);
            }
            out.write('}');
        }
        AuthenticationContext authentication = known();
        server.handler(request -> encoded("gzip", compressed.toByteArray()));

        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .isEqualTo("the service sends a compressed answer though it was asked not to");
    }

    @Test
    void anEncodingThatIsNoneIsAccepted() {
        AuthenticationContext authentication = known();
        server.handler(request -> encoded("identity", WebServiceFixture.ANYTHING.getBytes(UTF_8)));

        fixture.accepted(authentication, "falken", "joshua");
    }

    private static Reply encoded(String encoding, byte[] body) {
        return out -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding + "\r\nContent-Length: " + body.length
                            + "\r\n\r\n")
                    .getBytes(UTF_8));
            out.write(body);
            return true;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000000", "Transfer-Encoding: chunked", "X: until it is closed"})
    void aBodyWithoutEndIsRefused(String framing) {
        AuthenticationContext authentication = fixture.authentication("MaxDocumentSize", "64KB");
        fixture.accepted(authentication, "falken", "joshua");
        server.handler(request -> out -> {
            out.write(("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n").getBytes(UTF_8));
            byte[] piece = ("400\r\n" + " ".repeat(1024) + "\r\n").getBytes(UTF_8);
            while (true) {
                out.write(piece);
            }
        });

        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .isEqualTo("the document is larger than the 65536 bytes that are allowed");
    }

    @Test
    void aDocumentMayBeAsLargeAsItIsAllowedToBe() {
        AuthenticationContext authentication = fixture.authentication("MaxDocumentSize", "20");
        fixture.accepted(fixture.authentication("CredentialStore", "other"), "falken", "joshua");
        server.handler(request -> Reply.json("{\"logon\": true     }"));
        fixture.accepted(authentication, "falken", "joshua");
        server.handler(request -> Reply.json("{\"logon\": true      }"));

        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .isEqualTo("the document is larger than the 20 bytes that are allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n{}",
                "nonsense\r\n\r\n",
                "HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 two OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            })
    void whatIsNotHttpIsRefused(String answer) {
        AuthenticationContext authentication = known();
        server.handler(request -> Reply.raw(answer));

        assertThat(fixture.unavailable(authentication, "falken", "joshua")).isNotEmpty();
    }

    @Test
    void tooManyHeadersAndTooLongOnesAreRefused() {
        AuthenticationContext authentication = known();
        server.handler(request -> Reply.answer(200, WebServiceFixture.ANYTHING, "X: " + "y".repeat(20_000)));
        assertThat(fixture.unavailable(authentication, "falken", "joshua")).contains("proper HTTP");

        String[] headers = new String[200];
        Arrays.fill(headers, "X: y");
        server.handler(request -> Reply.answer(200, WebServiceFixture.ANYTHING, headers));
        assertThat(fixture.unavailable(authentication, "falken", "joshua")).contains("proper HTTP");
    }

    @Test
    void aConnectionThatBreaksAtAnyByteOfTheAnswerLetsNobodyIn() {
        String document = "{\"logon\": true, \"topic\": [{\"topic\": \"a\", \"read\": true}]}";
        byte[] withLength = Reply.bytes(200, document, "Content-Type: application/json");
        byte[] chunked = ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(document.length()) + "\r\n" + document + "\r\n0\r\n\r\n")
                .getBytes(UTF_8);
        AuthenticationContext authentication = known();
        for (byte[] answer : List.of(withLength, chunked)) {
            for (int length = 0; length < answer.length; length++) {
                String part = new String(answer, 0, length, UTF_8);
                server.handler(request -> Reply.raw(part));

                // Once the last chunk has begun, the document is whole; what is missing then says nothing.
                if (!part.endsWith("}\r\n0") && !part.contains("}\r\n0\r")) {
                    assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                            .as(part)
                            .isNotEmpty();
                }
            }
            server.handler(request -> Reply.raw(answer, false));
            authentication.released(fixture.connection(), fixture.accepted(authentication, "falken", "joshua"));
        }
    }

    @Test
    void aConnectionThatIsResetAtAnyByteOfTheAnswerLetsNobodyIn() throws IOException {
        byte[] answer = Reply.bytes(200, "{\"logon\": true}", "Content-Type: application/json");
        PasswordService plain = new PasswordService();
        try (ResettingServer resetting = new ResettingServer(plain);
                WebServiceFixture other =
                        new WebServiceFixture("ResourceURI", resetting.uri("/{{USER_NAME}}"), "BreakerFailures", "0")) {
            AuthenticationContext authentication = other.authentication();
            authentication.released(other.connection(), other.accepted(authentication, "falken", "joshua"));
            for (int length = 0; length < answer.length; length++) {
                resetting.cutAfter(answer, length);

                assertThat(other.unavailable(authentication, "falken", "joshua"))
                        .as("after %d bytes", length)
                        .startsWith("no document from ");
            }
            resetting.mend();
            other.accepted(authentication, "falken", "joshua");
        }
    }

    @Test
    void aDocumentWithoutLengthThatIsCutIsRefused() {
        String document = "{\"logon\": true, \"topic\": [{\"topic\": \"a\", \"read\": true}]}";
        AuthenticationContext authentication = known();
        for (int length = 0; length < document.length(); length++) {
            String part = document.substring(0, length);
            server.handler(request -> Reply.raw("HTTP/1.1 200 OK\r\n\r\n" + part));

            assertThat(fixture.unavailable(authentication, "falken", "joshua")).isNotEmpty();
        }
    }

    @Test
    void aConnectionThatTheServerClosedInTheMeantimeCostsNobodyALogon() {
        AuthenticationContext authentication = known();
        for (int i = 0; i < 20; i++) {
            server.cut();
            authentication.released(fixture.connection(), fixture.accepted(authentication, "falken", "joshua"));
        }
    }

    @Test
    void nothingSecretGetsIntoALogAtAnyLevel() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.setLevel(Level.TRACE);
        root.addAppender(log);
        try {
            AuthenticationContext authentication =
                    fixture.authentication("HTTPHeader", "X-Password: {{AMPS_PASSWORD}}");
            fixture.accepted(authentication, "falken", "joshua");
            service.passwords.put("falken", "pencil");
            fixture.rejected(authentication, "falken", "joshua");
            server.handler(request -> Reply.answer(
                    200, "{\"joshua\": " + request.header("Authorization").orElse("")));
            fixture.unavailable(authentication, "falken", "joshua");
            server.handler(request -> Reply.raw("HTTP/1.1 joshua\r\n" + request.text()));
            fixture.unavailable(authentication, "falken", "joshua");
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }

        String secret = PasswordService.basic("falken", "joshua").substring("Basic ".length());
        assertThat(log.list).isNotEmpty();
        assertThat(List.copyOf(log.list)).allSatisfy(event -> {
            String text = event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : event.getThrowableProxy().getMessage());
            assertThat(text).doesNotContain("joshua").doesNotContain(secret);
        });
    }

    @Test
    void noMessageHoldsWhatTheServiceWrote() {
        AuthenticationContext authentication = known();
        server.handler(request -> Reply.raw("HTTP/1.1 pwned\r\n" + request.text()));

        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .doesNotContain("pwned")
                .doesNotContain("Authorization");
    }

    @Test
    void nothingPrintsAPassword() {
        Credentials credentials = Credentials.of(LogonRequest.explicit("falken", Secret.of("joshua")))
                .orElseThrow();
        Request request = new Request("", 0);

        assertThat(List.of(
                        credentials,
                        new WebAnswer(
                                200,
                                List.of(new BasicHeader("Authentication-Info", "joshua")),
                                "joshua".getBytes(UTF_8)),
                        request))
                .allSatisfy(thing -> assertThat(thing.toString()).doesNotContain("joshua"));
        credentials.close();
        assertThat(credentials.password()).containsOnly(0);
    }

    @Test
    void anOutageIsToldApartFromANo() throws IOException {
        AuthenticationContext authentication = known();
        server.close();

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> fixture.logOn(authentication, "falken", "joshua")))
                .isInstanceOf(ModuleUnavailableException.class);
    }

    private AuthenticationContext known() {
        AuthenticationContext authentication = fixture.authentication();
        authentication.released(fixture.connection(), fixture.accepted(authentication, "falken", "joshua"));
        return authentication;
    }
}
