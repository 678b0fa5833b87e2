package dev.keyhole.http;

import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.Options;
import dev.keyhole.tls.TlsSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.hc.core5.http.HttpHost;

/** What the contexts of a module share: connections, and what is known of services. Thread-safe. */
final class Services implements AutoCloseable {

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(30);
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

    private final HostServices host;
    private final Options moduleOptions;
    private final Map<Key, Service> services = new ConcurrentHashMap<>();
    private final Map<ConnectionPool.Settings, ConnectionPool> pools = new ConcurrentHashMap<>();
    private volatile Future<?> housekeeping = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    /** What makes two contexts talk to the same service in the same way. */
    private record Key(UriTemplate uri, TlsSettings tls, Optional<HttpHost> proxy, int failures, Duration pause) {}

    /**
     * @param moduleOptions those of the {@code Module} element
     */
    Services(HostServices host, Options moduleOptions) {
        this.host = host;
        this.moduleOptions = moduleOptions;
        keepHouse();
    }

    private void keepHouse() {
        pools.values().forEach(pool -> pool.keepHouse(LONGEST_IDLE));
        if (!closed) {
            housekeeping = host.schedule(HOUSEKEEPING, this::keepHouse);
        }
    }

    /**
     * @param calls where requests are listed while they run
     * @throws dev.keyhole.spi.ConfigurationException with everything that is wrong with the files of TLS
     */
    DocumentFetcher fetcher(RequestSettings requests, Options options, InFlight calls) {
        return new DocumentFetcher(
                host,
                new WebClient(pool(requests, options).client(), host),
                service(requests, options),
                requests.retries(),
                calls);
    }

    private Service service(RequestSettings requests, Options options) {
        Key key = new Key(
                requests.uri(),
                requests.tls(),
                options.find(WebServiceOptions.PROXY),
                options.get(WebServiceOptions.BREAKER_FAILURES),
                options.get(WebServiceOptions.BREAKER_PAUSE));
        return services.computeIfAbsent(
                key,
                unused -> new Service(
                        host, new CircuitBreaker(host, requests.uri().toString(), key.failures(), key.pause())));
    }

    private ConnectionPool pool(RequestSettings requests, Options options) {
        ConnectionPool.Settings settings = new ConnectionPool.Settings(
                options.get(WebServiceOptions.CONNECTION_TIMEOUT),
                moduleOptions.get(WebServiceOptions.REUSE_CONNECTIONS),
                moduleOptions.get(WebServiceOptions.MAX_CONNECTIONS),
                moduleOptions.get(WebServiceOptions.MAX_CONNECTIONS_PER_ROUTE),
                Optional.of(requests.tls()).filter(tls -> requests.uri().isTls()),
                options.find(WebServiceOptions.PROXY));
        return pools.computeIfAbsent(
                settings, unused -> new ConnectionPool(settings, new NameResolver(host, settings.connectionTimeout())));
    }

    @Override
    public void close() {
        closed = true;
        housekeeping.cancel(false);
        pools.values().forEach(ConnectionPool::close);
    }
}
