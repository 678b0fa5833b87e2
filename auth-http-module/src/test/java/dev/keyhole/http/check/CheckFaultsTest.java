package dev.keyhole.http.check;

import static dev.keyhole.http.check.CheckFixture.at;
import static dev.keyhole.http.check.CheckFixture.check;
import static dev.keyhole.http.check.CheckFixture.grants;
import static dev.keyhole.http.check.CheckFixture.logOn;
import static dev.keyhole.http.check.CheckFixture.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhole.http.check.CheckServer.Reply;
import dev.keyhole.http.client.CircuitBreaker;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementDecision.Denied;
import dev.keyhole.spi.ModuleUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Services that are slow, broken or away. */
class CheckFaultsTest {

    private final CheckFixture fixture = new CheckFixture();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CheckServer server;

    CheckFaultsTest() throws IOException {
        server = new CheckServer(request -> Reply.json("{\"ok\":true}"));
    }

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        fixture.close();
        server.close();
    }

    private static String unavailable(EntitlementContext topics) {
        return catchThrowableOfType(ModuleUnavailableException.class, () -> check(topics, read("falken", "desk")))
                .getMessage();
    }

    private String service() {
        return "http://127.0.0.1:" + server.port();
    }

    @Test
    void theTimeoutBoundsAServiceThatSaysNothing() {
        server.handler(request -> server.silence());
        assertThat(unavailable(fixture.topics(at(server, "timeout", "100ms"))))
                .startsWith("no answer from " + service() + ": it gave no whole answer within ")
                .endsWith(" ms");
    }

    @Test
    void theTimeoutBoundsTheWholeAnswerHoweverItDrips() {
        server.handler(request -> out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8));
            while (true) {
                out.write(' ');
                out.flush();
                try {
                    TimeUnit.MILLISECONDS.sleep(20);
                } catch (InterruptedException e) {
                    return false;
                }
            }
        });
        assertThat(unavailable(fixture.topics(at(server, "timeout", "300ms"))))
                .contains("it gave no whole answer within ");
    }

    @Test
    void anAnswerThatIsTooLargeIsAFault() {
        server.handler(request -> Reply.json("{\"ok\":true,\"x\":\"" + "x".repeat(100) + "\"}"));
        assertThat(unavailable(fixture.topics(at(server, "MaxAnswerSize", "100"))))
                .isEqualTo("the answer is larger than the 100 bytes that are allowed");
        server.handler(request -> Reply.json("{\"ok\":true}"));
        assertThat(grants(fixture.topics(at(server, "MaxAnswerSize", "11")), "falken", "desk"))
                .isTrue();
        assertThat(unavailable(fixture.topics(at(server, "MaxAnswerSize", "10"))))
                .contains("larger than the 10 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n"})
    void whatIsNoProperAnswerIsAFault(String answer) {
        server.handler(request -> out -> {
            out.write(answer.getBytes(UTF_8));
            out.flush();
            return false;
        });
        assertThat(unavailable(fixture.topics(at(server)))).isNotEmpty();
    }

    @Test
    void redirectsAreNotFollowedAndCookiesAreNotKept() {
        server.handler(request -> Reply.status(302, "Location: /elsewhere", "Set-Cookie: a=b"));
        EntitlementContext topics = fixture.topics(at(server));
        assertThat(check(topics, read("falken", "desk"))).isInstanceOf(Denied.class);
        assertThat(check(topics, read("falken", "desk"))).isInstanceOf(Denied.class);
        assertThat(server.requests()).extracting(CheckServer.Request::path).containsExactly("/acl", "/acl");
        assertThat(server.requests().get(1).header("Cookie")).isEmpty();
    }

    @Test
    void theBreakerOpensAfterFaultsAndOneRequestLooksWhetherTheServiceIsBack() {
        Logger logger = (Logger) LoggerFactory.getLogger(CircuitBreaker.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            server.handler(request -> Reply.hangUp());
            EntitlementContext topics = fixture.topics(at(server, "BreakerFailures", "3", "BreakerPause", "1m"));
            for (int i = 0; i < 3; i++) {
                assertThat(unavailable(topics)).endsWith("it broke the connection off");
            }
            for (int i = 0; i < 10; i++) {
                assertThat(unavailable(topics))
                        .isEqualTo("no answer from " + service()
                                + ": it has failed 3 times in a row and isn't asked for now; last: it broke the"
                                + " connection off");
            }
            assertThat(server.requests()).hasSize(3);
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .startsWith(service() + " has failed 3 times in a row and isn't asked for 60000 ms");

            server.handler(request -> Reply.json("{\"ok\":true}"));
            fixture.host.advance(Duration.ofMinutes(1));
            assertThat(grants(topics, "falken", "desk")).isTrue();
            assertThat(grants(topics, "falken", "desk")).isTrue();
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void whatTheServiceSaysItselfOpensNoBreakerUnlessA5xxIsAFault() {
        server.handler(request -> Reply.status(503));
        EntitlementContext contract = fixture.topics(at(server, "BreakerFailures", "2"));
        for (int i = 0; i < 5; i++) {
            assertThat(check(contract, read("falken", "desk"))).isInstanceOf(Denied.class);
        }
        EntitlementContext fault =
                fixture.topics(at(server, "BreakerFailures", "2", "OnServerError", "fault", "BreakerPause", "1h"));
        assertThat(unavailable(fault)).isEqualTo("no answer from " + service() + ": it answered 503");
        assertThat(unavailable(fault)).endsWith(": it answered 503");
        assertThat(unavailable(fault)).contains("isn't asked for now");
        server.handler(request -> Reply.json("{\"ok\":1}"));
        EntitlementContext nonsense = fixture.topics(at(server, "BreakerFailures", "2"));
        for (int i = 0; i < 5; i++) {
            assertThat(unavailable(nonsense)).contains("'ok' is neither true nor false");
        }
    }

    @Test
    void aServiceThatIsAwayIsAFault() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        AuthenticationContext users = fixture.users("host", "127.0.0.1", "port", Integer.toString(free));
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> logOn(users, "falken", "joshua"))
                .withMessage("no answer from http://127.0.0.1:" + free + ": it can't be connected to");
    }

    @Test
    void noMoreRequestsThanAllowedAreUnderWayAtATime() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore permits = new Semaphore(0);
        server.handler(request -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            permits.acquire();
            now.decrementAndGet();
            return Reply.json("{\"ok\":true}");
        });
        EntitlementContext topics = fixture.topics(at(server, "MaxConnections", "3", "timeout", "1m"));
        List<Future<EntitlementDecision>> checks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String topic = "desk/" + i;
            checks.add(threads.submit(() -> topics.check(read("falken", topic))));
        }
        await().until(() -> now.get() == 3);
        permits.release(12);
        for (Future<EntitlementDecision> one : checks) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isInstanceOf(EntitlementDecision.Granted.class);
        }
        assertThat(most).hasValue(3);
        assertThat(server.connections()).isLessThanOrEqualTo(3);
        assertThat(server.requests()).hasSize(12);
    }

    @Test
    void whoWaitsForAPlaceWaitsWithinItsTimeAndBlamesNotTheService() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        server.handler(request -> {
            begun.countDown();
            over.await();
            return Reply.json("{\"ok\":true}");
        });
        String[] patient = at(server, "MaxConnections", "1", "timeout", "1m", "BreakerFailures", "1");
        EntitlementContext topics = fixture.topics(patient);
        Future<EntitlementDecision> first = threads.submit(() -> topics.check(read("falken", "desk")));
        begun.await();
        EntitlementContext hasty = fixture.topicsOfSameModule(
                at(server, "MaxConnections", "1", "timeout", "50ms", "BreakerFailures", "1"));
        assertThat(unavailable(hasty))
                .isEqualTo("no answer from " + service()
                        + ": 1 requests are under way, and none of them ended within 50 ms");
        over.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS)).isInstanceOf(EntitlementDecision.Granted.class);
        assertThat(grants(hasty, "falken", "desk")).isTrue();
    }

    @Test
    void anInterruptAndAClosedContextEndAllThatIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        server.handler(request -> {
            begun.countDown();
            return server.silence();
        });
        EntitlementContext topics = fixture.topics(at(server, "timeout", "10m", "OnError", "abstain"));
        Future<EntitlementDecision> check = threads.submit(() -> topics.check(read("falken", "desk")));
        begun.await();
        topics.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> check.get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(ModuleUnavailableException.class);

        EntitlementContext others = fixture.topics(at(server, "timeout", "10m", "OnError", "abstain"));
        Thread caller = Thread.currentThread();
        threads.execute(() -> {
            await().until(() -> server.requests().size() == 2);
            caller.interrupt();
        });
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> others.check(read("falken", "desk")));
    }

    @Test
    void connectionsAreKeptForTheNextRequestUnlessToldOtherwise() {
        EntitlementContext topics = fixture.topics(at(server, "request_method", "POST"));
        for (int i = 0; i < 5; i++) {
            assertThat(grants(topics, "falken", "desk/" + i)).isTrue();
        }
        assertThat(server.connections()).isEqualTo(1);
        server.cut();
        assertThat(grants(topics, "falken", "desk")).isTrue();
        assertThat(server.connections()).isEqualTo(2);
        EntitlementContext unkept = fixture.topics(at(server, "ReuseConnections", "false"));
        assertThat(grants(unkept, "falken", "a")).isTrue();
        assertThat(grants(unkept, "falken", "b")).isTrue();
        assertThat(server.connections()).isEqualTo(4);
        await().until(() -> fixture.host.scheduled() == 2);
    }
}
