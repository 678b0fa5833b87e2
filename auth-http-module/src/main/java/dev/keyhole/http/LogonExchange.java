package dev.keyhole.http;

import dev.keyhole.http.DocumentFetcher.Question;
import dev.keyhole.http.RequestMaker.Made;
import dev.keyhole.http.client.Characters;
import dev.keyhole.http.client.ServiceDownException;
import dev.keyhole.http.client.WebRequest;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RejectionReason;
import java.util.Optional;

/** One logon: a question made of the templates, and what the answer means for it. */
final class LogonExchange implements AuthenticationExchange {

    /** A reset while a document was on its way makes it worthless; so often it is asked for again. */
    private static final int TRIES_AFTER_RESET = 3;

    private final WebServiceAuthentication context;
    private final ConnectionInfo connection;

    LogonExchange(WebServiceAuthentication context, ConnectionInfo connection) {
        this.context = context;
        this.connection = connection;
    }

    @Override
    public AuthenticationResult respond(LogonRequest request) throws InterruptedException {
        context.checkOpen();
        if (request.userName().isEmpty() && !context.settings().acceptsEmptyName()) {
            return request.kind() == LogonRequest.Kind.IMPLICIT
                    ? new Rejected(RejectionReason.LOGON_REQUIRED, "a logon is required")
                    : new Rejected(RejectionReason.USER_NAME_REQUIRED, "a user name is required");
        }
        if (Characters.hasControlOrLoneSurrogate(request.userName())) {
            return malformed("the user name holds a control character, or half of a character");
        }
        Optional<Credentials> shown = Credentials.of(request);
        if (shown.isEmpty()) {
            return malformed("the password holds a control character, or isn't UTF-8");
        }
        try (Credentials credentials = shown.get()) {
            return ask(request, credentials);
        }
    }

    private AuthenticationResult ask(LogonRequest request, Credentials credentials) throws InterruptedException {
        Made made = context.requests().make(connection, request);
        if (made instanceof Made.Refused refused) {
            return malformed(refused.why());
        }
        WebRequest web = ((Made.Request) made).request();
        Question question = new Question(
                web,
                credentials,
                context.settings().passwordInHeaders(),
                context.settings().authorizationInHeaders());
        Optional<String> proof = context.proof(web, credentials);
        try {
            return logOn(request, question, proof);
        } catch (ServiceDownException e) {
            return proof.flatMap(context.store()::keepBy)
                    .map(lease -> {
                        context.meters().stale(lease.userName(), String.valueOf(e.getMessage()));
                        return bind(lease);
                    })
                    .orElseThrow(() -> e);
        }
    }

    private AuthenticationResult logOn(LogonRequest request, Question question, Optional<String> proof)
            throws InterruptedException {
        for (int i = 0; i < TRIES_AFTER_RESET; i++) {
            long resets = context.store().resets();
            Fetched fetched = context.fetcher().fetch(question);
            if (fetched instanceof Fetched.Refused refused) {
                proof.ifPresent(context.store()::disprove);
                return new Rejected(refused.reason(), refused.detail());
            }
            PermissionsDocument document = ((Fetched.Document) fetched).content();
            if (document.forbidsLogon(connection.kind())) {
                return forbidden();
            }
            Optional<AuthenticationResult> result = context.store()
                    .keep(boundName(request, document), document, context.maxDocumentAge(), resets, connection)
                    .map(lease -> {
                        proof.ifPresent(lease::prove);
                        return bind(lease);
                    });
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new ModuleUnavailableException("there was a reset each time while the document was on its way");
    }

    private static String boundName(LogonRequest request, PermissionsDocument document) {
        String userName = document.userName().orElse(request.userName());
        if (userName.isEmpty()) {
            throw new ModuleUnavailableException(
                    "the document has no 'user_name', which it needs for a logon without a user name");
        }
        return userName;
    }

    private AuthenticationResult bind(DocumentStore.Lease lease) {
        if (lease.document().forbidsLogon(connection.kind())) {
            lease.close();
            return forbidden();
        }
        return WebServiceAuthentication.accept(lease);
    }

    private static Rejected forbidden() {
        return new Rejected(
                RejectionReason.NOT_PERMITTED, "the user's document forbids the logon of this kind of connection");
    }

    private static Rejected malformed(String detail) {
        return new Rejected(RejectionReason.MALFORMED_REQUEST, detail);
    }
}
