package dev.keyhole.http.client;

import dev.keyhole.spi.HostServices;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
import org.apache.hc.core5.pool.PoolStats;

/** The connections of a module: a pool for each kind of them. Thread-safe. */
public final class ConnectionPools implements AutoCloseable {

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(30);
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

    private final HostServices host;
    private final Map<ConnectionPool.Settings, ConnectionPool> pools = new ConcurrentHashMap<>();
    private volatile Future<?> housekeeping = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    public ConnectionPools(HostServices host) {
        this.host = host;
        show("used", PoolStats::getLeased);
        show("idle", PoolStats::getAvailable);
        host.metrics()
                .gauge(
                        "http.requests.waiting",
                        "Requests that wait for a connection",
                        Map.of(),
                        () -> sum(PoolStats::getPending));
        keepHouse();
    }

    private void show(String state, ToIntFunction<PoolStats> count) {
        host.metrics()
                .gauge("http.connections", "HTTP connections: used or idle", Map.of("state", state), () -> sum(count));
    }

    private int sum(ToIntFunction<PoolStats> count) {
        return pools.values().stream()
                .mapToInt(pool -> count.applyAsInt(pool.stats()))
                .sum();
    }

    private void keepHouse() {
        pools.values().forEach(pool -> pool.keepHouse(LONGEST_IDLE));
        if (!closed) {
            housekeeping = host.schedule(HOUSEKEEPING, this::keepHouse);
        }
    }

    /**
     * A client of the pool with these settings.
     *
     * @param wanted what messages call that which is asked for, for instance {@code document}
     * @throws dev.keyhole.spi.ConfigurationException with everything that is wrong with the files of TLS
     */
    public WebClient client(ConnectionPool.Settings settings, String wanted) {
        ConnectionPool pool = pools.computeIfAbsent(
                settings, unused -> new ConnectionPool(settings, new NameResolver(host, settings.connectionTimeout())));
        return new WebClient(pool.client(), host, wanted);
    }

    /** Closes all connections, with requests under way. Idempotent. */
    @Override
    public void close() {
        closed = true;
        housekeeping.cancel(false);
        pools.values().forEach(ConnectionPool::close);
    }
}
