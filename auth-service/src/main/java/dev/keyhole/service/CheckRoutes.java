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
    private static final String NONE = "{\"ok\":null}\n";
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
                context -> answer(context, decisions.everything(required(fields(context), "username"))));
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
            answer(context, Answer.NO);
            return;
        }
        passwords.verify(
                context,
                user,
                password.get(),
                () -> answer(context, decisions.logOn(user)),
                () -> answer(context, decisions.wrongPassword(user)));
    }

    private void acl(Context context) {
        RequestFields fields = fields(context);
        String user = required(fields, "username");
        String topic = required(fields, "topic");
        Answer answer =
                switch (required(fields, "acc")) {
                    case "1" -> decisions.topic(user, Permission.READ, topic);
                    case "2" -> decisions.topic(user, Permission.WRITE, topic);
                    case "3" ->
                        decisions
                                .topic(user, Permission.READ, topic)
                                .and(decisions.topic(user, Permission.WRITE, topic));
                    case "4" -> decisions.topics(user, Permission.READ, TopicFilter.mqtt(topic));
                    default -> throw new HttpResponseException(400, "");
                };
        answer(context, answer);
    }

    private void answer(Context context, Answer answer) {
        context.status(status(answer));
        if (answers == CheckAnswers.TEXT) {
            context.contentType("text/plain").result(answer.isYes() ? "ok" : "denied");
        } else {
            context.contentType("application/json")
                    .result(
                            switch (answer) {
                                case YES -> YES;
                                case NO -> NO;
                                case NONE -> NONE;
                            });
        }
    }

    private int status(Answer answer) {
        return switch (answer) {
            case YES -> 200;
            case NO -> 403;
            // Who reads the status takes every 2xx for a yes, and who reads JSON every other one for a no.
            case NONE -> answers == CheckAnswers.STATUS ? 501 : 200;
        };
    }
}
