package dev.keyhole.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.tls.TlsSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.CodingErrorAction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP client of a module, with all that it does of its own accord turned off: no redirects, no cookies, no
 * authentication, no retries, no compression, no threads.
 *
 * <p>A connection is an NIO channel behind the face of a socket: unlike a plain socket, it closes when the thread that
 * reads from it is interrupted.
 */
public final class ConnectionPool implements AutoCloseable {

    private static final TimeValue VALIDATED_AFTER = TimeValue.ofSeconds(1);
    private static final TimeValue MAX_AGE = TimeValue.ofMinutes(10);
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxHeaderCount(100)
            .setMaxLineLength(16 << 10)
            .build();

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final Optional<TlsClient> tls;

    /**
     * What a pool is like; contexts with the same share one.
     *
     * @param connectionTimeout longest time to connect
     * @param reuse whether a connection serves more than one request
     * @param maxConnections most connections
     * @param maxConnectionsPerRoute most connections to one service
     * @param tls how connections are made secure; empty if none is
     * @param proxy between us and the services; empty if there is none
     */
    public record Settings(
            Duration connectionTimeout,
            boolean reuse,
            int maxConnections,
            int maxConnectionsPerRoute,
            Optional<TlsSettings> tls,
            Optional<HttpHost> proxy) {}

    /**
     * @throws ConfigurationException with everything that is wrong with the files of TLS
     */
    public ConnectionPool(Settings settings, DnsResolver names) {
        Timeout connectTimeout = Timeout.of(settings.connectionTimeout());
        tls = settings.tls().map(files -> new TlsClient(files, () -> closeIdle(Duration.ZERO)));
        RegistryBuilder<TlsSocketStrategy> strategies = RegistryBuilder.create();
        tls.ifPresent(client -> strategies.register("https", client));
        connections = new PoolingHttpClientConnectionManager(
                new DefaultHttpClientConnectionOperator(proxy -> newSocket(), null, names, strategies.build()),
                PoolConcurrencyPolicy.STRICT,
                PoolReusePolicy.LIFO,
                MAX_AGE,
                unused -> newConnection());
        // A request is ended from outside. With a time-out of its own each read would make the channel non-blocking and
        // back.
        connections.setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(Timeout.DISABLED).build());
        connections.setMaxTotal(settings.maxConnections());
        connections.setDefaultMaxPerRoute(settings.maxConnectionsPerRoute());
        connections.setConnectionConfigResolver((HttpRoute route) -> ConnectionConfig.custom()
                .setConnectTimeout(connectTimeout)
                .setTimeToLive(MAX_AGE)
                .setValidateAfterInactivity(VALIDATED_AFTER)
                .build());
        client = newClient(settings);
    }

    private static Socket newSocket() throws IOException {
        return SocketChannel.open().socket();
    }

    /** Header values are UTF-8: another charset would make two names of users the same, or one of them a line break. */
    private static QuietConnection newConnection() {
        return new QuietConnection(
                LIMITS,
                UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE),
                UTF_8.newEncoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private CloseableHttpClient newClient(Settings settings) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setRequestExecutor(new QueryWriter())
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableConnectionState()
                .disableContentCompression()
                .disableCookieManagement()
                .disableRedirectHandling()
                .setUserAgent("Keyhole")
                .setDefaultHeaders(List.of(
                        new BasicHeader(HttpHeaders.ACCEPT, "application/json"),
                        new BasicHeader(HttpHeaders.ACCEPT_ENCODING, "identity")))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setAuthenticationEnabled(false)
                        .setRedirectsEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build());
        settings.proxy().ifPresent(builder::setProxy);
        if (!settings.reuse()) {
            builder.setConnectionReuseStrategy((request, response, context) -> false);
            builder.addRequestInterceptorLast(
                    (request, entity, context) -> request.setHeader(HttpHeaders.CONNECTION, "close"));
        }
        return builder.build();
    }

    public CloseableHttpClient client() {
        return client;
    }

    /** How many connections are in use and idle, and how many requests wait for one. */
    PoolStats stats() {
        return connections.getTotalStats();
    }

    /** Closes connections that nobody has used for a time, and those made by files that have changed since. */
    public void keepHouse(Duration unused) {
        closeIdle(unused);
        tls.ifPresent(TlsClient::refresh);
    }

    private void closeIdle(Duration unused) {
        connections.closeExpired();
        connections.closeIdle(TimeValue.of(unused));
    }

    /** Closes all connections, with requests under way. Idempotent. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
