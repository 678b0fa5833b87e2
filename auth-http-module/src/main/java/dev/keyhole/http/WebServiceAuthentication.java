package dev.keyhole.http;

import dev.keyhole.spi.AttachmentKey;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ContextServices;
import dev.keyhole.spi.Identity;
import java.time.Duration;
import java.util.Optional;

/** A use of the module for authentication: a logon is a request for the user's document. */
final class WebServiceAuthentication implements AuthenticationContext {

    static final AttachmentKey<DocumentStore.Lease> LEASE = AttachmentKey.of(DocumentStore.Lease.class);

    private final RequestSettings settings;
    private final RequestMaker requests;
    private final Optional<Duration> maxDocumentAge;
    private final Optional<LogonKeys> staleIfError;
    private final DocumentStore store;
    private final ContextServices services;
    private final DocumentFetcher fetcher;
    private final InFlight calls;

    /**
     * @param maxDocumentAge age at which a kept document is compared; empty for never
     * @param staleIfError what proves that a logon was accepted before; empty if that doesn't count
     * @param calls the requests that {@code fetcher} makes
     */
    WebServiceAuthentication(
            RequestSettings settings,
            Optional<Duration> maxDocumentAge,
            Optional<LogonKeys> staleIfError,
            DocumentStore store,
            ContextServices services,
            DocumentFetcher fetcher,
            InFlight calls) {
        this.settings = settings;
        this.requests = new RequestMaker(settings);
        this.maxDocumentAge = maxDocumentAge;
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

    Optional<LogonKeys> staleIfError() {
        return staleIfError;
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
