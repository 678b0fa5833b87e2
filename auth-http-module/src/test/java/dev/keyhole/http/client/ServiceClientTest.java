package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.Metrics;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.testing.ManualTime;
import dev.keyhole.testing.RecordingServices;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;

class ServiceClientTest {

    private static final WebRequest REQUEST = new WebRequest(
            new HttpHost("http", "service", 80),
            URI.create("http://service/"),
            Payload.none(),
            List.of(),
            Optional.empty(),
            Duration.ofSeconds(5),
            100);

    private final ManualTime time = new ManualTime();
    private final List<String> meters = new ArrayList<>();
    private final Deque<Try> tries = new ArrayDeque<>();
    private final CircuitBreaker breaker =
            new CircuitBreaker(new RecordingServices(time, new Written()), "http://service/", 1, Duration.ofSeconds(1));
    private final ServiceClient client = new ServiceClient(new Sender(), breaker, WebAnswer::isServerError);

    /** What comes of a request that is sent. */
    private interface Try {
        WebAnswer run() throws InterruptedException, TransientFaultException;
    }

    /** Each request takes 20 ms. */
    private final class Sender implements RequestSender {

        @Override
        public WebAnswer send(WebRequest request, InFlight calls) throws InterruptedException, TransientFaultException {
            time.advance(Duration.ofMillis(20));
            return tries.remove().run();
        }

        @Override
        public String wanted() {
            return "answer";
        }
    }

    /** Writes down which meter was told what. */
    private final class Written implements Metrics {

        @Override
        public Counter counter(String name, String help, Map<String, String> tags) {
            return count -> meters.add(name + " " + count);
        }

        @Override
        public Timer timer(String name, String help, Map<String, String> tags) {
            return nanos -> meters.add(tags.get("outcome") + " " + nanos / 1_000_000 + " ms");
        }

        @Override
        public void gauge(String name, String help, Map<String, String> tags, DoubleSupplier value) {}
    }

    private WebAnswer send() throws InterruptedException, TransientFaultException {
        return client.send(REQUEST, new InFlight());
    }

    private void fails(String description) {
        assertThatExceptionOfType(TransientFaultException.class)
                .isThrownBy(this::send)
                .withMessageContaining(description);
    }

    private static WebAnswer answer(int status) {
        return new WebAnswer(status, List.of(), new byte[0]);
    }

    @Test
    void eachRequestIsTimedByWhatCameOfIt() throws Exception {
        tries.add(() -> answer(404));
        tries.add(() -> {
            throw new ModuleUnavailableException("the answer is too large");
        });
        tries.add(() -> answer(503));

        assertThat(send().status()).isEqualTo(404);
        assertThatExceptionOfType(ModuleUnavailableException.class).isThrownBy(this::send);
        fails("it answered 503");
        assertThatExceptionOfType(ServiceDownException.class)
                .isThrownBy(this::send)
                .withMessage("no answer from http://service:80: it has failed 1 times in a row and isn't asked for now;"
                        + " last: it answered 503");

        assertThat(meters).containsExactly("answered 20 ms", "ended 20 ms", "failed 20 ms", "http.requests.unsent 1");
    }

    @Test
    void oneThatLooksAndEndsWithoutAnAnswerLeavesItToTheNext() throws Exception {
        tries.add(() -> {
            throw new TransientFaultException("it broke the connection off");
        });
        tries.add(() -> {
            throw new InterruptedException();
        });
        tries.add(() -> answer(200));
        fails("it broke the connection off");
        time.advance(Duration.ofSeconds(1));

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(this::send);
        assertThat(send().isOk()).isTrue();
        assertThat(breaker.begin()).isEmpty();
    }
}
