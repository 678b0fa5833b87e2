package dev.keyhole.benchmarks;

import dev.keyhole.host.Connection;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.Transport;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Logons of sixteen callers whose documents nginx serves: through a host with the web-service module, and by requests that one
 * would write with HttpClient alone. Each caller logs on as users of its own, one after the other, and off again; so no logon is
 * answered by what another one brought. That each took as many requests as it should is checked at the end.
 *
 * <p>Sixteen callers leave the compiler little of two processors: it takes it a minute to be through.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 35, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(2)
@Threads(LogonBenchmark.CALLERS)
public class LogonBenchmark {

    static final int CALLERS = 16;
    private static final int USERS_OF_ONE = 4;

    /** Rules that need no engine; 1.2 KB. */
    static final byte[] DOCUMENT = new Rules(19).document();

    private final Nginx nginx;
    private final Host host;
    private final Transport transport;
    private final HttpHost server;
    private final CloseableHttpClient client;
    private final LongAdder expectedRequests = new LongAdder();

    /** Who logs on next. */
    @State(Scope.Thread)
    public static class Caller {

        private static final AtomicInteger NUMBER = new AtomicInteger();

        private final int number = NUMBER.getAndIncrement();
        private int logons;

        String userName() {
            return Nginx.userName(number * USERS_OF_ONE + logons++ % USERS_OF_ONE);
        }

        String connection() {
            return "c" + number + "-" + logons;
        }
    }

    /** Starts nginx and a host, which then knows how nginx wants to be asked. */
    public LogonBenchmark() {
        try {
            nginx = Nginx.start(CALLERS * USERS_OF_ONE, DOCUMENT);
            host = host(nginx.uri("{{USER_NAME}}"));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        transport = host.transport("measured");
        server = new HttpHost("http", "127.0.0.1", nginx.port());
        // Nothing of one user may get into another's request.
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(128)
                        .setMaxConnPerRoute(64)
                        .build())
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
        logOn("c", Nginx.userName(0));
        expectedRequests.add(2);
    }

    /** Of a host with one transport, {@code measured}. */
    static String configuration(String uri) {
        return """
                <AMPSConfig>
                  <Modules><Module>
                    <Name>web</Name>
                    <Library>libamps_http_entitlement.so</Library>
                    <Options><ResourceURI>%s</ResourceURI></Options>
                  </Module></Modules>
                  <Authentication><Module>web</Module></Authentication>
                  <Entitlement><Module>web</Module></Entitlement>
                  <Transports><Transport><Name>measured</Name></Transport></Transports>
                </AMPSConfig>
                """.formatted(uri);
    }

    static Host host(String uri) throws IOException {
        Path file = Files.createTempFile("benchmark", ".xml");
        try {
            Files.writeString(file, configuration(uri));
            return Host.builder()
                    .configuration(Configuration.read(file, Map.of()))
                    .start();
        } finally {
            Files.delete(file);
        }
    }

    private LogonOutcome logOn(String connectionId, String userName) {
        return logOn(connectionId, userName, Connection::logonAndWait);
    }

    private LogonOutcome logOn(
            String connectionId, String userName, BiFunction<Connection, LogonRequest, LogonOutcome> way) {
        try (Connection connection = transport.connect(
                ConnectionInfo.builder(connectionId, "measured").build(), reason -> {})) {
            LogonOutcome outcome = way.apply(connection, LogonRequest.explicit(userName, Secret.of(Nginx.PASSWORD)));
            if (!(outcome instanceof LogonOutcome.Accepted)) {
                throw new IllegalStateException(outcome.toString());
            }
            return outcome;
        }
    }

    /** Compares what nginx counted with what it should have. */
    @TearDown
    public void close() throws IOException, InterruptedException {
        host.close();
        client.close();
        long expected = expectedRequests.sum();
        long counted = nginx.requests(expected);
        nginx.close();
        if (counted != expected) {
            throw new IllegalStateException("nginx answered " + counted + " requests instead of " + expected);
        }
    }

    /** Ours: connect, log on, be entitled to log on, log off. The caller waits, as those of the peers do. */
    @Benchmark
    public LogonOutcome keyhole(Caller caller) {
        expectedRequests.increment();
        String userName = caller.userName();
        return logOn(caller.connection(), userName);
    }

    /** The same by a caller that could do something else meanwhile: the module is called on a thread of the host. */
    @Benchmark
    public LogonOutcome keyholeAsync(Caller caller) {
        expectedRequests.increment();
        String userName = caller.userName();
        return logOn(caller.connection(), userName, (connection, request) -> connection
                .logon(request)
                .toCompletableFuture()
                .join());
    }

    /** A request with the credentials in it, and the answer's bytes. */
    @Benchmark
    public byte[] barePreemptive(Caller caller) throws IOException {
        expectedRequests.increment();
        String userName = caller.userName();
        BasicScheme scheme = new BasicScheme();
        scheme.initPreemptive(credentials(userName));
        HttpClientContext context = HttpClientContext.create();
        context.resetAuthExchange(server, scheme);
        return get(userName, context);
    }

    /** A request without credentials, the challenge, and the request again. */
    @Benchmark
    public byte[] bareChallenged(Caller caller) throws IOException {
        expectedRequests.add(2);
        String userName = caller.userName();
        BasicCredentialsProvider provider = new BasicCredentialsProvider();
        provider.setCredentials(new AuthScope(server), credentials(userName));
        HttpClientContext context = HttpClientContext.create();
        context.setCredentialsProvider(provider);
        return get(userName, context);
    }

    private static UsernamePasswordCredentials credentials(String userName) {
        return new UsernamePasswordCredentials(userName, Nginx.PASSWORD.toCharArray());
    }

    private byte[] get(String userName, HttpClientContext context) throws IOException {
        return client.execute(new HttpGet(nginx.uri(userName)), context, response -> {
            if (response.getCode() != HttpStatus.SC_OK) {
                throw new IllegalStateException("nginx answered " + response.getCode());
            }
            return EntityUtils.toByteArray(response.getEntity());
        });
    }
}
