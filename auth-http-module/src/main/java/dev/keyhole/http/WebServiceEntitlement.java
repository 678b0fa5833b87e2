package dev.keyhole.http;

import dev.keyhole.spi.ContextServices;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementDecision.Denied;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Validity;

/** A use of the module for entitlement: what the document says that the user's logon brought into the store. */
final class WebServiceEntitlement implements EntitlementContext {

    private final DocumentStore store;
    private final String storeName;
    private final ContextServices services;
    private final PatternLog patterns;
    private volatile boolean closed;

    WebServiceEntitlement(DocumentStore store, String storeName, ContextServices services, PatternLog patterns) {
        this.store = store;
        this.storeName = storeName;
        this.services = services;
        this.patterns = patterns;
        store.join(services);
    }

    @Override
    public KeyScope keyScope() {
        return KeyScope.USER;
    }

    @Override
    public EntitlementDecision check(EntitlementRequest request) {
        if (closed) {
            throw new IllegalStateException("the context is closed");
        }
        return store.find(request.identity().userName())
                .map(document -> document.decide(request.permission(), request.resource(), request.operation()))
                .map(decision -> patterns.watch(request, decision))
                .orElseGet(this::nobodyThere);
    }

    /** Whether the user may be there at all stands at the head of the document; what else is asked may take a search. */
    @Override
    public boolean knows(EntitlementRequest request) {
        return request.permission() == Permission.LOGON;
    }

    /** Not to be cached: the user's next logon may bring a document. */
    private EntitlementDecision nobodyThere() {
        return new Denied(
                Validity.notCached(),
                Explanation.of("there is no document of this user in the store '" + storeName + "'"));
    }

    @Override
    public void reset() {
        store.reset();
    }

    @Override
    public void resetUser(String userName) {
        store.resetUser(userName);
    }

    @Override
    public void close() {
        closed = true;
        store.leave(services);
    }
}
