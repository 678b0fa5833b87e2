package dev.keyhole.http;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.tls.TlsSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The stores of a module by name. Thread-safe. */
final class DocumentStores {

    private final LongSupplier nanoTime;
    private final Map<String, Shared> stores = new HashMap<>();

    DocumentStores(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A store, and what all who fill it have to agree on. */
    private record Shared(DocumentStore store, Optional<Filler> filler) {}

    /**
     * How documents get into a store.
     *
     * @param tls how they are fetched
     * @param entitlementOnly whether they come without authentication
     */
    record Filler(TlsSettings tls, boolean entitlementOnly) {}

    /** A store for a context that only looks into it. */
    synchronized DocumentStore open(String name) {
        return stores.computeIfAbsent(name, this::empty).store();
    }

    /**
     * A store for a context that fills it.
     *
     * @throws ConfigurationException if a context that is open fills it in another way
     */
    synchronized DocumentStore open(String name, Filler filler) {
        Shared shared = stores.computeIfAbsent(name, this::empty);
        Optional<Filler> other = shared.filler().filter(known -> shared.store().isUsed() && !known.equals(filler));
        if (other.isPresent()) {
            throw new ConfigurationException(
                    WebServiceOptions.CREDENTIAL_STORE,
                    "the store '" + name + "' is used by another block with other options of "
                            + (other.get().entitlementOnly() == filler.entitlementOnly() ? "TLS" : "'EntitlementOnly'")
                            + "; blocks that share a store have to agree on them, or name different stores in"
                            + " 'CredentialStore'");
        }
        stores.put(name, new Shared(shared.store(), Optional.of(filler)));
        return shared.store();
    }

    /** Number of documents in all of them. */
    synchronized int documents() {
        return stores.values().stream()
                .mapToInt(shared -> shared.store().size())
                .sum();
    }

    private Shared empty(String name) {
        return new Shared(new DocumentStore(nanoTime), Optional.empty());
    }
}
