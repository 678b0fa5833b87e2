package dev.keyhole.http;

import dev.keyhole.http.client.InFlight;
import dev.keyhole.http.client.WebRequest;
import dev.keyhole.spi.AttachmentKey;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.ContextServices;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import java.time.Duration;
import java.util.Optional;

/** A use of the module for authentication: a logon is a request for the user's document. */
final class WebServiceAuthentication implements AuthenticationContext {

    static final AttachmentKey<DocumentStore.Lease> LEASE = AttachmentKey.of(DocumentStore.Lease.class);

    private final RequestSettings settings;
    private final RequestMaker requests;
    private final Optional<Duration> maxDocumentAge;
    private final LogonKeys keys;
    private final LogonMeters meters;
    private final boolean staleIfError;
    private final DocumentStore store;
    private final ContextServices services;
    private final DocumentFetcher fetcher;
    private final InFlight calls;

    /**
     * @param maxDocumentAge age at which a kept document is compared; empty for never
     * @param keys tells logons that show the same credentials
     * @param staleIfError whether a logon that was accepted before counts while the service is down
     * @param calls the requests that {@code fetcher} makes
     */
    WebServiceAuthentication(
            RequestSettings settings,
            Optional<Duration> maxDocumentAge,
            LogonKeys keys,
            LogonMeters meters,
            boolean staleIfError,
            DocumentStore store,
            ContextServices services,
            DocumentFetcher fetcher,
            InFlight calls) {
        this.settings = settings;
        this.requests = new RequestMaker(settings);
        this.maxDocumentAge = maxDocumentAge;
        this.keys = keys;
        this.meters = meters;
        this.staleIfError = staleIfError;
        this.store = store;
        this.services = services;
        this.fetcher = fetcher;
        this.calls = calls;
        store.join(services);
    }

    RequestSettings settings() {
        return settings;
    }

    RequestMaker requests() {
        return requests;
    }

    Optional<Duration> maxDocumentAge() {
        return maxDocumentAge;
    }

    /** What proves later that this logon was accepted; empty if that doesn't count. */
    Optional<String> proof(WebRequest request, Credentials credentials) {
        return staleIfError ? Optional.of(keys.of(settings.uri(), request.headers(), credentials)) : Optional.empty();
    }

    LogonMeters meters() {
        return meters;
    }

    DocumentStore store() {
        return store;
    }

    DocumentFetcher fetcher() {
        return fetcher;
    }

    /**
     * @throws dev.keyhole.spi.ModuleUnavailableException if the context is closed
     */
    void checkOpen() {
        calls.check();
    }

    @Override
    public AuthenticationExchange begin(ConnectionInfo connection) {
        return new LogonExchange(this, connection);
    }

    /** What makes two logons the same: what is asked, and the kind of connection, as a document may forbid one kind. */
    private record Key(String logon, ConnectionKind kind) {}

    @Override
    public Optional<Object> sharingKey(ConnectionInfo connection, LogonRequest request) {
        if (request.userName().isEmpty() && !settings.acceptsEmptyName()) {
            return Optional.empty();
        }
        return Credentials.of(request).flatMap(shown -> {
            try (Credentials credentials = shown) {
                return requests.headers(connection, request)
                        .map(headers -> new Key(keys.of(settings.uri(), headers, credentials), connection.kind()));
            }
        });
    }

    @Override
    public Optional<AuthenticationResult> share(AuthenticationResult result, ConnectionInfo connection) {
        Optional<AuthenticationResult> shared = result instanceof Accepted accepted
                ? accepted.identity()
                        .attachment(LEASE)
                        .flatMap(DocumentStore.Lease::again)
                        .map(lease -> accept(lease))
                : Optional.of(result);
        if (shared.isPresent()) {
            meters.shared();
        }
        return shared;
    }

    /** Binds the name that a document is kept under, for as long as the lease. */
    static AuthenticationResult accept(DocumentStore.Lease lease) {
        return new Accepted(Identity.of(lease.userName()).with(LEASE, lease));
    }

    @Override
    public void released(ConnectionInfo connection, Identity identity) {
        identity.attachment(LEASE).ifPresent(DocumentStore.Lease::close);
    }

    @Override
    public void resetUser(String userName) {
        store.resetUser(userName);
    }

    @Override
    public void close() {
        calls.close();
        store.leave(services);
    }
}
