package dev.keyhole.http;

import dev.keyhole.http.DocumentFetcher.Question;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RejectionReason;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

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
        if (request.userName().isEmpty() && !context.acceptsEmptyName()) {
            return request.kind() == LogonRequest.Kind.IMPLICIT
                    ? new Rejected(RejectionReason.LOGON_REQUIRED, "a logon is required")
                    : new Rejected(RejectionReason.USER_NAME_REQUIRED, "a user name is required");
        }
        if (Characters.hasControlOrLoneSurrogate(request.userName())) {
            return malformed("the user name holds a control character, or half of a character");
        }
        Optional<char[]> password = decode(request);
        if (password.isEmpty()) {
            return malformed("the password holds a control character, or isn't UTF-8");
        }
        try (Credentials credentials = new Credentials(request.userName(), password.get())) {
            return ask(request, credentials);
        }
    }

    private AuthenticationResult ask(LogonRequest request, Credentials credentials) throws InterruptedException {
        RequestSettings settings = context.settings();
        Expansion target = settings.uri().target(request.userName());
        if (target instanceof Expansion.Refused refused) {
            return malformed(refused.why());
        }
        List<Header> headers = new ArrayList<>();
        for (HeaderTemplate template : settings.headers()) {
            Expansion value = template.expand(connection, request);
            if (value instanceof Expansion.Refused refused) {
                return malformed(refused.why());
            }
            headers.add(new BasicHeader(template.name(), ((Expansion.Text) value).value()));
        }
        WebRequest web = new WebRequest(
                settings.uri().host(),
                URI.create(settings.uri().base() + ((Expansion.Text) target).value()),
                headers,
                Optional.empty(),
                settings.timeout(),
                settings.maxDocumentSize());
        return logOn(
                request,
                new Question(
                        web,
                        credentials,
                        settings.headers().stream().anyMatch(HeaderTemplate::carriesPassword),
                        settings.headers().stream().anyMatch(HeaderTemplate::isAuthorization)));
    }

    private AuthenticationResult logOn(LogonRequest request, Question question) throws InterruptedException {
        for (int i = 0; i < TRIES_AFTER_RESET; i++) {
            long resets = context.store().resets();
            Fetched fetched = context.fetcher().fetch(question);
            if (fetched instanceof Fetched.Refused refused) {
                return new Rejected(refused.reason(), refused.detail());
            }
            Optional<AuthenticationResult> result = bind(request, ((Fetched.Document) fetched).content(), resets);
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new ModuleUnavailableException("there was a reset each time while the document was on its way");
    }

    /** Empty if there was a reset meanwhile. */
    private Optional<AuthenticationResult> bind(LogonRequest request, PermissionsDocument document, long resets) {
        String userName = document.userName().orElse(request.userName());
        if (userName.isEmpty()) {
            throw new ModuleUnavailableException(
                    "the document has no 'user_name', which it needs for a logon without a user name");
        }
        if (document.forbidsLogon(connection.kind())) {
            return Optional.of(forbidden());
        }
        return context.store()
                .keep(userName, document, context.maxDocumentAge(), resets)
                .map(lease -> {
                    if (lease.document().forbidsLogon(connection.kind())) {
                        lease.close();
                        return forbidden();
                    }
                    return new Accepted(Identity.of(userName).with(WebServiceAuthentication.LEASE, lease));
                });
    }

    private static Rejected forbidden() {
        return new Rejected(
                RejectionReason.NOT_PERMITTED, "the user's document forbids the logon of this kind of connection");
    }

    private static Rejected malformed(String detail) {
        return new Rejected(RejectionReason.MALFORMED_REQUEST, detail);
    }

    /** The password as text; empty if it can't be sent as what it is. */
    private static Optional<char[]> decode(LogonRequest request) {
        byte[] bytes = request.secret().toBytes();
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            char[] text = new char[decoded.remaining()];
            decoded.get(text);
            Arrays.fill(decoded.array(), '\0');
            if (Characters.hasControlOrLoneSurrogate(CharBuffer.wrap(text))) {
                Arrays.fill(text, '\0');
                return Optional.empty();
            }
            return Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
