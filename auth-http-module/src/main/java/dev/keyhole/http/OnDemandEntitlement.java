package dev.keyhole.http;

import dev.keyhole.http.RequestMaker.Made;
import dev.keyhole.http.client.InFlight;
import dev.keyhole.http.client.WebRequest;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementDecision.Denied;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.Validity;

/** Entitlement without authentication: a user's document is fetched at the first check. */
final class OnDemandEntitlement implements EntitlementContext {

    private final RequestSettings settings;
    private final RequestMaker requests;
    private final DocumentsOnDemand documents;
    private final DocumentFetcher fetcher;
    private final InFlight calls;
    private final PatternLog patterns;
    private final Runnable closing;

    /**
     * @param calls the requests that {@code fetcher} makes
     * @param closing what else to do at the end
     */
    OnDemandEntitlement(
            RequestSettings settings,
            DocumentsOnDemand documents,
            DocumentFetcher fetcher,
            InFlight calls,
            PatternLog patterns,
            Runnable closing) {
        this.settings = settings;
        this.requests = new RequestMaker(settings);
        this.documents = documents;
        this.fetcher = fetcher;
        this.calls = calls;
        this.patterns = patterns;
        this.closing = closing;
    }

    @Override
    public KeyScope keyScope() {
        return KeyScope.USER;
    }

    @Override
    public EntitlementDecision check(EntitlementRequest request) throws InterruptedException {
        calls.check();
        String userName = request.identity().userName();
        if (userName.isEmpty() && !settings.acceptsEmptyName()) {
            return denied("a user without a name has no document");
        }
        Made made = requests.make(request.connection(), LogonRequest.explicit(userName, Secret.empty()));
        if (made instanceof Made.Refused refused) {
            return denied(refused.why());
        }
        WebRequest web = ((Made.Request) made).request();
        Fetched fetched = documents.get(userName, () -> fetcher.fetchOpenly(web));
        if (fetched instanceof Fetched.Refused refused) {
            return denied(refused.detail());
        }
        return patterns.watch(
                request,
                ((Fetched.Document) fetched)
                        .content()
                        .decide(request.permission(), request.resource(), request.operation()));
    }

    /** Not to be cached: the next try may bring a document. */
    private static EntitlementDecision denied(String detail) {
        return new Denied(Validity.notCached(), Explanation.of(detail));
    }

    @Override
    public void joined(ConnectionInfo connection, Identity identity) {
        documents.connected(identity.userName());
    }

    @Override
    public void left(ConnectionInfo connection, Identity identity) {
        documents.disconnected(identity.userName());
    }

    @Override
    public void reset() {
        documents.reset();
    }

    @Override
    public void resetUser(String userName) {
        documents.resetUser(userName);
    }

    @Override
    public void close() {
        calls.close();
        closing.run();
    }
}
