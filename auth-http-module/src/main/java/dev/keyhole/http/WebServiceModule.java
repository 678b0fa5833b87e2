package dev.keyhole.http;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.SecurityModule;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/** The loaded module: owns stores, connections, and what is known of services. */
final class WebServiceModule implements SecurityModule {

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(30);
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

    private final HostServices host;
    private final Options moduleOptions;
    private final Map<String, DocumentStore> stores = new ConcurrentHashMap<>();
    private final Map<String, Service> services = new ConcurrentHashMap<>();
    private final Map<ConnectionPool.Settings, ConnectionPool> pools = new ConcurrentHashMap<>();
    private volatile Future<?> housekeeping = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    WebServiceModule(ModuleSettings settings) {
        host = settings.host();
        moduleOptions = settings.options();
        keepHouse();
    }

    private void keepHouse() {
        pools.values().forEach(pool -> pool.closeIdle(LONGEST_IDLE));
        if (!closed) {
            housekeeping = host.schedule(HOUSEKEEPING, this::keepHouse);
        }
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.AUTHENTICATION, Capability.ENTITLEMENT);
    }

    @Override
    public AuthenticationContext authentication(ContextSettings settings) {
        checkOpen();
        Options options = settings.options();
        RequestSettings requests = RequestSettings.read(options);
        if (requests.uri().isTls()) {
            throw new ConfigurationException(WebServiceOptions.RESOURCE_URI, "'ResourceURI' must be http for now");
        }
        String storeName = storeName(options).orElse(requests.uri().toString());
        InFlight calls = new InFlight();
        DocumentFetcher fetcher = new DocumentFetcher(
                host,
                new WebClient(pool(options).client(), host),
                services.computeIfAbsent(requests.uri().toString(), uri -> new Service(host)),
                requests.retries(),
                calls);
        return new WebServiceAuthentication(
                requests,
                options.get(WebServiceOptions.SERVER_ACCEPTS_EMPTY_AUTH_ID),
                options.find(WebServiceOptions.ENTITLEMENT_TIMEOUT),
                store(storeName),
                settings.services(),
                fetcher,
                calls);
    }

    @Override
    public EntitlementContext entitlement(ContextSettings settings) {
        checkOpen();
        String name = storeName(settings.options())
                .orElseThrow(() -> new ConfigurationException(
                        WebServiceOptions.CREDENTIAL_STORE,
                        "nothing says which documents to use: give 'CredentialStore' or 'ResourceURI' as the"
                                + " Authentication block does"));
        return new WebServiceEntitlement(store(name), name, settings.services());
    }

    private static Optional<String> storeName(Options options) {
        return options.find(WebServiceOptions.CREDENTIAL_STORE)
                .or(() -> options.find(WebServiceOptions.RESOURCE_URI).map(UriTemplate::toString));
    }

    private DocumentStore store(String name) {
        return stores.computeIfAbsent(name, unused -> new DocumentStore(host::nanoTime));
    }

    private ConnectionPool pool(Options options) {
        ConnectionPool.Settings settings = new ConnectionPool.Settings(
                options.get(WebServiceOptions.CONNECTION_TIMEOUT),
                moduleOptions.get(WebServiceOptions.REUSE_CONNECTIONS),
                moduleOptions.get(WebServiceOptions.MAX_CONNECTIONS),
                moduleOptions.get(WebServiceOptions.MAX_CONNECTIONS_PER_ROUTE));
        return pools.computeIfAbsent(
                settings, unused -> new ConnectionPool(settings, new NameResolver(host, settings.connectionTimeout())));
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the module is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        housekeeping.cancel(false);
        pools.values().forEach(ConnectionPool::close);
    }
}
