package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.http.RecordingServer.Request;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision.Denied;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.Validity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The flow of a logon: what is asked, and what each answer means. */
class WebServiceLogonTest {

    private final PasswordService service = new PasswordService();
    private RecordingServer server;
    private WebServiceFixture fixture;

    @BeforeEach
    void start() throws IOException {
        server = new RecordingServer(service);
        fixture = new WebServiceFixture("ResourceURI", server.uri("/permissions/{{USER_NAME}}.json"));
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        server.close();
    }

    @Test
    void theFirstContactIsWithoutCredentialsAndTheSecondRequestBringsThem() {
        AuthenticationContext authentication = fixture.authentication();

        Identity identity = fixture.accepted(authentication, "falken", "joshua");

        assertThat(identity.userName()).isEqualTo("falken");
        String line = "GET /permissions/falken.json HTTP/1.1\r\n";
        String headers = "Host: 127.0.0.1:" + server.port() + "\r\n"
                + "Accept: application/json\r\n"
                + "Accept-Encoding: identity\r\n"
                + "Connection: keep-alive\r\n"
                + "User-Agent: Keyhole\r\n\r\n";
        assertThat(server.requests())
                .extracting(Request::text)
                .containsExactly(
                        line + headers,
                        line + "Authorization: " + PasswordService.basic("falken", "joshua") + "\r\n" + headers);
    }

    @Test
    void onceTheSchemeIsKnownALogonIsOneRequest() {
        AuthenticationContext authentication = fixture.authentication();
        fixture.accepted(authentication, "falken", "joshua");

        fixture.accepted(authentication, "lightman", "pencil");
        fixture.accepted(authentication, "falken", "joshua");

        assertThat(server.requests()).hasSize(4);
        assertThat(server.requests().get(2).header("Authorization"))
                .contains(PasswordService.basic("lightman", "pencil"));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void whatIsKnownOfAServiceIsSharedByContextsOfTheModule() {
        fixture.accepted(fixture.authentication(), "falken", "joshua");
        fixture.accepted(fixture.authentication(), "falken", "joshua");

        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void usersWithTheSameDocumentShareItWithinAStore() {
        AuthenticationContext authentication = fixture.authentication();
        AuthenticationContext other = fixture.authentication("CredentialStore", "other");

        PermissionsDocument document = document(fixture.accepted(authentication, "falken", "joshua"));

        assertThat(document(fixture.accepted(authentication, "lightman", "pencil")))
                .isSameAs(document);
        assertThat(document(fixture.accepted(other, "falken", "joshua")))
                .isEqualTo(document)
                .isNotSameAs(document);
    }

    private static PermissionsDocument document(Identity identity) {
        return identity.attachment(WebServiceAuthentication.LEASE).orElseThrow().document();
    }

    @Test
    void aWrongPasswordIsRejectedWithOneRequest() {
        AuthenticationContext authentication = fixture.authentication();
        fixture.accepted(authentication, "falken", "joshua");

        Rejected result = fixture.rejected(authentication, "falken", "wrong");

        assertThat(result.reason()).isEqualTo(RejectionReason.BAD_CREDENTIALS);
        assertThat(result.detail()).isEqualTo("the service answered 401");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void namesAndPasswordsAreSentInUtf8() {
        service.passwords.put("Jürgen", "Schlüssel🔑");

        fixture.accepted(fixture.authentication(), "Jürgen", "Schlüssel🔑");

        assertThat(server.requests().get(1).target()).isEqualTo("/permissions/J%C3%BCrgen.json");
    }

    @Test
    void anEmptyPasswordIsAPasswordLikeAnyOther() {
        service.passwords.put("guest", "");
        AuthenticationContext authentication = fixture.authentication();

        fixture.accepted(authentication, "guest", "");
        fixture.rejected(authentication, "falken", "");
    }

    @Test
    void anEmptyUserNameIsRefusedWithoutARequest() {
        AuthenticationContext authentication = fixture.authentication();

        assertThat(fixture.rejected(authentication, "", "joshua").reason())
                .isEqualTo(RejectionReason.USER_NAME_REQUIRED);
        assertThat(fixture.logOn(authentication, fixture.connection(), LogonRequest.implicit()))
                .isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(RejectionReason.LOGON_REQUIRED));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void withServerAcceptsEmptyAuthIdTheDocumentNamesTheUser() {
        service.passwords.put("", "");
        service.documents.put("", "{\"user_name\": \"guest\", \"logon\": true}");
        AuthenticationContext authentication = fixture.authentication("ServerAcceptsEmptyAuthId", "true");

        assertThat(fixture.accepted(authentication, "", "").userName()).isEqualTo("guest");
        assertThat(server.requests().get(1).target()).isEqualTo("/permissions/.json");
    }

    @Test
    void withServerAcceptsEmptyAuthIdADocumentWithoutAUserNameIsUnavailable() {
        service.passwords.put("", "");

        assertThat(fixture.unavailable(fixture.authentication("ServerAcceptsEmptyAuthId", "true"), "", ""))
                .isEqualTo("the document has no 'user_name', which it needs for a logon without a user name");
    }

    @Test
    void aServiceThatDoesNotAskForCredentialsLetsNobodyIn() {
        server.handler(request -> Reply.json(WebServiceFixture.ANYTHING));
        AuthenticationContext authentication = fixture.authentication();

        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .startsWith("the service does not ask for credentials");
        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .startsWith("the service does not ask for credentials");
        assertThat(server.requests()).hasSize(2).allSatisfy(request -> assertThat(request.header("Authorization"))
                .isEmpty());
    }

    @Test
    void nowAndThenALogonLooksWhetherTheServiceStillAsks() {
        AuthenticationContext authentication = fixture.authentication();
        fixture.accepted(authentication, "falken", "joshua");
        fixture.host.advance(Service.PROBE_INTERVAL);

        fixture.accepted(authentication, "falken", "joshua");
        fixture.accepted(authentication, "falken", "joshua");

        assertThat(server.requests()).hasSize(5);
        assertThat(server.requests().get(2).header("Authorization")).isEmpty();
        assertThat(server.requests().get(4).header("Authorization")).isPresent();
    }

    @Test
    void aServiceThatStopsAskingIsNoticedAndNotTrustedUntilItAsksAgain() {
        AuthenticationContext authentication = fixture.authentication();
        fixture.accepted(authentication, "falken", "joshua");
        fixture.host.advance(Service.PROBE_INTERVAL);
        server.handler(request -> Reply.json(WebServiceFixture.ANYTHING));

        fixture.unavailable(authentication, "falken", "joshua");
        fixture.unavailable(authentication, "falken", "joshua");

        server.handler(service);
        fixture.accepted(authentication, "falken", "joshua");
    }

    @Test
    void whoKnowsNoUserCanNotKeepOthersFromNoticingThatAServiceStoppedAsking() {
        AuthenticationContext authentication = fixture.authentication();
        fixture.accepted(authentication, "falken", "joshua");
        fixture.host.advance(Service.PROBE_INTERVAL);
        server.handler(request ->
                request.target().contains("falken") ? Reply.json(WebServiceFixture.ANYTHING) : Reply.status(404));

        fixture.rejected(authentication, "nobody", "x");

        assertThat(fixture.unavailable(authentication, "falken", "wrong"))
                .startsWith("the service does not ask for credentials");
    }

    @Test
    void aPasswordInAHeaderIsAuthenticationToo() {
        server.handler(
                request -> request.header("X-Password").filter("joshua"::equals).isPresent()
                        ? Reply.json(WebServiceFixture.ANYTHING)
                        : Reply.status(401));
        AuthenticationContext authentication = fixture.authentication("HTTPHeader", "X-Password: {{AMPS_PASSWORD}}");

        fixture.accepted(authentication, "falken", "joshua");
        assertThat(fixture.rejected(authentication, "falken", "wrong").reason())
                .isEqualTo(RejectionReason.BAD_CREDENTIALS);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aPasswordInAHeaderDoesNotKeepAServiceFromAskingForBasic() {
        fixture.accepted(fixture.authentication("HTTPHeader", "X-Password: {{AMPS_PASSWORD}}"), "falken", "joshua");

        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests().get(1).header("Authorization")).isPresent();
    }

    @Test
    void anAuthorizationHeaderOfTheConfigurationTakesThePlaceOfBasic() {
        server.handler(request ->
                request.header("Authorization").filter("Bearer joshua"::equals).isPresent()
                        ? Reply.json(WebServiceFixture.ANYTHING)
                        : Reply.basicChallenge());
        AuthenticationContext authentication =
                fixture.authentication("HTTPHeader", "Authorization: Bearer {{AMPS_PASSWORD}}");

        fixture.accepted(authentication, "falken", "joshua");
        fixture.rejected(authentication, "falken", "wrong");

        assertThat(server.requests())
                .extracting(r -> r.headers("Authorization").size())
                .containsExactly(1, 1);
    }

    @Test
    void headersAreSentWithEachRequestInTheirOrder() {
        ConnectionInfo connection =
                ConnectionInfo.builder("c1", "mqtt").clientName("terminal 7").build();
        AuthenticationContext authentication = fixture.authentication(
                "HTTPHeader", "X-Client: {{AMPS_CLIENT_NAME}}",
                "HTTPHeader", "X-User: {{AMPS_USER_NAME}}",
                "HTTPHeader", "X-User: again");

        fixture.logOn(authentication, connection, LogonRequest.explicit("falken", Secret.of("joshua")));

        assertThat(server.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.headers("X-Client")).containsExactly("terminal 7");
            assertThat(request.headers("X-User")).containsExactly("falken", "again");
        });
    }

    @Test
    void headersAreSentInUtf8() {
        service.passwords.put("Жанна", "x");

        fixture.accepted(fixture.authentication("HTTPHeader", "X-User: {{USER_NAME}}"), "Жанна", "x");

        assertThat(server.requests().get(0).header("X-User")).contains("Жанна");
    }

    @ParameterizedTest
    @CsvSource({
        "401,BAD_CREDENTIALS",
        "403,NOT_PERMITTED",
        "404,BAD_CREDENTIALS",
        "410,BAD_CREDENTIALS",
    })
    void theseAnswersToCredentialsAreANo(int status, RejectionReason reason) {
        AuthenticationContext authentication = knownService();
        server.handler(request -> Reply.status(status));

        Rejected rejected = fixture.rejected(authentication, "falken", "joshua");

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.detail()).isEqualTo("the service answered " + status);
    }

    @ParameterizedTest
    @CsvSource({"403,NOT_PERMITTED", "404,BAD_CREDENTIALS", "410,BAD_CREDENTIALS"})
    void theseAnswersToTheFirstContactAreANoToo(int status, RejectionReason reason) {
        server.handler(request -> Reply.status(status));

        assertThat(fixture.rejected(fixture.authentication(), "falken", "joshua")
                        .reason())
                .isEqualTo(reason);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 402, 405, 407, 418, 429, 451, 600})
    void everyOtherAnswerIsUnavailable(int status) {
        AuthenticationContext authentication = knownService();
        server.handler(request -> Reply.status(status, "Location: " + server.uri("/else")));

        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .startsWith("the service answered " + status);
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504, 599})
    void aServerErrorIsUnavailable(int status) {
        AuthenticationContext authentication = knownService();
        server.handler(request -> Reply.status(status));

        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .isEqualTo("no document from http://127.0.0.1:" + server.port() + ": it answered " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Negotiate",
                "Bearer realm=\"x\"",
                "Basic realm=\"unclosed",
                "=,=,=",
                "Digest realm=\"x\", nonce=\"n\", algorithm=CRC32",
            })
    void aServiceThatAsksForNothingWeCanAnswerIsUnavailable(String challenge) {
        server.handler(request -> Reply.status(401, "WWW-Authenticate: " + challenge));

        if (challenge.startsWith("Basic")) {
            fixture.logOn(fixture.authentication(), "falken", "joshua");
        } else {
            assertThat(fixture.unavailable(fixture.authentication(), "falken", "joshua"))
                    .startsWith("the service answers 401 without asking for");
        }
    }

    @Test
    void basicIsFoundAmongOtherChallenges() {
        server.handler(request -> request.header("Authorization").isPresent()
                ? Reply.json(WebServiceFixture.ANYTHING)
                : Reply.status(
                        401,
                        "WWW-Authenticate: Negotiate",
                        "WWW-Authenticate: Bearer realm=\"x, Basic\", error=\"a\", BASIC realm=\"y\""));

        fixture.accepted(fixture.authentication(), "falken", "joshua");
    }

    @Test
    void theDocumentMayBindAnotherName() {
        service.documents.put(
                "falken", "{\"user_name\": \"stephen\", \"topic\": [{\"topic\": \"a\", \"read\": true}]}");

        Identity identity = fixture.accepted(fixture.authentication(), "falken", "joshua");

        assertThat(identity.userName()).isEqualTo("stephen");
        assertThat(fixture.grants(fixture.entitlement(), identity, Permission.READ, "a"))
                .isTrue();
        assertThat(fixture.grants(fixture.entitlement(), Identity.of("falken"), Permission.READ, "a"))
                .isFalse();
    }

    @Test
    void checksAreDecidedByTheDocument() {
        service.documents.put(
                "falken",
                "{\"topic\": [{\"topic\": \"/desk/fx/spot\", \"read\": \"/region = 'EU'\", \"select\": \"-/,+/id\"},"
                        + "{\"topic\": \"^/desk/\", \"read\": true, \"write\": true}]}");
        Identity identity = fixture.accepted(fixture.authentication(), "falken", "joshua");
        EntitlementContext entitlement = fixture.entitlement();

        assertThat(fixture.check(entitlement, identity, Permission.READ, "/desk/fx/spot"))
                .hasToString(fixture.check(entitlement, identity, Permission.READ, "/desk/fx/spot")
                        .toString())
                .extracting("filter", "select")
                .containsExactly("/region = 'EU'", "-/,+/id");
        assertThat(fixture.grants(entitlement, identity, Permission.WRITE, "/desk/fx/spot"))
                .isFalse();
        assertThat(fixture.grants(entitlement, identity, Permission.WRITE, "/desk/gold"))
                .isTrue();
        assertThat(fixture.grants(entitlement, identity, Permission.READ, "/other"))
                .isFalse();
        assertThat(entitlement.keyScope()).isEqualTo(KeyScope.USER);
    }

    @Test
    void whoHasNoDocumentIsDeniedAndThatIsNotCached() {
        Denied denied = (Denied) fixture.check(fixture.entitlement(), Identity.of("nobody"), Permission.READ, "/desk");

        assertThat(denied.validity()).isEqualTo(Validity.notCached());
        assertThat(denied.explanation().detail())
                .isEqualTo("there is no document of this user in the store '"
                        + server.uri("/permissions/{{USER_NAME}}.json") + "'");
    }

    @Test
    void theDocumentGoesWithTheLastConnection() {
        AuthenticationContext authentication = fixture.authentication();
        EntitlementContext entitlement = fixture.entitlement();
        Identity first = fixture.accepted(authentication, "falken", "joshua");
        Identity second = fixture.accepted(authentication, "falken", "joshua");

        authentication.released(fixture.connection(), first);
        assertThat(fixture.grants(entitlement, second, Permission.READ, "a")).isTrue();

        authentication.released(fixture.connection(), second);
        assertThat(fixture.grants(entitlement, second, Permission.READ, "a")).isFalse();
        assertThat(fixture.context.forgotten).contains("falken");
    }

    @Test
    void aKeptDocumentStaysAndALogonStillNeedsTheRightPassword() {
        AuthenticationContext authentication = fixture.authentication();
        Identity first = fixture.accepted(authentication, "falken", "joshua");
        service.anyDocument = "{\"logon\": true}";

        Identity second = fixture.accepted(authentication, "falken", "joshua");
        fixture.rejected(authentication, "falken", "wrong");

        assertThat(fixture.grants(fixture.entitlement(), second, Permission.READ, "a"))
                .isTrue();
        authentication.released(fixture.connection(), first);
        authentication.released(fixture.connection(), second);
        Identity third = fixture.accepted(authentication, "falken", "joshua");
        assertThat(fixture.grants(fixture.entitlement(), third, Permission.READ, "a"))
                .isFalse();
    }

    @Test
    void afterEntitlementTimeoutAChangedDocumentReplacesTheKeptOneAndResetsTheUser() {
        AuthenticationContext authentication = fixture.authentication("EntitlementTimeout", "1m");
        Identity first = fixture.accepted(authentication, "falken", "joshua");
        service.anyDocument = "{\"logon\": true}";
        fixture.accepted(authentication, "falken", "joshua");
        assertThat(fixture.grants(fixture.entitlement(), first, Permission.READ, "a"))
                .isTrue();

        fixture.host.advance(Duration.ofMinutes(1));
        Identity last = fixture.accepted(authentication, "falken", "joshua");

        assertThat(fixture.grants(fixture.entitlement(), last, Permission.READ, "a"))
                .isFalse();
        assertThat(fixture.context.resets).hasSize(1).allMatch(reset -> reset.startsWith("falken but c"));
    }

    @ParameterizedTest
    @EnumSource(ConnectionKind.class)
    void aDocumentThatForbidsAKindOfConnectionFailsItsLogon(ConnectionKind kind) {
        service.anyDocument = kind == ConnectionKind.REPLICATION
                ? "{\"logon\": true, \"replication-logon\": false}"
                : "{\"logon\": false, \"replication-logon\": true}";
        LogonRequest request = LogonRequest.explicit("falken", Secret.of("joshua"));

        var result = fixture.logOn(fixture.authentication(), fixture.connection(kind), request);

        if (kind == ConnectionKind.ADMIN) {
            assertThat(result).isInstanceOf(Accepted.class);
        } else {
            assertThat(result).isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(rejected.reason())
                    .isEqualTo(RejectionReason.NOT_PERMITTED));
        }
    }

    @Test
    void aKeptDocumentThatForbidsCountsAndLeavesNothingBehind() {
        AuthenticationContext authentication = fixture.authentication();
        service.anyDocument = "{\"replication-logon\": true, \"logon\": false}";
        LogonRequest request = LogonRequest.explicit("falken", Secret.of("joshua"));
        Accepted replication =
                (Accepted) fixture.logOn(authentication, fixture.connection(ConnectionKind.REPLICATION), request);
        service.anyDocument = "{\"replication-logon\": true, \"logon\": true}";

        assertThat(fixture.rejected(authentication, "falken", "joshua").reason())
                .isEqualTo(RejectionReason.NOT_PERMITTED);

        authentication.released(fixture.connection(), replication.identity());
        fixture.accepted(authentication, "falken", "joshua");
    }

    @Test
    void aLogonMayBeAnsweredByAnotherThatShowsTheSame() throws Exception {
        AuthenticationContext authentication = fixture.authentication();
        EntitlementContext entitlement = fixture.entitlement();
        Accepted first = (Accepted) fixture.logOn(authentication, "falken", "joshua");

        Accepted second =
                (Accepted) authentication.share(first, fixture.connection()).orElseThrow();

        assertThat(second.identity()).isNotSameAs(first.identity());
        assertThat(second.identity().userName()).isEqualTo("falken");
        authentication.released(fixture.connection(), first.identity());
        assertThat(fixture.grants(entitlement, second.identity(), Permission.READ, "a"))
                .isTrue();
        authentication.released(fixture.connection(), second.identity());
        assertThat(fixture.grants(entitlement, second.identity(), Permission.READ, "a"))
                .isFalse();
        assertThat(authentication.share(second, fixture.connection())).isEmpty();
        Rejected rejected = fixture.rejected(authentication, "falken", "wrong");
        assertThat(authentication.share(rejected, fixture.connection())).contains(rejected);
    }

    @Test
    void keysOfLogonsDifferInWhateverTheServiceOrTheDocumentMayTellApart() {
        AuthenticationContext authentication = fixture.authentication("HTTPHeader", "X-Client: {{AMPS_CLIENT_NAME}}");
        ConnectionInfo terminal =
                ConnectionInfo.builder("c", "mqtt").clientName("terminal").build();
        LogonRequest request = LogonRequest.explicit("falken", Secret.of("joshua"));
        Object key = authentication.sharingKey(fixture.connection(), request).orElseThrow();

        assertThat(authentication.sharingKey(fixture.connection(), request)).contains(key);
        assertThat(List.of(
                        authentication.sharingKey(terminal, request),
                        authentication.sharingKey(fixture.connection(ConnectionKind.REPLICATION), request),
                        authentication.sharingKey(
                                fixture.connection(), LogonRequest.explicit("falken", Secret.of("wrong"))),
                        authentication.sharingKey(
                                fixture.connection(), LogonRequest.explicit("falkenj", Secret.of("oshua")))))
                .allSatisfy(other -> assertThat(other).isPresent().isNotEqualTo(java.util.Optional.of(key)));
        assertThat(authentication.sharingKey(fixture.connection(), LogonRequest.implicit()))
                .isEmpty();
        ConnectionInfo unsendable =
                ConnectionInfo.builder("c", "mqtt").clientName(" terminal").build();
        assertThat(authentication.sharingKey(unsendable, request)).isEmpty();
        assertThat(authentication.sharingKey(fixture.connection(), LogonRequest.explicit("falken", Secret.of("a\nb"))))
                .isEmpty();
    }

    @Test
    void aResetEmptiesTheStoreAtOnce() {
        AuthenticationContext authentication = fixture.authentication();
        EntitlementContext entitlement = fixture.entitlement();
        Identity falken = fixture.accepted(authentication, "falken", "joshua");
        Identity lightman = fixture.accepted(authentication, "lightman", "pencil");

        entitlement.resetUser("falken");
        assertThat(fixture.grants(entitlement, falken, Permission.READ, "a")).isFalse();
        assertThat(fixture.grants(entitlement, lightman, Permission.READ, "a")).isTrue();

        entitlement.reset();
        assertThat(fixture.grants(entitlement, lightman, Permission.READ, "a")).isFalse();

        fixture.accepted(authentication, "falken", "joshua");
        authentication.resetUser("falken");
        assertThat(fixture.grants(entitlement, falken, Permission.READ, "a")).isFalse();
    }

    @Test
    void aDocumentThatWasOnItsWayDuringAResetIsAskedForAgain() {
        AuthenticationContext authentication = knownService();
        AtomicInteger answers = new AtomicInteger();
        server.handler(request -> {
            if (answers.incrementAndGet() == 1) {
                authentication.resetUser("falken");
            }
            return Reply.json(answers.get() == 1 ? WebServiceFixture.ANYTHING : "{\"logon\": true}");
        });

        Identity identity = fixture.accepted(authentication, "falken", "joshua");

        assertThat(answers).hasValue(2);
        assertThat(fixture.grants(fixture.entitlement(), identity, Permission.READ, "a"))
                .isFalse();
    }

    @Test
    void resetsWithoutEndMakeALogonUnavailable() {
        AuthenticationContext authentication = knownService();
        server.handler(request -> {
            authentication.resetUser("lightman");
            return Reply.json(WebServiceFixture.ANYTHING);
        });

        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .isEqualTo("there was a reset each time while the document was on its way");
    }

    @Test
    void contextsWithOneStoreShareDocumentsAndOthersDoNot() {
        AuthenticationContext authentication = fixture.authentication("CredentialStore", "front");
        Identity identity = fixture.accepted(authentication, "falken", "joshua");

        assertThat(fixture.grants(fixture.entitlement("CredentialStore", "front"), identity, Permission.READ, "a"))
                .isTrue();
        assertThat(fixture.grants(fixture.entitlement("CredentialStore", "back"), identity, Permission.READ, "a"))
                .isFalse();
        assertThat(fixture.grants(
                        fixture.entitlement("ResourceURI", server.uri("/permissions/{{USER_NAME}}.json")),
                        identity,
                        Permission.READ,
                        "a"))
                .isFalse();
    }

    @Test
    void modulesNeverShareAStore() {
        try (WebServiceFixture other =
                new WebServiceFixture("ResourceURI", server.uri("/permissions/{{USER_NAME}}.json"))) {
            Identity identity = fixture.accepted(fixture.authentication(), "falken", "joshua");

            assertThat(other.grants(other.entitlement(), identity, Permission.READ, "a"))
                    .isFalse();
        }
    }

    @Test
    void withoutReuseEachRequestHasItsOwnConnection() {
        try (WebServiceFixture once = new WebServiceFixture(
                "ResourceURI", server.uri("/permissions/{{USER_NAME}}.json"), "ReuseConnections", "false")) {
            AuthenticationContext authentication = once.authentication();
            once.accepted(authentication, "falken", "joshua");
            once.accepted(authentication, "falken", "joshua");
        }

        assertThat(server.connections()).isEqualTo(3);
        assertThat(server.requests())
                .allSatisfy(request -> assertThat(request.headers("Connection")).containsExactly("close"));
    }

    @Test
    void aClosedContextLetsNobodyInAndGrantsNothing() {
        AuthenticationContext authentication = fixture.authentication();
        EntitlementContext entitlement = fixture.entitlement();
        Identity identity = fixture.accepted(authentication, "falken", "joshua");

        authentication.close();
        authentication.close();
        entitlement.close();

        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .isEqualTo("the web-service module is closed");
        assertThat(fixture.unavailable(authentication, "", "joshua")).isEqualTo("the web-service module is closed");
        assertThatThrownBy(() -> fixture.check(entitlement, identity, Permission.READ, "a"))
                .isInstanceOf(IllegalStateException.class);
        authentication.released(fixture.connection(), identity);
    }

    @Test
    void aContextIsToldWhoLeftUntilItIsClosed() {
        TestContext front = new TestContext();
        TestContext back = new TestContext();
        AuthenticationContext authentication = fixture.authentication();
        EntitlementContext closed = fixture.module.entitlement(fixture.settings(Place.ENTITLEMENT, front));
        fixture.module.entitlement(fixture.settings(Place.ENTITLEMENT, back));
        Identity identity = fixture.accepted(authentication, "falken", "joshua");
        authentication.released(fixture.connection(), identity);
        assertThat(front.forgotten).containsExactly("falken");
        assertThat(fixture.context.forgotten).containsExactly("falken");

        closed.close();
        Identity again = fixture.accepted(authentication, "falken", "joshua");
        authentication.close();
        authentication.released(fixture.connection(), again);

        assertThat(front.forgotten).hasSize(1);
        assertThat(fixture.context.forgotten).hasSize(1);
        assertThat(back.forgotten).hasSize(2);
    }

    @Test
    void aClosedModuleLeavesNoConnectionOpen() {
        fixture.accepted(fixture.authentication(), "falken", "joshua");
        assertThat(server.openConnections()).isEqualTo(1);

        fixture.module.close();

        Awaitility.await().until(() -> server.openConnections() == 0);
    }

    /** A probe that was sent before the service began to give documents away tells more than an answer that came later. */
    @Test
    void aServiceThatGivesADocumentAwayIsNotTrustedThoughItAskedMeanwhile() {
        AuthenticationContext authentication = fixture.authentication();
        server.handler(request -> {
            server.handler(service);
            fixture.accepted(authentication, "falken", "joshua");
            return Reply.json(WebServiceFixture.ANYTHING);
        });
        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .startsWith("the service does not ask for credentials");
        int before = server.requests().size();

        fixture.accepted(authentication, "falken", "joshua");

        assertThat(server.requests()).hasSize(before + 2);
        assertThat(server.requests().get(before).header("Authorization")).isEmpty();
    }

    @Test
    void aClosedModuleOpensNothing() {
        fixture.module.close();

        assertThatThrownBy(() -> fixture.authentication()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fixture.entitlement()).isInstanceOf(IllegalStateException.class);
        fixture.module.close();
    }

    @Test
    void theServiceMayComeBackWithoutARestart() throws IOException {
        AuthenticationContext authentication = knownService();
        int port = server.port();
        server.close();
        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .isEqualTo("no document from http://127.0.0.1:" + port + ": it can't be connected to");

        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        try (RecordingServer again = new RecordingServer(service, socket)) {
            fixture.accepted(authentication, "falken", "joshua");
            assertThat(again.requests()).hasSize(1);
        }
    }

    @Test
    void onlyFaultsThatMayPassAreRetried() {
        AuthenticationContext authentication = fixture.authentication("RetryCount", "2", "BreakerFailures", "0");
        fixture.accepted(authentication, "falken", "joshua");
        for (int status : List.of(401, 403, 404, 302, 418)) {
            int before = server.requests().size();
            server.handler(request -> Reply.status(status));
            try {
                fixture.logOn(authentication, "falken", "joshua");
            } catch (ModuleUnavailableException e) {
                assertThat(e).hasMessageContaining(" " + status);
            }
            assertThat(server.requests()).hasSize(before + 1);
        }
        int before = server.requests().size();
        server.handler(request -> Reply.status(503));
        fixture.unavailable(authentication, "falken", "joshua");
        assertThat(server.requests()).hasSize(before + 3);

        server.handler(request -> Reply.hangUp());
        fixture.unavailable(authentication, "falken", "joshua");

        AtomicInteger failures = new AtomicInteger(2);
        server.handler(request -> failures.getAndDecrement() > 0 ? Reply.status(500) : service.handle(request));
        fixture.accepted(authentication, "falken", "joshua");
    }

    private AuthenticationContext knownService() {
        AuthenticationContext authentication = fixture.authentication();
        authentication.released(fixture.connection(), fixture.accepted(authentication, "falken", "joshua"));
        return authentication;
    }
}
