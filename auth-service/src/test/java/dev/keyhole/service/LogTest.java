package dev.keyhole.service;

import static dev.keyhole.service.Running.DOCUMENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is in the log, and what never is, with everything logged that there is. */
class LogTest {

    private static final String JETTY = "org.eclipse.jetty";
    private static final String PARSER = "org.eclipse.jetty.http.HttpParser";

    @TempDir
    Path folder;

    private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getLoggerName() + " " + event.getFormattedMessage());
        }
    };
    private final Logger root = logger(Logger.ROOT_LOGGER_NAME);

    private final Appender<ILoggingEvent> console = root.getAppender("console");

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @BeforeEach
    void logEverything() {
        logger(JETTY).setLevel(null);
        logger(PARSER).setLevel(Level.TRACE);
        root.detachAppender(console);
        root.setLevel(Level.TRACE);
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void logAsBefore() {
        root.detachAppender(appender);
        root.addAppender(console);
        root.setLevel(Level.INFO);
        logger(JETTY).setLevel(Level.WARN);
        logger(PARSER).setLevel(null);
        logger("io.javalin").setLevel(Level.WARN);
    }

    @Test
    void noPasswordNorHashIsEverLogged() throws IOException {
        try (Running service = new Running(folder)
                .user("falken", "joshua")
                .document("falken.json", DOCUMENT)
                .start()) {
            service.get("/permissions/falken?password=joshua", "falken", "joshua");
            service.get("/permissions/falken", "falken", "tictactoe");
            Running.send(service.request("/permissions/falken").header("Authorization", "Basic joshua:tictactoe"));
            service.raw("GET /permissions/falken HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: "
                    + Running.basic("falken", "joshua") + "\r\n\r\n");
            Running.write(service.passwords, Running.line("falken", "joshua") + "joshua\nmckittrick:tictactoe\n");
            service.get("/permissions/falken", "falken", "joshua");
        }
        String encoded = Base64.getEncoder().encodeToString("falken:joshua".getBytes(UTF_8));
        assertThat(logged)
                .isNotEmpty()
                .noneMatch(line -> line.contains("joshua")
                        || line.contains("tictactoe")
                        || line.contains("$2")
                        || line.contains(encoded.substring(encoded.length() - 6)));
        assertThat(logged)
                .anyMatch(line ->
                        line.endsWith(PARSER + " was at TRACE, where Jetty logs passwords, and is at INFO now"));
    }

    @Test
    void aChangeOfTheRootsLevelDoesntReachJetty() throws IOException {
        root.setLevel(Level.INFO);
        logger(PARSER).setLevel(null);
        try (Running service = new Running(folder).user("falken", "joshua").start()) {
            assertThat(logged).noneMatch(line -> line.contains("logs passwords"));
            root.setLevel(Level.TRACE);
            service.get("/permissions/falken", "falken", "joshua");
        }
        assertThat(logged).noneMatch(line -> line.contains("Authorization: "));
        assertThat(logger(JETTY).getLevel()).isEqualTo(Level.INFO);
    }

    /** A line may be written a little after the answer. */
    @Test
    void eachRequestIsOneLine() throws IOException {
        try (Running service = new Running(folder)
                .user("falken", "joshua")
                .document("falken.json", DOCUMENT)
                .start()) {
            service.get("/permissions/falken?x=1", "falken", "joshua");
            service.get("/permissions/falken", "no\u2028body", "joshua");
            service.rawGet("/permissions/%zz", "falken", "joshua");
            await().atMost(Duration.ofSeconds(60)).until(() -> requests().size() == 3);
        }
        String begin = "dev.keyhole.service.access from=127.0.0.1 method=GET path=/permissions/";
        assertThat(requests())
                .hasSize(3)
                .anyMatch(line -> line.matches(Pattern.quote(begin + "falken user=falken status=200 ms=") + "\\d+"))
                .anyMatch(line -> line.startsWith(begin + "falken user=no?body status=401 "))
                .anyMatch(line -> line.contains(" method=BAD path=/badMessage user=- status=400 "));
    }

    private List<String> requests() {
        return List.of(logged.toArray(String[]::new)).stream()
                .filter(line -> line.startsWith("dev.keyhole.service.access "))
                .toList();
    }
}
