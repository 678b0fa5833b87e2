package dev.keyhole.it;

import static dev.keyhole.it.WebServiceHost.option;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keyhole.host.Connection;
import dev.keyhole.host.LogonOutcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients that log on at the same moment. */
class StormIT {

    @TempDir
    private Path folder;

    @Test
    void logonsThatAreTheSameAreOneRequestAndTakeNoThreadWhileTheyWait() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger requests = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null) {
                requests.incrementAndGet();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            boolean right = ("Basic " + Base64.getEncoder().encodeToString("falken:joshua".getBytes(UTF_8)))
                    .equals(authorization);
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"r\"");
            byte[] document = "{\"logon\": true}".getBytes(UTF_8);
            exchange.sendResponseHeaders(right ? 200 : 401, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        server.start();
        List<Connection> connections = new ArrayList<>();
        try (WebServiceHost host = new WebServiceHost(
                folder,
                option("ResourceURI", "http://127.0.0.1:" + server.getAddress().getPort() + "/{{USER_NAME}}")
                        + option("RequestTimeout", "1m"))) {
            List<CompletableFuture<LogonOutcome>> right = new ArrayList<>();
            List<CompletableFuture<LogonOutcome>> wrong = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                Connection connection = host.connect();
                connections.add(connection);
                if (i % 2 == 0) {
                    right.add(host.startLogon(connection, "falken", "joshua"));
                } else {
                    wrong.add(host.startLogon(connection, "falken", "wrong"));
                }
            }
            Awaitility.await().until(() -> requests.get() == 2);
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("keyhole")))
                    .hasSizeLessThan(100);
            go.countDown();

            for (CompletableFuture<LogonOutcome> outcome : right) {
                assertThat(outcome.get(1, TimeUnit.MINUTES)).isInstanceOf(LogonOutcome.Accepted.class);
            }
            for (CompletableFuture<LogonOutcome> outcome : wrong) {
                assertThat(outcome.get(1, TimeUnit.MINUTES)).isInstanceOf(LogonOutcome.Refused.class);
            }
            assertThat(requests).hasValue(2);
        } finally {
            go.countDown();
            connections.forEach(Connection::close);
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void tenThousandConnectionsOfFiveHundredUsersAreFiveHundredRequests() throws Exception {
        int users = 500;
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger requests = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            boolean shown = exchange.getRequestHeaders().containsKey("Authorization");
            if (shown) {
                requests.incrementAndGet();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"r\"");
            byte[] document = "{\"logon\": true}".getBytes(UTF_8);
            exchange.sendResponseHeaders(shown ? 200 : 401, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        server.start();
        List<Connection> connections = new ArrayList<>();
        String configuration = """
                <AMPSConfig>
                  <Keyhole><AuthenticationTimeout>10m</AuthenticationTimeout><CallTimeout>10m</CallTimeout></Keyhole>
                  <Modules><Module>
                    <Name>web</Name><Library>libamps_http_entitlement.so</Library>
                    <Options><ResourceURI>http://127.0.0.1:%d/{{USER_NAME}}</ResourceURI>
                      <RequestTimeout>10m</RequestTimeout></Options>
                  </Module></Modules>
                  <Authentication><Module>web</Module></Authentication>
                  <Entitlement><Module>web</Module></Entitlement>
                  <Transports><Transport><Name>t</Name></Transport></Transports>
                </AMPSConfig>
                """.formatted(server.getAddress().getPort());
        try (WebServiceHost host = WebServiceHost.of(folder, configuration)) {
            List<CompletableFuture<LogonOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                Connection connection = host.connect();
                connections.add(connection);
                outcomes.add(host.startLogon(connection, "user" + i % users, "joshua"));
            }
            go.countDown();

            for (CompletableFuture<LogonOutcome> outcome : outcomes) {
                assertThat(outcome.get(5, TimeUnit.MINUTES)).isInstanceOf(LogonOutcome.Accepted.class);
            }
            assertThat(requests).hasValue(users);
            // As many calls as a lane has places, those who tell the answers, and the timer.
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("keyhole")))
                    .hasSizeLessThan(64 + 24);
        } finally {
            go.countDown();
            connections.forEach(Connection::close);
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
