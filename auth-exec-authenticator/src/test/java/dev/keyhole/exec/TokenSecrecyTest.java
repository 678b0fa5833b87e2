package dev.keyhole.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorExchange;
import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The token is in no log at any level, in no exception, and in no list of processes. */
class TokenSecrecyTest {

    private static final String TOKEN = "joshua-1983-falken";

    @TempDir
    Path folder;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> seen = new ArrayList<>();
    private final Level before = root.getLevel();

    /** Where the command has it from, so that the test itself doesn't put it into a command line. */
    private Path source;

    @BeforeEach
    void listen() throws Exception {
        source = Files.writeString(folder.resolve("source"), TOKEN);
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void theTokenCameOutNowhere() {
        root.detachAppender(log);
        root.setLevel(before);
        log.list.forEach(event -> {
            seen.add(event.getFormattedMessage() + " " + event.getThreadName());
            seen.add(event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
        });
        Thread.getAllStackTraces().keySet().forEach(thread -> seen.add(thread.getName()));
        assertThat(seen).isNotEmpty().noneMatch(text -> text.contains(TOKEN));
    }

    private AuthenticatorContext open(String script, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        options.put(
                "Command",
                "sh -c '" + script.replace("TOKEN", "cat " + source).replace("> pid", "> " + folder.resolve("pid"))
                        + "'");
        options.put("UserName", "falken");
        return Options.open(options, new FakeHost());
    }

    private void see(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        seen.add(trace.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TOKEN; exit 3",
                "TOKEN; TOKEN >&2; exit 1",
                "TOKEN; kill -9 $$",
                "TOKEN; sleep 1000",
                "TOKEN; printf \"\\000\"",
                "TOKEN; printf \"\\377\"",
                "TOKEN; printf %1024s x",
                "TOKEN; (setsid sleep 1000 & echo $! > pid); exit 1"
            })
    void whenTheCommandFails(String script) throws Exception {
        AuthenticatorContext context = open(script, Map.of("Timeout", "1s"));
        Throwable failure = catchThrowable(() -> context.begin().initial());
        assertThat(failure).isNotNull();
        see(failure);
        detached().forEach(ProcessHandle::destroyForcibly);
    }

    private Stream<ProcessHandle> detached() throws IOException {
        Path pid = folder.resolve("pid");
        return Files.exists(pid) && Processes.isWhole(pid)
                ? ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).stream()
                : Stream.empty();
    }

    @Test
    void whenItGivesOne() throws Exception {
        AuthenticatorContext context = open("TOKEN", Map.of("CacheFor", "1m"));
        for (boolean accepted : new boolean[] {true, false}) {
            try (AuthenticatorExchange exchange = context.begin()) {
                Credentials credentials = exchange.initial();
                assertThat(credentials.secret()).isEqualTo(Secret.of(TOKEN));
                see(catchThrowable(() -> exchange.respond(Secret.of("nonce"))));
                exchange.completed(accepted);
                seen.add(context + " " + exchange + " " + credentials);
            }
        }
        context.close();
        see(catchThrowable(() -> context.begin().initial()));
    }

    @Test
    void inTheListOfProcesses() throws Exception {
        Path pid = folder.resolve("pid");
        AuthenticatorContext context = open("TOKEN; echo $$ > " + pid + "; sleep 1000", Map.of());
        ExecutorService asker = Executors.newSingleThreadExecutor();
        try {
            Future<?> asked = asker.submit(() -> context.begin().initial());
            long running = Processes.awaitPid(pid);
            Process ps = new ProcessBuilder("ps", "-ewwo", "args").start();
            seen.add(new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(ps.waitFor()).isZero();
            for (long process : List.of(running, ProcessHandle.current().pid())) {
                seen.add(Files.readString(Path.of("/proc/" + process + "/environ"), StandardCharsets.ISO_8859_1));
            }
            context.close();
            see(catchThrowable(asked::get));
            Processes.awaitEnd(running);
        } finally {
            asker.shutdownNow();
        }
    }
}
