package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.http.client.ServiceDownException;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that fails: it is left alone for a while, and what is known may count if that is wanted. */
class WebServiceDownTest {

    private final PasswordService service = new PasswordService();
    private RecordingServer server;
    private WebServiceFixture fixture;

    @BeforeEach
    void start() throws IOException {
        server = new RecordingServer(service);
        fixture = new WebServiceFixture("ResourceURI", server.uri("/{{USER_NAME}}"));
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        server.close();
    }

    @Test
    void aServiceThatFailsAgainAndAgainIsNotAskedForAWhile() {
        AuthenticationContext authentication = fixture.authentication();
        fixture.accepted(authentication, "falken", "joshua");
        server.handler(request -> Reply.status(503));
        for (int i = 0; i < 5; i++) {
            assertThat(fixture.unavailable(authentication, "falken", "joshua")).endsWith("it answered 503");
        }

        assertThat(fixture.unavailable(authentication, "falken", "joshua"))
                .endsWith("it has failed 5 times in a row and isn't asked for now; last: it answered 503");
        assertThat(server.requests()).hasSize(7);

        server.handler(service);
        fixture.host.advance(Duration.ofSeconds(1));
        fixture.accepted(authentication, "falken", "joshua");
    }

    @Test
    void refusalsAndBadAnswersAreNoFaultsOfTheService() {
        AuthenticationContext authentication = fixture.authentication("BreakerFailures", "1");
        fixture.accepted(authentication, "falken", "joshua");
        for (int status : new int[] {401, 403, 404, 410, 302, 418, 200}) {
            server.handler(request -> Reply.status(status));
            int before = server.requests().size();
            try {
                fixture.logOn(authentication, "falken", "joshua");
            } catch (dev.keyhole.spi.ModuleUnavailableException e) {
                assertThat(e).isNotInstanceOf(ServiceDownException.class);
            }
            assertThat(server.requests()).hasSize(before + 1);
        }
    }

    @Test
    void theBreakerCanBeTurnedOff() {
        AuthenticationContext authentication = fixture.authentication("BreakerFailures", "0");
        server.handler(request -> Reply.status(503));
        for (int i = 0; i < 20; i++) {
            fixture.unavailable(authentication, "falken", "joshua");
        }

        assertThat(server.requests()).hasSize(20);
    }

    @Test
    void withoutStaleIfErrorNobodyComesInWhileTheServiceIsDown() {
        AuthenticationContext authentication = fixture.authentication();
        fixture.accepted(authentication, "falken", "joshua");
        server.handler(request -> Reply.status(503));

        fixture.unavailable(authentication, "falken", "joshua");
    }

    @Test
    void withStaleIfErrorOnlyAUserWhoIsConnectedComesInWithTheSamePassword() {
        service.documents.put(
                "falken", "{\"user_name\": \"stephen\", \"topic\": [{\"topic\": \"a\", \"read\": true}]}");
        AuthenticationContext authentication = fixture.authentication("StaleIfError", "true");
        EntitlementContext entitlement = fixture.entitlement();
        Identity connected = fixture.accepted(authentication, "falken", "joshua");
        server.handler(request -> Reply.status(503));

        Identity again = fixture.accepted(authentication, "falken", "joshua");
        assertThat(again.userName()).isEqualTo("stephen");
        fixture.unavailable(authentication, "falken", "wrong");
        fixture.unavailable(authentication, "lightman", "pencil");
        fixture.unavailable(authentication, "stephen", "joshua");

        authentication.released(fixture.connection(), connected);
        assertThat(fixture.grants(entitlement, again, Permission.READ, "a")).isTrue();
        authentication.released(fixture.connection(), again);
        fixture.unavailable(authentication, "falken", "joshua");
    }

    @Test
    void aResetEndsWhatStaleIfErrorGoesBy() {
        AuthenticationContext authentication = fixture.authentication("StaleIfError", "true");
        fixture.accepted(authentication, "falken", "joshua");
        authentication.resetUser("falken");
        server.handler(request -> Reply.status(503));

        fixture.unavailable(authentication, "falken", "joshua");
    }

    @Test
    void aPasswordThatTheServiceRefusedSinceIsForgotten() {
        AuthenticationContext authentication = fixture.authentication("StaleIfError", "true");
        fixture.accepted(authentication, "falken", "joshua");
        service.passwords.put("falken", "pencil");
        fixture.rejected(authentication, "falken", "joshua");
        server.handler(request -> Reply.status(503));

        fixture.unavailable(authentication, "falken", "joshua");
    }

    @Test
    void aRefusalEndsEveryLogonThatTheUserWasAcceptedBy() {
        AuthenticationContext authentication =
                fixture.authentication("StaleIfError", "true", "HTTPHeader", "X: {{CORRELATION_ID}}");
        LogonRequest request = LogonRequest.explicit("falken", Secret.of("joshua"));
        fixture.logOn(authentication, fixture.connection(), request.withCorrelationId("1"));
        fixture.logOn(authentication, fixture.connection(), request.withCorrelationId("2"));
        service.passwords.put("falken", "pencil");
        fixture.logOn(authentication, fixture.connection(), request.withCorrelationId("1"));
        server.handler(request2 -> Reply.status(503));

        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> fixture.logOn(authentication, fixture.connection(), request.withCorrelationId("2")));
    }

    @Test
    void whoComesInByStaleIfErrorIsCountedAndNamedOnceAMinute() {
        List<String> lines = new ArrayList<>();
        AuthenticationContext authentication = fixture.authentication("StaleIfError", "true");
        fixture.accepted(authentication, "falken", "joshua");
        server.handler(request -> Reply.status(503));
        try (CapturedLog log = new CapturedLog(LogonMeters.class)) {
            fixture.accepted(authentication, "falken", "joshua");
            fixture.accepted(authentication, "falken", "joshua");
            fixture.host.advance(Duration.ofMinutes(1));
            fixture.accepted(authentication, "falken", "joshua");
            lines.addAll(log.lines());
        }

        assertThat(fixture.host.metrics.value("http.logons.stale")).isEqualTo(3);
        assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("Accepted because of StaleIfError: user=falken"));
        assertThat(lines.get(0)).endsWith(": it answered 503; 0 more of these since the last such line");
        assertThat(lines.get(1)).endsWith("; 1 more of these since the last such line");
    }

    @Test
    void aBadAnswerIsNotAnOutage() {
        AuthenticationContext authentication = fixture.authentication("StaleIfError", "true");
        fixture.accepted(authentication, "falken", "joshua");
        server.handler(request -> Reply.json("{"));

        fixture.unavailable(authentication, "falken", "joshua");
    }
}
