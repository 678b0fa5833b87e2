package dev.keyhole.http;

import dev.keyhole.http.DocumentStores.Filler;
import dev.keyhole.http.client.InFlight;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ContextServices;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.SecurityModule;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loaded module: makes contexts of options. */
final class WebServiceModule implements SecurityModule {

    private static final Logger LOG = LoggerFactory.getLogger(WebServiceModule.class);

    private final HostServices host;
    private final boolean entitlementOnly;
    private final DocumentStores stores;
    private final StoreNames storeNames;
    private final Map<String, DocumentsOnDemand> onDemand = new ConcurrentHashMap<>();
    private final Services services;
    private final PatternLog patterns;
    private final LogonKeys logonKeys;
    private final LogonMeters meters;
    private volatile boolean closed;

    WebServiceModule(ModuleSettings settings) {
        host = settings.host();
        entitlementOnly = settings.options().get(WebServiceOptions.ENTITLEMENT_ONLY);
        stores = new DocumentStores(host::nanoTime);
        storeNames = new StoreNames(settings.options());
        services = new Services(host, settings.options());
        patterns = new PatternLog(host);
        logonKeys = new LogonKeys(host.random());
        meters = new LogonMeters(host);
        host.metrics().gauge("http.documents", "Permissions documents that are kept", Map.of(), this::documents);
    }

    @Override
    public Set<Capability> capabilities() {
        return entitlementOnly
                ? Set.of(Capability.ENTITLEMENT)
                : Set.of(Capability.AUTHENTICATION, Capability.ENTITLEMENT);
    }

    @Override
    public AuthenticationContext authentication(ContextSettings settings) {
        checkOpen();
        if (entitlementOnly) {
            throw new ConfigurationException(
                    WebServiceOptions.ENTITLEMENT_ONLY,
                    "module '" + settings.moduleName() + "' can't be used for authentication with 'EntitlementOnly'");
        }
        Options options = settings.options();
        storeNames.filledBy(settings);
        RequestSettings requests = RequestSettings.read(options);
        DocumentStore store = stores.open(StoreNames.of(options), new Filler(requests.tls(), false));
        InFlight calls = new InFlight();
        DocumentFetcher fetcher = services.fetcher(requests, options, store.pool(), calls);
        warn(requests, settings, "read every password and change every document");
        return new WebServiceAuthentication(
                requests,
                options.find(WebServiceOptions.ENTITLEMENT_TIMEOUT),
                logonKeys,
                meters,
                options.get(WebServiceOptions.STALE_IF_ERROR),
                store,
                settings.services(),
                fetcher,
                calls);
    }

    @Override
    public EntitlementContext entitlement(ContextSettings settings) {
        checkOpen();
        if (settings.options().get(WebServiceOptions.ENTITLEMENT_ONLY)) {
            return entitlementOnDemand(settings);
        }
        String name = storeNames.readBy(settings);
        return new WebServiceEntitlement(stores.open(name), name, settings.services(), patterns);
    }

    private EntitlementContext entitlementOnDemand(ContextSettings settings) {
        Options options = settings.options();
        RequestSettings requests = RequestSettings.read(options);
        if (requests.passwordInHeaders()) {
            throw new ConfigurationException(
                    WebServiceOptions.HTTP_HEADER,
                    "'HTTPHeader' can't hold {{AMPS_PASSWORD}} with 'EntitlementOnly': there is no password then");
        }
        String name = StoreNames.of(options);
        DocumentStore store = stores.open(name, new Filler(requests.tls(), true));
        DocumentsOnDemand documents = onDemand.computeIfAbsent(
                name,
                unused -> new DocumentsOnDemand(host, options.get(WebServiceOptions.MAX_USERS), store::forgetUser));
        InFlight calls = new InFlight();
        DocumentFetcher fetcher = services.fetcher(requests, options, store.pool(), calls);
        warn(requests, settings, "change every document");
        ContextServices context = settings.services();
        store.join(context);
        return new OnDemandEntitlement(requests, documents, fetcher, calls, patterns, () -> store.leave(context));
    }

    private int documents() {
        return stores.documents()
                + onDemand.values().stream().mapToInt(DocumentsOnDemand::size).sum();
    }

    private static void warn(RequestSettings requests, ContextSettings settings, String risk) {
        if (requests.uri().isTls() && requests.tls().allowUnverifiedPeer()) {
            LOG.warn(
                    "Module '{}' on transport '{}' has 'AllowUnverifiedPeer': it takes any server for {}, so whoever is"
                            + " in between can {}",
                    settings.moduleName(),
                    settings.transport(),
                    requests.uri().host(),
                    risk);
        } else if (!requests.uri().isTls() && !requests.uri().isHere()) {
            LOG.warn(
                    "Module '{}' on transport '{}' talks to {} in the clear, so whoever is in between can {}; use https",
                    settings.moduleName(),
                    settings.transport(),
                    requests.uri().host(),
                    risk);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the module is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        services.close();
    }
}
