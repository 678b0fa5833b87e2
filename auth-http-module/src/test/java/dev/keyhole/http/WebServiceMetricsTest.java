package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.Permission;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see of the module in numbers. */
class WebServiceMetricsTest {

    private final PasswordService service = new PasswordService();
    private RecordingServer server;
    private WebServiceFixture fixture;

    @BeforeEach
    void start() throws IOException {
        server = new RecordingServer(service);
        fixture = new WebServiceFixture("ResourceURI", server.uri("/{{USER_NAME}}?key=secret"), "BreakerFailures", "2");
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        server.close();
    }

    private long value(String meter) {
        return fixture.host.metrics.value(meter);
    }

    private long requests(String outcome) {
        return value("http.requests{outcome=" + outcome + ", service=" + server.uri("/{{USER_NAME}}") + "}");
    }

    private long breaker() {
        return value("http.breaker{service=" + server.uri("/{{USER_NAME}}") + "}");
    }

    private long unsent() {
        return value("http.requests.unsent{service=" + server.uri("/{{USER_NAME}}") + "}");
    }

    @Test
    void requestsAreCountedByTheirOutcomeAndTheBreakerShowsItsState() {
        AuthenticationContext authentication = fixture.authentication();
        assertThat(breaker()).isZero();
        fixture.accepted(authentication, "falken", "joshua");
        fixture.rejected(authentication, "falken", "wrong");
        assertThat(requests("answered")).isEqualTo(3);

        server.handler(request -> Reply.status(503));
        for (int i = 0; i < 5; i++) {
            fixture.unavailable(authentication, "falken", "joshua");
        }
        assertThat(requests("failed")).isEqualTo(2);
        assertThat(unsent()).isEqualTo(3);
        assertThat(breaker()).isEqualTo(2);

        fixture.host.advance(Duration.ofSeconds(1));
        server.handler(request -> {
            assertThat(breaker()).isEqualTo(1);
            return service.handle(request);
        });
        fixture.accepted(authentication, "falken", "joshua");
        assertThat(breaker()).isZero();
        assertThat(requests("answered")).isEqualTo(4);
        assertThat(requests("ended")).isZero();
    }

    @Test
    void anAnswerThatCanNotBeUsedSaysNothingOfTheService() {
        AuthenticationContext authentication = fixture.authentication("MaxDocumentSize", "10");
        server.handler(request -> Reply.json("{\"logon\": true}"));

        fixture.unavailable(authentication, "falken", "joshua");

        assertThat(requests("ended")).isEqualTo(1);
    }

    @Test
    void documentsAndConnectionsAreCounted() {
        AuthenticationContext authentication = fixture.authentication();
        server.handler(request -> {
            assertThat(value("http.connections{state=used}")).isEqualTo(1);
            assertThat(value("http.connections{state=idle}")).isZero();
            return service.handle(request);
        });

        Identity identity = fixture.accepted(authentication, "falken", "joshua");

        assertThat(server.requests()).hasSize(2);
        assertThat(value("http.connections{state=used}")).isZero();
        assertThat(value("http.connections{state=idle}")).isEqualTo(1);
        assertThat(value("http.requests.waiting")).isZero();
        assertThat(value("http.documents")).isEqualTo(1);
        authentication.released(fixture.connection(), identity);
        assertThat(value("http.documents")).isZero();
    }

    @Test
    void documentsOnDemandAreCountedToo() {
        server.handler(request -> Reply.json(WebServiceFixture.ANYTHING));

        fixture.grants(fixture.entitlement("EntitlementOnly", "true"), Identity.of("falken"), Permission.READ, "a");

        assertThat(value("http.documents")).isEqualTo(1);
    }

    @Test
    void logonsThatShareAnAnswerAreCounted() {
        AuthenticationContext authentication = fixture.authentication();
        AuthenticationResult first = fixture.logOn(authentication, "falken", "joshua");

        authentication.share(first, fixture.connection());
        authentication.share(fixture.rejected(authentication, "falken", "wrong"), fixture.connection());
        assertThat(value("http.logons.shared")).isEqualTo(2);

        authentication.resetUser("falken");
        assertThat(authentication.share(first, fixture.connection())).isEmpty();
        assertThat(value("http.logons.shared")).isEqualTo(2);
    }
}
