package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.keyhole.http.client.CircuitBreaker;
import dev.keyhole.http.client.InFlight;
import dev.keyhole.http.client.Payload;
import dev.keyhole.http.client.RequestSender;
import dev.keyhole.http.client.ServiceClient;
import dev.keyhole.http.client.TransientFaultException;
import dev.keyhole.http.client.WebAnswer;
import dev.keyhole.http.client.WebRequest;
import dev.keyhole.permissions.DocumentPool;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.testing.ManualTime;
import dev.keyhole.testing.RecordingServices;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentFetcherTest {

    private static final WebRequest REQUEST = new WebRequest(
            new HttpHost("http", "service", 80),
            URI.create("http://service/"),
            Payload.none(),
            List.of(),
            Optional.empty(),
            Duration.ofSeconds(5),
            100);

    private final ManualTime time = new ManualTime();
    private final AtomicInteger requests = new AtomicInteger();
    private final InFlight calls = new InFlight();

    /** A service of which every request gets the same. */
    private final class Same implements RequestSender {

        private final int status;

        Same(int status) {
            this.status = status;
        }

        @Override
        public WebAnswer send(WebRequest request, InFlight inFlight) throws TransientFaultException {
            requests.incrementAndGet();
            return new WebAnswer(status, List.of(), "{}".getBytes(UTF_8));
        }

        @Override
        public String wanted() {
            return "document";
        }
    }

    private DocumentFetcher fetcher(HostServices host, int status, int retries) {
        CircuitBreaker breaker = new CircuitBreaker(host, "http://service/", 0, Duration.ofSeconds(1));
        return new DocumentFetcher(
                host,
                new ServiceClient(new Same(status), breaker, WebAnswer::isServerError),
                new Service(host, breaker),
                retries,
                new DocumentPool(),
                calls);
    }

    @Test
    void pausesDoubleUpToTwoSecondsGiveOrTakeAHalf() {
        List<Duration> pauses = new ArrayList<>();
        HostServices impatient = new RecordingServices(time) {
            @Override
            public Future<?> schedule(Duration delay, Runnable task) {
                pauses.add(delay);
                task.run();
                return CompletableFuture.completedFuture(null);
            }
        };

        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> fetcher(impatient, 503, 40).fetchOpenly(REQUEST))
                .withMessage("no document from http://service:80: it answered 503");

        assertThat(requests).hasValue(41);
        assertThat(pauses).hasSize(40);
        for (int i = 0; i < 40; i++) {
            Duration middle = i < 5 ? Duration.ofMillis(100L << i) : Duration.ofSeconds(2);
            assertThat(pauses.get(i))
                    .isBetween(middle.dividedBy(2), middle.multipliedBy(3).dividedBy(2));
        }
        assertThat(calls.size()).isZero();
    }

    @Test
    void closingEndsAPause() throws Exception {
        DocumentFetcher fetcher = fetcher(new RecordingServices(time), 503, 3);
        CompletableFuture<Fetched> fetched = CompletableFuture.supplyAsync(() -> {
            try {
                return fetcher.fetchOpenly(REQUEST);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> time.waiting() == 1);

        calls.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> fetched.get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(ModuleUnavailableException.class)
                .withMessageContaining("the web-service module is closed");
        assertThat(requests).hasValue(1);
        assertThat(time.waiting()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "299, the service answered 299",
        "300, 'the service answered 300, a redirect; redirects are not followed'",
        "399, 'the service answered 399, a redirect; redirects are not followed'",
        "400, the service answered 400",
    })
    void aRedirectIsCalledOne(int status, String message) {
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(
                        () -> fetcher(new RecordingServices(time), status, 0).fetchOpenly(REQUEST))
                .withMessage(message);
    }
}
