package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.http.client.ConnectionPool;
import dev.keyhole.http.client.ConnectionPools;
import dev.keyhole.http.client.InFlight;
import dev.keyhole.http.client.Payload;
import dev.keyhole.http.client.WebClient;
import dev.keyhole.http.client.WebRequest;
import dev.keyhole.testing.ManualTime;
import dev.keyhole.testing.RecordingServices;
import dev.keyhole.tls.TlsSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionPoolsTest {

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(30);

    private final ManualTime time = new ManualTime();
    private final TestMetrics metrics = new TestMetrics();
    private final ConnectionPools pools = new ConnectionPools(new RecordingServices(time, metrics));
    private RecordingServer server = new RecordingServer(request -> Reply.json("{}"));

    private final ExecutorService threads = Executors.newCachedThreadPool();

    ConnectionPoolsTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        pools.close();
        server.close();
        threads.shutdownNow();
    }

    private static ConnectionPool.Settings settings(Optional<TlsSettings> tls) {
        return new ConnectionPool.Settings(Duration.ofSeconds(20), true, 4, 1, tls, Optional.empty());
    }

    private int send(WebClient client, String scheme) throws Exception {
        HttpHost host = new HttpHost(scheme, "127.0.0.1", server.port());
        return client.send(
                        new WebRequest(
                                host,
                                URI.create(host.toURI() + "/falken"),
                                Payload.none(),
                                List.of(),
                                Optional.empty(),
                                Duration.ofSeconds(20),
                                1_000),
                        new InFlight())
                .status();
    }

    @Test
    void aRequestThatFindsSpoiledConnectionsOnlyGoesOutOnANewOne() throws Exception {
        int kept = 4;
        CyclicBarrier together = new CyclicBarrier(kept);
        List<OutputStream> wires = new CopyOnWriteArrayList<>();
        server.handler(request -> out -> {
            wires.add(out);
            try {
                together.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IOException(e);
            }
            return Reply.json("{}").write(out);
        });
        WebClient client = pools.client(
                new ConnectionPool.Settings(
                        Duration.ofSeconds(20), true, kept, kept, Optional.empty(), Optional.empty()),
                "document");
        List<CompletableFuture<Integer>> first = IntStream.range(0, kept)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> sendQuietly(client), threads))
                .toList();
        assertThat(first).allSatisfy(status -> assertThat(status.get(30, TimeUnit.SECONDS))
                .isEqualTo(200));

        for (OutputStream wire : wires) {
            wire.write("\r\n".getBytes(UTF_8));
            wire.flush();
        }
        server.handler(request -> Reply.json("{}"));

        assertThat(send(client, "http")).isEqualTo(200);
        assertThat(server.connections()).isEqualTo(kept + 1);
    }

    private int sendQuietly(WebClient client) {
        try {
            return send(client, "http");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private long connections(String state) {
        return metrics.value("http.connections{state=" + state + "}");
    }

    @Test
    void whatIsIdleForLongIsClosed() throws Exception {
        try (ConnectionPool pool = new ConnectionPool(settings(Optional.empty()), SystemDefaultDnsResolver.INSTANCE)) {
            int status = pool.client().execute(new HttpGet(server.uri("/")), response -> response.getCode());
            assertThat(status).isEqualTo(200);
            pool.keepHouse(Duration.ofMinutes(1));
            assertThat(server.openConnections()).isEqualTo(1);
            pool.keepHouse(Duration.ZERO);
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void connectionsMadeByFilesThatChangedEndWithoutAnotherRequest(@TempDir Path directory) throws Exception {
        server.close();
        server = new RecordingServer(request -> Reply.json("{}"), TlsServers.listener("server"));
        Path authorities = directory.resolve("ca.pem");
        copy("authority", authorities, 1);
        WebClient client = pools.client(
                settings(Optional.of(
                        new TlsSettings(Optional.empty(), Optional.empty(), Optional.of(authorities), true, false))),
                "document");
        assertThat(send(client, "https")).isEqualTo(200);
        time.advance(HOUSEKEEPING);
        assertThat(connections("idle")).isEqualTo(1);

        copy("stranger", authorities, 2);
        time.advance(HOUSEKEEPING);

        assertThat(connections("idle")).isZero();
        await().until(() -> server.openConnections() == 0);
    }

    private static void copy(String name, Path to, long seconds) throws IOException {
        Files.copy(Path.of(TlsServers.file(name)), to, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(to, FileTime.from(Instant.ofEpochSecond(seconds)));
    }

    @Test
    void whoWaitsForAConnectionIsCounted() throws Exception {
        WebClient client = pools.client(settings(Optional.empty()), "document");
        CountDownLatch silent = new CountDownLatch(1);
        server.handler(request -> {
            silent.countDown();
            return server.silence();
        });
        CompletableFuture<Integer> first = later(client);
        assertThat(silent.await(60, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Integer> second = later(client);
        await().until(() -> metrics.value("http.requests.waiting") == 1);

        server.handler(request -> Reply.json("{}"));
        server.cut();

        assertThat(first.handle((status, fault) -> fault).get(60, TimeUnit.SECONDS))
                .isNotNull();
        assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(metrics.value("http.requests.waiting")).isZero();
    }

    /** On a thread of its own: the common pool has but one on a small machine. */
    private CompletableFuture<Integer> later(WebClient client) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return send(client, "http");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task, "later").start());
    }

    @Test
    void closingClosesConnectionsAndEndsTheHousekeeping() throws Exception {
        WebClient client = pools.client(settings(Optional.empty()), "document");
        assertThat(send(client, "http")).isEqualTo(200);
        assertThat(server.openConnections()).isEqualTo(1);
        assertThat(time.waiting()).isEqualTo(1);

        pools.close();

        await().until(() -> server.openConnections() == 0);
        assertThat(time.waiting()).isZero();
        assertThat(connections("idle")).isZero();
    }
}
