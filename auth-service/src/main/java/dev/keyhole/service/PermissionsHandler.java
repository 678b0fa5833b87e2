package dev.keyhole.service;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Answers {@code GET /permissions/USER} and {@code /permissions/USER.json}, each to that user alone. Thread-safe. */
final class PermissionsHandler implements RouteGroup {

    /** Below it comes one segment. */
    static final String PATH = "/permissions/";

    @Override
    public void addTo(RoutesConfig routes, Parts parts) {
        routes.get(PATH + "{user}", context -> handle(context, parts));
        routes.head(PATH + "{user}", context -> handle(context, parts));
    }

    private static void handle(Context context, Parts parts) {
        RequestBody.refuse(context);
        parts.callers().identify(context, user -> serve(context, parts.store(), user));
    }

    /** What is looked up is the name that was proved, never the path: the path can only agree with it. */
    private static void serve(Context context, Store store, String user) {
        String path = context.req().getRequestURI();
        Optional<String> asked =
                path.startsWith(PATH) ? PathSegment.decode(path.substring(PATH.length())) : Optional.empty();
        boolean own = asked.filter(name -> name.equals(user) || name.equals(user + ".json"))
                .isPresent();
        if (!own) {
            Answers.error(context, 403, "this document belongs to somebody else");
            return;
        }
        store.document(user)
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
