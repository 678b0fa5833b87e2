package dev.keyhole.service;

import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Secret;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.util.Optional;

/**
 * Checks of single permissions, as plug-ins of several brokers make them: {@code /user}, {@code /superuser} and {@code
 * /acl}, by GET, POST or PUT, with a JSON body, a form or a query. Thread-safe.
 */
final class CheckRoutes implements RouteGroup {

    private static final String YES = "{\"ok\":true}\n";
    private static final String NO = "{\"ok\":false,\"error\":\"denied\"}\n";

    private final Decisions decisions;
    private final AllowedPeers allowed;
    private final CheckAnswers answers;

    CheckRoutes(Decisions decisions, AllowedPeers allowed, CheckAnswers answers) {
        this.decisions = decisions;
        this.allowed = allowed;
        this.answers = answers;
    }

    @Override
    public void addTo(RoutesConfig routes, Parts parts) {
        add(routes, "/user", context -> user(context, parts.passwords()));
        add(
                routes,
                "/superuser",
                context -> answer(context, decisions.mayEverything(required(fields(context), "username"))));
        add(routes, "/acl", this::acl);
    }

    private void add(RoutesConfig routes, String path, Handler handler) {
        Handler guarded = context -> {
            if (!allowed.refuse(context)) {
                handler.handle(context);
            }
        };
        routes.get(path, guarded);
        routes.post(path, guarded);
        routes.put(path, guarded);
    }

    private static RequestFields fields(Context context) {
        RequestFields fields = RequestFields.of(context);
        fields.text("username").ifPresent(user -> AccessLog.claimed(context.req(), user));
        return fields;
    }

    private static String required(RequestFields fields, String name) {
        return fields.text(name).orElseThrow(() -> new HttpResponseException(400, ""));
    }

    private void user(Context context, PasswordCheck passwords) {
        RequestFields fields = fields(context);
        String user = required(fields, "username");
        Optional<Secret> password = fields.secret("password");
        if (user.isEmpty() || password.isEmpty()) {
            answer(context, false);
            return;
        }
        passwords.verify(
                context,
                user,
                password.get(),
                () -> answer(context, decisions.mayLogOn(user)),
                () -> answer(context, false));
    }

    private void acl(Context context) {
        RequestFields fields = fields(context);
        String user = required(fields, "username");
        String topic = required(fields, "topic");
        boolean granted =
                switch (required(fields, "acc")) {
                    case "1" -> decisions.mayTopic(user, Permission.READ, topic);
                    case "2" -> decisions.mayTopic(user, Permission.WRITE, topic);
                    case "3" ->
                        decisions.mayTopic(user, Permission.READ, topic)
                                && decisions.mayTopic(user, Permission.WRITE, topic);
                    case "4" -> decisions.mayTopics(user, Permission.READ, TopicFilter.mqtt(topic));
                    default -> throw new HttpResponseException(400, "");
                };
        answer(context, granted);
    }

    private void answer(Context context, boolean granted) {
        context.status(granted ? 200 : 403);
        switch (answers) {
            case JSON -> context.contentType("application/json").result(granted ? YES : NO);
            case TEXT -> context.contentType("text/plain").result(granted ? "ok" : "denied");
        }
    }
}
