package dev.keyhole.http;

import dev.keyhole.http.client.CircuitBreaker;
import dev.keyhole.http.client.ConnectionPool;
import dev.keyhole.http.client.ConnectionPools;
import dev.keyhole.http.client.InFlight;
import dev.keyhole.http.client.ServiceClient;
import dev.keyhole.http.client.WebAnswer;
import dev.keyhole.http.client.WebClient;
import dev.keyhole.permissions.DocumentPool;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.Options;
import dev.keyhole.tls.TlsSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.HttpHost;

/** What the contexts of a module share: connections, and what is known of services. Thread-safe. */
final class Services implements AutoCloseable {

    private final HostServices host;
    private final Options moduleOptions;
    private final Map<Key, Service> services = new ConcurrentHashMap<>();
    private final ConnectionPools pools;

    /** What makes two contexts talk to the same service in the same way. */
    private record Key(UriTemplate uri, TlsSettings tls, Optional<HttpHost> proxy, int failures, Duration pause) {}

    /**
     * @param moduleOptions those of the {@code Module} element
     */
    Services(HostServices host, Options moduleOptions) {
        this.host = host;
        this.moduleOptions = moduleOptions;
        this.pools = new ConnectionPools(host);
    }

    /**
     * @param documents reads what is fetched
     * @param calls where requests are listed while they run
     * @throws dev.keyhole.spi.ConfigurationException with everything that is wrong with the files of TLS
     */
    DocumentFetcher fetcher(RequestSettings requests, Options options, DocumentPool documents, InFlight calls) {
        Service service = service(requests, options);
        ServiceClient client =
                new ServiceClient(client(requests, options), service.breaker(), WebAnswer::isServerError);
        return new DocumentFetcher(host, client, service, requests.retries(), documents, calls);
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

    private WebClient client(RequestSettings requests, Options options) {
        ConnectionPool.Settings settings = new ConnectionPool.Settings(
                options.get(WebServiceOptions.CONNECTION_TIMEOUT),
                moduleOptions.get(WebServiceOptions.REUSE_CONNECTIONS),
                moduleOptions.get(WebServiceOptions.MAX_CONNECTIONS),
                moduleOptions.get(WebServiceOptions.MAX_CONNECTIONS_PER_ROUTE),
                Optional.of(requests.tls()).filter(tls -> requests.uri().isTls()),
                options.find(WebServiceOptions.PROXY));
        return pools.client(settings, "document");
    }

    @Override
    public void close() {
        pools.close();
    }
}
