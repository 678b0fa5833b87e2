package dev.keyhole.http.check;

import dev.keyhole.http.client.BoundedSender;
import dev.keyhole.http.client.Bulkhead;
import dev.keyhole.http.client.CircuitBreaker;
import dev.keyhole.http.client.ClientOptions;
import dev.keyhole.http.client.ConnectionPool;
import dev.keyhole.http.client.ConnectionPools;
import dev.keyhole.http.client.InFlight;
import dev.keyhole.http.client.ServiceClient;
import dev.keyhole.http.client.WebAnswer;
import dev.keyhole.http.client.WebClient;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.Options;
import dev.keyhole.tls.TlsSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.apache.hc.core5.http.HttpHost;

/** What the contexts of a module share: connections, and for each service a breaker and a bulkhead. Thread-safe. */
final class CheckServices implements AutoCloseable {

    private final HostServices host;
    private final Options moduleOptions;
    private final int maxConnections;
    private final ConnectionPools pools;
    private final Map<BreakerKey, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<HttpHost, Bulkhead> bulkheads = new ConcurrentHashMap<>();

    /** What makes two contexts talk to the same service in the same way. */
    private record BreakerKey(
            HttpHost service, TlsSettings tls, Optional<HttpHost> proxy, int failures, Duration pause) {}

    /**
     * @param moduleOptions those of the {@code Module} element
     */
    CheckServices(HostServices host, Options moduleOptions) {
        this.host = host;
        this.moduleOptions = moduleOptions;
        this.maxConnections = moduleOptions.get(CheckOptions.MAX_CONNECTIONS);
        this.pools = new ConnectionPools(host);
    }

    /**
     * @throws dev.keyhole.spi.ConfigurationException with everything that is wrong with the files of TLS
     */
    CheckService open(CheckSettings settings, Options options) {
        WebClient client = pools.client(poolSettings(settings, options), "answer");
        Bulkhead bulkhead = bulkheads.computeIfAbsent(settings.service(), unused -> new Bulkhead(host, maxConnections));
        IntPredicate isFault =
                status -> settings.onServerError() == OnServerError.FAULT && WebAnswer.isServerError(status);
        return new CheckService(
                settings,
                new ServiceClient(new BoundedSender(client, bulkhead, host), breaker(settings, options), isFault),
                new InFlight());
    }

    private ConnectionPool.Settings poolSettings(CheckSettings settings, Options options) {
        return new ConnectionPool.Settings(
                options.get(ClientOptions.CONNECTION_TIMEOUT),
                moduleOptions.get(ClientOptions.REUSE_CONNECTIONS),
                Integer.MAX_VALUE,
                maxConnections,
                Optional.of(settings.tls()).filter(tls -> settings.isTls()),
                options.find(ClientOptions.PROXY));
    }

    private CircuitBreaker breaker(CheckSettings settings, Options options) {
        BreakerKey key = new BreakerKey(
                settings.service(),
                settings.tls(),
                options.find(ClientOptions.PROXY),
                options.get(ClientOptions.BREAKER_FAILURES),
                options.get(ClientOptions.BREAKER_PAUSE));
        return breakers.computeIfAbsent(
                key, unused -> new CircuitBreaker(host, settings.service().toURI(), key.failures(), key.pause()));
    }

    @Override
    public void close() {
        pools.close();
    }
}
