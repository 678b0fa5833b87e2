package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of time, interruption and closing. Generous upper bounds: the machine may be busy. */
class WebServiceTimeTest {

    private final PasswordService service = new PasswordService();
    private final CountDownLatch over = new CountDownLatch(1);
    private RecordingServer server;
    private WebServiceFixture fixture;

    @BeforeEach
    void start() throws IOException {
        server = new RecordingServer(service);
        fixture = new WebServiceFixture("ResourceURI", server.uri("/{{USER_NAME}}"));
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        fixture.close();
        server.close();
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAfterRequestTimeout() {
        AuthenticationContext authentication = fixture.authentication("RequestTimeout", "300");
        server.handler(request -> server.silence());

        assertThat(timed(authentication)).endsWith(": it gave no whole answer within 300 ms");
    }

    @Test
    void aServerThatDripsOneByteAfterTheOtherIsCutAtRequestTimeout() {
        AuthenticationContext authentication = fixture.authentication("RequestTimeout", "300");
        fixture.accepted(authentication, "falken", "joshua");
        server.handler(request -> out -> {
            byte[] answer = Reply.bytes(200, WebServiceFixture.ANYTHING + " ".repeat(10_000));
            for (byte b : answer) {
                out.write(b);
                if (awaitOver(20)) {
                    break;
                }
            }
            return false;
        });

        assertThat(timed(authentication)).endsWith(": it gave no whole answer within 300 ms");
        Awaitility.await()
                .untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    @Test
    void aServerThatDripsInItsHeadersIsCutToo() {
        AuthenticationContext authentication = fixture.authentication("RequestTimeout", "300");
        server.handler(request -> out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
            while (!awaitOver(20)) {
                out.write("X: y\r\n".getBytes(UTF_8));
            }
            return false;
        });

        assertThat(timed(authentication)).isNotEmpty();
    }

    @Test
    void aServerThatSendsInterimAnswersForEverIsCutToo() {
        AuthenticationContext authentication = fixture.authentication("RequestTimeout", "300");
        server.handler(request -> out -> {
            while (!awaitOver(5)) {
                out.write("HTTP/1.1 102 Processing\r\n\r\n".getBytes(UTF_8));
            }
            return false;
        });

        assertThat(timed(authentication)).isNotEmpty();
    }

    @Test
    void aHostThatDoesNotAcceptIsGivenUpAfterConnectionTimeout() throws IOException {
        try (FullListener full = new FullListener()) {
            AuthenticationContext authentication = fixture.authentication(
                    "ResourceURI", "http://127.0.0.1:" + full.port() + "/{{USER_NAME}}",
                    "ConnectionTimeout", "300",
                    "RequestTimeout", "1m");

            assertThat(timed(authentication)).endsWith(": it can't be connected to in time");
        }
    }

    @Test
    void retriesAfterATimeOutAreAsManyAsConfigured() {
        AuthenticationContext authentication = fixture.authentication("RequestTimeout", "200", "RetryCount", "2");
        server.handler(request -> server.silence());

        assertThat(timed(authentication)).endsWith("within 200 ms");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void anInterruptEndsALogonThatWaitsForAnAnswer() throws Exception {
        server.handler(request -> server.silence());
        FutureTask<Object> logon = start(fixture.authentication("RequestTimeout", "1h"));
        Thread thread = run(logon);
        Awaitility.await().until(() -> server.requests().size() == 1);

        thread.interrupt();

        assertThatThrownBy(() -> logon.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        Awaitility.await()
                .untilAsserted(() -> assertThat(fixture.host.scheduled()).isEqualTo(1));
    }

    @Test
    void anInterruptEndsALogonThatReadsADrip() throws Exception {
        AuthenticationContext authentication = fixture.authentication("RequestTimeout", "1h");
        fixture.accepted(authentication, "falken", "joshua");
        CountDownLatch dripping = new CountDownLatch(1);
        server.handler(request -> out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{".getBytes(UTF_8));
            dripping.countDown();
            while (!awaitOver(20)) {
                out.write(' ');
            }
            return false;
        });
        FutureTask<Object> logon = start(authentication);
        Thread thread = run(logon);
        dripping.await();

        thread.interrupt();

        assertThatThrownBy(() -> logon.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void anInterruptEndsALogonThatConnects() throws Exception {
        try (FullListener full = new FullListener()) {
            FutureTask<Object> logon = start(fixture.authentication(
                    "ResourceURI", "http://127.0.0.1:" + full.port() + "/{{USER_NAME}}",
                    "ConnectionTimeout", "1h",
                    "RequestTimeout", "1h"));
            Thread thread = run(logon);
            Awaitility.await().until(() -> fixture.host.scheduled() == 2);

            thread.interrupt();

            assertThatThrownBy(() -> logon.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void anInterruptEndsALogonThatWaitsForAConnection() throws Exception {
        try (WebServiceFixture one = new WebServiceFixture(
                "ResourceURI", server.uri("/{{USER_NAME}}"), "MaxConnections", "1", "RequestTimeout", "1h")) {
            server.handler(request -> server.silence());
            AuthenticationContext authentication = one.authentication();
            run(start(one, authentication));
            Awaitility.await().until(() -> server.requests().size() == 1);
            FutureTask<Object> second = start(one, authentication);
            Thread thread = run(second);
            Awaitility.await()
                    .until(() -> thread.getState() == Thread.State.TIMED_WAITING
                            || thread.getState() == Thread.State.WAITING);

            thread.interrupt();

            assertThatThrownBy(() -> second.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptEndsALogonThatPausesBeforeItTriesAgain() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        server.handler(request -> {
            requests.incrementAndGet();
            return Reply.status(503);
        });
        FutureTask<Object> logon = start(fixture.authentication("RetryCount", "100"));
        Thread thread = run(logon);
        Awaitility.await().until(() -> requests.get() >= 3);

        thread.interrupt();

        assertThatThrownBy(() -> logon.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void closingTheContextEndsItsLogons() throws Exception {
        server.handler(request -> server.silence());
        AuthenticationContext authentication = fixture.authentication("RequestTimeout", "1h");
        FutureTask<Object> logon = start(authentication);
        run(logon);
        Awaitility.await().until(() -> server.requests().size() == 1);

        authentication.close();

        assertThatThrownBy(() -> logon.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ModuleUnavailableException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aConnectionIsUsableAgainAfterATimeOut() {
        AuthenticationContext authentication = fixture.authentication("RequestTimeout", "300");
        server.handler(request -> server.silence());
        for (int i = 0; i < 3; i++) {
            timed(authentication);
        }
        server.handler(service);

        fixture.accepted(authentication, "falken", "joshua");
        Awaitility.await()
                .untilAsserted(() -> assertThat(fixture.host.scheduled()).isEqualTo(1));
    }

    @Test
    void noMoreConnectionsThanAllowedAreMade() throws Exception {
        try (WebServiceFixture two =
                new WebServiceFixture("ResourceURI", server.uri("/{{USER_NAME}}"), "MaxConnectionsPerRoute", "2")) {
            AuthenticationContext authentication = two.authentication();
            List<FutureTask<Object>> logons = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                logons.add(start(two, authentication));
            }
            logons.forEach(WebServiceTimeTest::run);
            for (FutureTask<Object> logon : logons) {
                logon.get();
            }
        }

        assertThat(server.connections()).isLessThanOrEqualTo(2);
    }

    private FutureTask<Object> start(AuthenticationContext authentication) {
        return start(fixture, authentication);
    }

    private static FutureTask<Object> start(WebServiceFixture fixture, AuthenticationContext authentication) {
        return new FutureTask<>(() -> authentication
                .begin(fixture.connection())
                .respond(LogonRequest.explicit("falken", Secret.of("joshua"))));
    }

    private static Thread run(FutureTask<?> task) {
        Thread thread = new Thread(task, "logon");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private String timed(AuthenticationContext authentication) {
        long start = System.nanoTime();
        String message = fixture.unavailable(authentication, "falken", "joshua");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(150), Duration.ofSeconds(20));
        return message;
    }

    /** Whether the test is over. */
    private boolean awaitOver(int milliseconds) {
        try {
            return over.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** A listener whose queue is full, so that the system answers no further connection. */
    private static final class FullListener implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> waiting = new ArrayList<>();

        FullListener() throws IOException {
            for (int i = 0; i < 16; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(listener.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException e) {
                    return;
                }
            }
            throw new IOException("the queue doesn't fill");
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : waiting) {
                socket.close();
            }
            listener.close();
        }
    }
}
