package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose word is taken for the client's address, and what the service counts. */
class BrakedServiceTest {

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private Running service;

    @AfterEach
    void close() {
        service.close();
    }

    private void start(UnaryOperator<PermissionsServiceBuilder> settings) throws IOException {
        service = new Running(folder, builder -> settings.apply(builder.ticker(nanos::get)))
                .user("falken", "joshua")
                .document("falken.json", Running.DOCUMENT);
        service.limits = BrakeLimits.USUAL;
        service.start();
    }

    private HttpResponse<String> from(String address, String user, String password) {
        HttpRequest.Builder request =
                service.request("/permissions/" + user).header("Authorization", Running.basic(user, password));
        return Running.send(address.isEmpty() ? request : request.header("X-Forwarded-For", address));
    }

    private int guess(String address, String user, int times) {
        int status = 0;
        for (int i = 0; i < times; i++) {
            status = from(address, user, "wrong" + i).statusCode();
        }
        return status;
    }

    @Test
    void whoGuessesIsToldToWaitAndNoHashIsComputed() throws IOException {
        start(builder -> builder);

        assertThat(guess("", "falken", 10)).isEqualTo(401);
        HttpResponse<String> answer = from("", "falken", "joshua");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(service.verifications).hasValue(10);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(from("", "falken", "joshua").statusCode()).isEqualTo(200);
    }

    @Test
    void unknownUsersAreBrakedLikeKnownOnes() throws IOException {
        start(builder -> builder);

        assertThat(guess("", "nobody", 10)).isEqualTo(401);
        assertThat(guess("", "nobody", 1)).isEqualTo(429);
    }

    @Test
    void behindAForwarderEachClientIsBrakedAlone() throws IOException {
        start(builder -> builder.trustedForwarders(List.of("127.0.0.1")));

        assertThat(guess("192.0.2.1", "falken", 11)).isEqualTo(429);
        assertThat(from("192.0.2.2", "falken", "joshua").statusCode()).isEqualTo(200);
    }

    @Test
    void theHeaderOfAnybodyElseIsNotBelieved() throws IOException {
        start(builder -> builder);

        guess("192.0.2.1", "falken", 10);
        assertThat(from("192.0.2.2", "falken", "joshua").statusCode()).isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource({
        "'192.0.2.2, 192.0.2.1',true",
        "'192.0.2.1, 127.0.0.1',true",
        "192.0.2.1:5000,true",
        "'192.0.2.1, 192.0.2.2',false",
        "[2001:db8::1]:99,false",
        "nonsense,false"
    })
    void theLastAddressThatIsntAForwardersCounts(String header, boolean braked) throws IOException {
        start(builder -> builder.trustedForwarders(List.of("127.0.0.1")));

        guess("192.0.2.1", "falken", 11);
        assertThat(from(header, "falken", "joshua").statusCode()).isEqualTo(braked ? 429 : 200);
    }

    @Test
    void whatIsCountedCanBeRead() throws IOException {
        start(builder -> builder);
        guess("", "falken", 11);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        from("", "falken", "joshua");

        assertThat(service.get("/metrics").body())
                .contains(
                        "keyhole_service_up 1\n",
                        "keyhole_service_logons_total{outcome=\"accepted\"} 1\n",
                        "keyhole_service_logons_total{outcome=\"rejected\"} 10\n",
                        "keyhole_service_logons_total{outcome=\"braked\"} 1\n",
                        "keyhole_service_logon_seconds_count 12\n",
                        "keyhole_service_requests_total{status=\"4xx\"} 11\n")
                .doesNotContain("falken");
    }

    @Test
    void theMetricsAreNotForEverybody() throws IOException {
        start(builder -> builder.metricsFrom(List.of("192.0.2.0/24")));

        assertThat(service.get("/metrics").statusCode()).isEqualTo(403);
        assertThat(service.get("/health").statusCode()).isEqualTo(200);
    }
}
