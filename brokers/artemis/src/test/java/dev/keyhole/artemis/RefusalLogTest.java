package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhole.spi.ConnectionInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.keyhole.denied");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final RefusalLog log = new RefusalLog(nanos::get);
    private final ClientConnection client = new ClientConnection(
            new OneTransport("mqtt"),
            WireProtocol.MQTT,
            () -> ConnectionInfo.builder("1", "mqtt"),
            () -> {},
            Patience.endless(),
            ClusterUser.NOBODY);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private List<String> lines() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aRefusalIsLoggedOnceAMinuteAndThenSummedUp() {
        String line = "denied transport=mqtt protocol=mqtt user=- action=SEND target=desk.# reason=\"no\"";
        for (int i = 0; i < 3; i++) {
            assertThat(log.refused(client, "SEND", "desk.#", "no")).isFalse();
        }
        assertThat(lines()).containsExactly(line);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(log.refused(client, "SEND", "desk.#", "no")).isFalse();
        assertThat(lines()).containsExactly(line, line + " repeated=2", line);
    }

    @Test
    void anotherRefusalIsAnotherLine() {
        log.refused(client, "SEND", "desk.#", "no");
        log.refused(client, "CONSUME", "desk.#", "no");
        log.refused(client, "SEND", "desk.*", "no");
        log.refused(client, "SEND", "desk.*", "never");
        assertThat(lines()).hasSize(4);
    }

    @Test
    void whatAClientSendsCanNotForgeALine() {
        log.refused(client, "SEND", "a\r\nb\u2028c\u202ed", "no");
        assertThat(lines())
                .singleElement()
                .asString()
                .contains("target=a??b?c?d ")
                .doesNotContain("\n");
    }

    @Test
    void aLongNameIsCut() {
        log.refused(client, "SEND", "x".repeat(100_000), "no");
        assertThat(lines()).singleElement().asString().hasSizeLessThan(1_000);
    }

    @Test
    void ofAThousandDifferentOnesAMinuteTheOthersAreCounted() {
        for (int i = 0; i < 1_500; i++) {
            log.refused(client, "SEND", "topic" + i, "no");
        }
        assertThat(lines()).hasSize(1_000);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        log.refused(client, "SEND", "topic", "no");
        assertThat(lines()).hasSize(1_002).contains("denied others=500");
    }
}
