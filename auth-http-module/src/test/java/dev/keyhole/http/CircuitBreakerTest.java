package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhole.http.client.CircuitBreaker;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CircuitBreakerTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(CircuitBreaker.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ManualHost host = new ManualHost();
    private final CircuitBreaker breaker =
            new CircuitBreaker(host, "http://service/{{USER_NAME}}", 3, Duration.ofSeconds(1));

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void itOpensAfterAsManyFaultsInARow() {
        fail(2);
        assertThat(breaker.begin()).isEmpty();
        breaker.answered();
        fail(2);
        assertThat(breaker.begin()).isEmpty();
        breaker.failed("it answered 503");

        assertThat(breaker.begin())
                .contains("it has failed 3 times in a row and isn't asked for now; last: it answered 503");
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("http://service/{{USER_NAME}} has failed 3 times in a row and isn't asked for 1000 ms;"
                        + " until it answers again, every request to it is unavailable at once; last: it answered 503");
    }

    @Test
    void afterThePauseOneRequestLooks() {
        fail(3);
        host.advance(Duration.ofMillis(999));
        assertThat(breaker.begin()).isPresent();
        host.advance(Duration.ofMillis(1));

        assertThat(breaker.begin()).isEmpty();
        assertThat(breaker.begin()).isPresent();
        breaker.answered();
        assertThat(breaker.begin()).isEmpty();
        assertThat(log.list.get(1).getFormattedMessage())
                .isEqualTo(
                        "http://service/{{USER_NAME}} answers again after 1000 ms; 2 requests weren't sent meanwhile");
    }

    @Test
    void pausesGrowUpToThreeSecondsAndStartAnewAfterSuccess() {
        fail(3);
        for (int seconds : new int[] {1, 2, 3, 3, 3}) {
            host.advance(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(breaker.begin()).isPresent();
            host.advance(Duration.ofNanos(1));
            assertThat(breaker.begin()).isEmpty();
            breaker.failed("again");
        }
        host.advance(Duration.ofSeconds(3));
        assertThat(breaker.begin()).isEmpty();
        breaker.answered();
        fail(3);
        host.advance(Duration.ofSeconds(1));
        assertThat(breaker.begin()).isEmpty();
        assertThat(log.list).hasSize(3);
    }

    @Test
    void aLongPauseStaysAsLongAsItIs() {
        CircuitBreaker patient = new CircuitBreaker(host, "x", 1, Duration.ofSeconds(10));
        patient.failed("x");
        host.advance(Duration.ofSeconds(10));
        assertThat(patient.begin()).isEmpty();
        patient.failed("x");
        host.advance(Duration.ofSeconds(9));
        assertThat(patient.begin()).isPresent();
        host.advance(Duration.ofSeconds(1));
        assertThat(patient.begin()).isEmpty();
    }

    @Test
    void aLookThatIsAbandonedLeavesItToTheNext() {
        fail(3);
        host.advance(Duration.ofSeconds(1));
        assertThat(breaker.begin()).isEmpty();
        breaker.abandoned();

        assertThat(breaker.begin()).isEmpty();
        assertThat(breaker.begin()).isPresent();
    }

    @Test
    void whatIsAbandonedBeforeChangesNothing() {
        fail(2);
        breaker.abandoned();
        fail(1);

        assertThat(breaker.begin()).isPresent();
    }

    @Test
    void answersToRequestsThatWereUnderWayCloseItToo() {
        fail(3);
        breaker.failed("late");
        breaker.answered();

        assertThat(breaker.begin()).isEmpty();
    }

    @Test
    void zeroMeansNever() {
        CircuitBreaker never = new CircuitBreaker(host, "x", 0, Duration.ofSeconds(1));
        for (int i = 0; i < 1000; i++) {
            never.failed("x");
        }

        assertThat(never.begin()).isEmpty();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.begin()).isEmpty();
            breaker.failed("it answered 503");
        }
    }
}
