package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.testing.RecordingServices;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.Test;

class WebClientTest {

    private static final WebRequest REQUEST = new WebRequest(
            new HttpHost("http", "localhost", 1),
            URI.create("http://localhost:1/"),
            Payload.none(),
            List.of(),
            Optional.empty(),
            Duration.ofSeconds(1),
            100);

    private final RecordingServices host = new RecordingServices();

    /** As the client fails if it is cancelled after it got a connection and before it connected it. */
    private WebClient clientWithoutConnection(Duration lasting) {
        CloseableHttpClient client = new CloseableHttpClient() {
            @Override
            protected CloseableHttpResponse doExecute(
                    HttpHost target, ClassicHttpRequest request, HttpContext context) {
                host.time().advance(lasting);
                throw new IllegalStateException("Endpoint not acquired / already released");
            }

            @Override
            public void close() {}

            @Override
            public void close(CloseMode mode) {}
        };
        return new WebClient(client, host, "answer");
    }

    @Test
    void aTimeOutJustBeforeTheConnectionIsATimeOut() {
        assertThatExceptionOfType(TransientFaultException.class)
                .isThrownBy(() -> clientWithoutConnection(REQUEST.timeout()).send(REQUEST, new InFlight()))
                .withMessage("it gave no whole answer within 1000 ms");
    }

    @Test
    void aWrongStateOfAnotherCauseStaysWhatItIs() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> clientWithoutConnection(Duration.ZERO).send(REQUEST, new InFlight()))
                .withMessageContaining("Endpoint");
    }
}
