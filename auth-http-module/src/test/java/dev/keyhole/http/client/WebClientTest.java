package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.testing.RecordingServices;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.BasicEndpointDetails;
import org.apache.hc.core5.http.impl.BasicHttpConnectionMetrics;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
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

    /** An answer as it comes from the client, and what is read of it. */
    private static final class Answer {

        private final BasicClassicHttpResponse response;
        private final AtomicInteger read = new AtomicInteger();
        private final InFlight calls = new InFlight();

        Answer(int status, Header... headers) {
            response = new BasicClassicHttpResponse(status);
            response.setHeaders(headers);
        }

        Answer body(int size) {
            InputStream content = new FilterInputStream(new ByteArrayInputStream(new byte[size])) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int count = super.read(into, offset, length);
                    read.addAndGet(Math.max(0, count));
                    return count;
                }
            };
            response.setEntity(new InputStreamEntity(content, size, ContentType.APPLICATION_JSON));
            return this;
        }

        WebAnswer send() throws InterruptedException, TransientFaultException {
            return new WebClient(new Client((request, context) -> response), new RecordingServices(), "answer")
                    .send(REQUEST, calls);
        }
    }

    /** What a client does instead of sending a request. */
    private interface Sending {
        ClassicHttpResponse send(ClassicHttpRequest request, HttpContext context) throws IOException;
    }

    private static final class Client extends CloseableHttpClient {

        private final Sending sending;

        Client(Sending sending) {
            this.sending = sending;
        }

        @Override
        protected CloseableHttpResponse doExecute(HttpHost target, ClassicHttpRequest request, HttpContext context)
                throws IOException {
            return CloseableHttpResponse.adapt(sending.send(request, context));
        }

        @Override
        public void close() {}

        @Override
        public void close(CloseMode mode) {}
    }

    @Test
    void aBodyOfASuccessIsReadToItsEnd() throws Exception {
        Answer answer = new Answer(200).body(100);

        assertThat(answer.send().body()).hasSize(100);
        assertThat(answer.calls.size()).isZero();
        assertThat(new Answer(204).send().body()).isEmpty();
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedUnreadIfItSaysSo() {
        Answer answer = new Answer(200).body(101);

        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(answer::send)
                .withMessage("the answer is larger than the 100 bytes that are allowed");
        assertThat(answer.read).hasValue(0);
        assertThat(answer.calls.size()).isZero();
    }

    @Test
    void onlyWhatIsNotEncodedIsTaken() throws Exception {
        assertThat(new Answer(200, new BasicHeader("Content-Encoding", " Identity"))
                        .body(3)
                        .send()
                        .body())
                .hasSize(3);
        Answer packed = new Answer(200, new BasicHeader("Content-Encoding", "gzip")).body(3);
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(packed::send)
                .withMessage("the service sends a compressed answer though it was asked not to");
    }

    @Test
    void aBodyThatNobodyWantsIsReadIfItIsShort() throws Exception {
        Answer none = new Answer(404);
        Answer brief = new Answer(404).body(16 << 10);
        Answer large = new Answer(404).body((16 << 10) + 1);

        assertThat(none.send().body()).isEmpty();
        assertThat(brief.send().body()).isEmpty();
        assertThat(large.send().body()).isEmpty();
        assertThat(brief.read).hasValue(16 << 10);
        assertThat(large.read).hasValue(0);
    }

    @Test
    void whatIsNoHttpIsNamedByItsKindOnly() {
        WebClient one = new WebClient(
                new Client((request, context) -> {
                    throw new ClientProtocolException("secret");
                }),
                host,
                "answer");
        WebClient other = new WebClient(
                new Client((request, context) -> {
                    throw new ClientProtocolException(new ProtocolException("secret"));
                }),
                host,
                "answer");

        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> one.send(REQUEST, new InFlight()))
                .withMessage("the service doesn't answer in proper HTTP (ClientProtocolException)");
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> other.send(REQUEST, new InFlight()))
                .withMessage("the service doesn't answer in proper HTTP (ProtocolException)");
    }

    /** A connection that was kept and breaks off, as one does that the server closed meanwhile. */
    private static IOException leftByTheServer(HttpContext context) {
        BasicHttpConnectionMetrics metrics =
                new BasicHttpConnectionMetrics(new BasicHttpTransportMetrics(), new BasicHttpTransportMetrics());
        metrics.incrementResponseCount();
        HttpClientContext.cast(context)
                .setEndpointDetails(new BasicEndpointDetails(null, null, metrics, Timeout.DISABLED));
        return new NoHttpResponseException("left");
    }

    @Test
    void aKeptConnectionThatTheServerClosedIsReplacedOnce() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        WebClient client = new WebClient(
                new Client((request, context) -> {
                    if (tries.incrementAndGet() == 1) {
                        throw leftByTheServer(context);
                    }
                    return new BasicClassicHttpResponse(204);
                }),
                host,
                "answer");
        WebClient stubborn = new WebClient(
                new Client((request, context) -> {
                    throw leftByTheServer(context);
                }),
                host,
                "answer");

        assertThat(client.send(REQUEST, new InFlight()).status()).isEqualTo(204);
        assertThat(tries).hasValue(2);
        assertThatExceptionOfType(TransientFaultException.class)
                .isThrownBy(() -> stubborn.send(REQUEST, new InFlight()))
                .withMessage("it broke the connection off");
    }

    @Test
    void aCallThatEndsWhileItIsTriedOnceMoreSaysWhy() {
        AtomicInteger tries = new AtomicInteger();
        WebClient client = new WebClient(
                new Client((request, context) -> {
                    if (tries.incrementAndGet() == 1) {
                        throw leftByTheServer(context);
                    }
                    host.time().advance(REQUEST.timeout());
                    throw new SocketException("closed");
                }),
                host,
                "answer");

        assertThatExceptionOfType(TransientFaultException.class)
                .isThrownBy(() -> client.send(REQUEST, new InFlight()))
                .withMessage("it gave no whole answer within 1000 ms");
        assertThat(tries).hasValue(2);
    }
}
