package dev.keyhole.it;

import static dev.keyhole.it.HttpChecksSite.logOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhole.artemis.EmbeddedBroker;
import dev.keyhole.host.Connection;
import dev.keyhole.host.Decision;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.it.Mosquitto.Result;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The per-request checks in a host and in a broker, before a service on loopback. */
class HttpChecksIT {

    private static final int THREADS = 64;
    private static final int QUESTIONS = 1_000;
    private static final int CHECKS = 10_000;

    @TempDir
    private Path folder;

    private static boolean isGranted(Decision decision) {
        return decision.outcome() == Decision.Outcome.GRANTED;
    }

    @Test
    void whatIsAskedAgainAndAgainReachesTheServiceOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (CheckService service = new CheckService(0, (path, question) -> !question.contains("/7"));
                HttpChecksSite site = new HttpChecksSite(
                        folder,
                        service.port(),
                        "",
                        "<CacheGrants>1h</CacheGrants><CacheDenials>1h</CacheDenials><RefreshAhead>0</RefreshAhead>")) {
            List<Connection> connections = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Connection connection = site.connect("mqtt", "c" + i);
                assertThat(logOn(connection, "falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
                connections.add(connection);
            }
            int logons = service.asked().size();
            List<Integer> topics = new ArrayList<>();
            for (int i = 0; i < CHECKS; i++) {
                topics.add(i % QUESTIONS);
            }
            Collections.shuffle(topics, new Random(5));
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Integer>> runs = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                runs.add(threads.submit(() -> {
                    start.await();
                    int wrong = 0;
                    for (int i = first; i < CHECKS; i += THREADS) {
                        String name = "desk/" + topics.get(i);
                        Decision decision = connections.get(first).check(Permission.WRITE, Resource.topic(name));
                        boolean right = decision.outcome()
                                == (name.contains("/7") ? Decision.Outcome.DENIED : Decision.Outcome.GRANTED);
                        wrong += right ? 0 : 1;
                    }
                    return wrong;
                }));
            }
            start.countDown();
            for (Future<Integer> run : runs) {
                assertThat(run.get(5, TimeUnit.MINUTES)).isZero();
            }
            List<String> asked = service.asked().subList(logons, service.asked().size());
            assertThat(asked).hasSize(QUESTIONS).doesNotHaveDuplicates();
            connections.forEach(Connection::close);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whileTheServiceIsDownNobodyGetsInAndWhenItIsBackOneRequestNoticesIt() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.keyhole.http.client.CircuitBreaker");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        CheckService service = new CheckService(0, (path, question) -> true);
        int port = service.port();
        String breaker = "<BreakerFailures>3</BreakerFailures><BreakerPause>2s</BreakerPause>";
        try (HttpChecksSite site = new HttpChecksSite(folder, port, breaker, "");
                Connection falken = site.connect("chained", "c1")) {
            assertThat(logOn(falken, "falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(isGranted(falken.check(Permission.WRITE, Resource.topic("desk/0"))))
                    .isTrue();
            service.close();

            // Behind each of the modules is one that lets anybody do anything: a fault doesn't reach it.
            List<String> reasons = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
                Decision decision = falken.check(Permission.WRITE, Resource.topic("desk/" + i));
                assertThat(decision.outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
                assertThat(decision.module()).isEqualTo("topics");
                reasons.add(decision.explanation().detail());
                try (Connection other = site.connect("chained", "d" + i)) {
                    assertThat(logOn(other, "lightman", "pencil")).isInstanceOf(LogonOutcome.Unavailable.class);
                }
            }
            assertThat(reasons).anyMatch(reason -> reason.contains("isn't asked for now"));
            assertThat(isGranted(falken.check(Permission.WRITE, Resource.topic("desk/0"))))
                    .isTrue();
            assertThat(messages(log))
                    .filteredOn(line -> line.contains("has failed"))
                    .hasSize(2);

            service = new CheckService(port, (path, question) -> true);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> isGranted(falken.check(Permission.WRITE, Resource.topic("desk/1"))));
            assertThat(service.asked()).hasSize(1);
            assertThat(messages(log))
                    .filteredOn(line -> line.contains(" answers again after "))
                    .hasSize(1);
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                try (Connection other = site.connect("chained", "e")) {
                    return logOn(other, "lightman", "pencil") instanceof LogonOutcome.Accepted;
                }
            });
        } finally {
            service.close();
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    private static List<String> messages(ListAppender<ILoggingEvent> log) {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aGrantIsRefreshedInTheBackgroundWhileItIsInUse() throws Exception {
        try (CheckService service = new CheckService(0, (path, question) -> true);
                HttpChecksSite site = new HttpChecksSite(
                        folder, service.port(), "", "<CacheGrants>2s</CacheGrants><RefreshAhead>1s</RefreshAhead>");
                Connection falken = site.connect("mqtt", "c1")) {
            logOn(falken, "falken", "joshua");
            int logons = service.asked().size();
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> {
                        assertThat(isGranted(falken.check(Permission.WRITE, Resource.topic("desk"))))
                                .isTrue();
                        return service.asked().size() >= logons + 3;
                    });
        }
    }

    /** Falken may use desk/fx/spot and read games/chess; wopr may do everything. */
    private static boolean answer(String path, String question) {
        boolean falken = question.contains("\"username\":\"falken\"");
        boolean wopr = question.contains("\"username\":\"wopr\"");
        return switch (path) {
            case "/user" ->
                (falken && question.contains("\"password\":\"joshua\""))
                        || (wopr && question.contains("\"password\":\"shall we play\""));
            case "/superuser" -> wopr;
            case "/acl" ->
                falken
                        && (question.contains("\"topic\":\"desk/fx/spot\"")
                                || question.contains("\"topic\":\"games/chess\",\"acc\":4"));
            default -> false;
        };
    }

    @Test
    void mqttClientsAreJudgedByTheService() throws Exception {
        Mosquitto.require();
        try (CheckService service = new CheckService(0, HttpChecksIT::answer);
                HttpChecksSite site =
                        new HttpChecksSite(folder, service.port(), "", "<superuser_uri>/superuser</superuser_uri>");
                EmbeddedBroker broker = EmbeddedBroker.start(site.host())) {
            int port = broker.port("mqtt");
            String[] falken = {"-i", "laptop", "-u", "falken", "-P", "joshua"};
            String[] wopr = {"-i", "norad", "-u", "wopr", "-P", "shall we play"};

            assertThat(Mosquitto.publish(port, "desk/fx/spot", "1.07", falken).output())
                    .contains("received PUBACK (Mid: 1, RC:0)");
            assertThat(Mosquitto.publish(port, "games/chess", "e4", falken).output())
                    .contains("Publish 1 failed: Not authorized");
            assertThat(Mosquitto.publish(port, "desk/fx/spot", "1.07", "-u", "falken", "-P", "joshua1")
                            .status())
                    .isEqualTo(134);
            assertThat(Mosquitto.publish(port, "desk/fx/spot", "1.07").status()).isEqualTo(135);
            assertSubscribed(Mosquitto.subscribe(port, "games/chess", falken), 1);
            assertSubscribed(Mosquitto.subscribe(port, "desk/credit", falken), 135);
            assertSubscribed(Mosquitto.subscribe(port, "games/#", falken), 135);
            assertThat(service.asked())
                    .contains(
                            "/user {\"username\":\"falken\",\"password\":\"joshua\",\"client_id\":\"laptop\"}",
                            "/superuser {\"username\":\"falken\"}",
                            "/acl {\"username\":\"falken\",\"client_id\":\"laptop\",\"topic\":\"desk/fx/spot\",\"acc\":2}",
                            "/acl {\"username\":\"falken\",\"client_id\":\"laptop\",\"topic\":\"games/chess\",\"acc\":4}",
                            "/acl {\"username\":\"falken\",\"client_id\":\"laptop\",\"topic\":\"games/#\",\"acc\":4}");

            assertThat(Mosquitto.publish(port, "desk/credit", "1.07", wopr).output())
                    .contains("received PUBACK (Mid: 1, RC:0)");
            assertSubscribed(Mosquitto.subscribe(port, "desk/credit", wopr), 1);
            assertSubscribed(Mosquitto.subscribe(port, "desk/#", wopr), 1);
            assertThat(service.asked()).noneMatch(line -> line.startsWith("/acl") && line.contains("wopr"));
        }
    }

    private static void assertSubscribed(Result result, int reason) {
        assertThat(result.output()).contains("Subscribed (mid: 1): " + reason);
    }

    @Test
    void aPatternIsAskedAboutAsItIs() throws Exception {
        try (CheckService service = new CheckService(0, (path, question) -> true);
                HttpChecksSite site = new HttpChecksSite(folder, service.port(), "", "");
                Connection falken = site.connect("mqtt", "c1")) {
            logOn(falken, "falken", "joshua");
            assertThat(isGranted(falken.check(Permission.READ, Resource.topic("desk/#"), Operation.SUBSCRIBE_PATTERN)))
                    .isTrue();
            assertThat(service.asked())
                    .last()
                    .isEqualTo(
                            "/acl {\"username\":\"falken\",\"client_id\":\"laptop\",\"topic\":\"desk/#\",\"acc\":4}");
        }
    }
}
