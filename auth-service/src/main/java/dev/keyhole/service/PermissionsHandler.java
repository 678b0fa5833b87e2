package dev.keyhole.service;

import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Answers {@code GET /permissions/USER} and {@code /permissions/USER.json}, each to that user alone. Thread-safe. */
final class PermissionsHandler {

    /** Below it comes one segment. */
    static final String PATH = "/permissions/";

    private final PasswordVerifier verifier;
    private final DocumentStore documents;
    private final String challenge;
    private final Executor executor;

    /**
     * @param realm printable ASCII without quotes and backslashes
     * @param executor for what follows a verification
     */
    PermissionsHandler(PasswordVerifier verifier, DocumentStore documents, String realm, Executor executor) {
        this.verifier = verifier;
        this.documents = documents;
        this.challenge = "Basic realm=\"" + realm + "\", charset=\"UTF-8\"";
        this.executor = executor;
    }

    void handle(Context context) {
        Optional<BasicCredentials> credentials = credentials(context);
        if (credentials.isEmpty()) {
            refuse(context);
            return;
        }
        String user = credentials.get().user();
        AccessLog.claimed(context.req(), user);
        CompletableFuture<Verification> verification =
                verifier.verify(user, credentials.get().password());
        if (verification.isDone()) {
            answer(context, user, verification.join());
        } else {
            // Not on the thread that verifies passwords: this one reads files and waits for slow clients.
            context.future(() -> verification.thenAcceptAsync(outcome -> answer(context, user, outcome), executor));
        }
    }

    private static Optional<BasicCredentials> credentials(Context context) {
        List<String> headers = Collections.list(context.req().getHeaders("Authorization"));
        return headers.size() == 1 ? BasicCredentials.parse(headers.get(0)) : Optional.empty();
    }

    private void answer(Context context, String user, Verification verification) {
        switch (verification) {
            case ACCEPTED -> serve(context, user);
            case REJECTED -> refuse(context);
            case OVERLOADED -> {
                context.header("Retry-After", "1");
                Answers.error(context, 503, "too many logons are waiting");
            }
            case FAILED -> Answers.error(context, 503, "the password could not be verified");
        }
    }

    private void refuse(Context context) {
        context.header("WWW-Authenticate", challenge);
        Answers.error(context, 401, "user name and password are needed");
    }

    /** What is looked up is the name that was proved, never the path: the path can only agree with it. */
    private void serve(Context context, String user) {
        String path = context.req().getRequestURI();
        Optional<String> asked =
                path.startsWith(PATH) ? PathSegment.decode(path.substring(PATH.length())) : Optional.empty();
        boolean own = asked.filter(name -> name.equals(user) || name.equals(user + ".json"))
                .isPresent();
        if (!own) {
            Answers.error(context, 403, "this document belongs to somebody else");
            return;
        }
        documents
                .find(user)
                .<Runnable>match(
                        document -> () -> send(context, document),
                        () -> () -> Answers.error(context, 404, "there is no document for this user"),
                        () -> () -> Answers.error(context, 500, "the document can't be used"))
                .run();
    }

    private static void send(Context context, StoredDocument document) {
        context.header("ETag", document.entityTag());
        List<String> known = Collections.list(context.req().getHeaders("If-None-Match"));
        if (EntityTags.anyMatches(known, document.entityTag())) {
            context.status(304);
        } else {
            context.contentType("application/json").result(document.json());
        }
    }
}
