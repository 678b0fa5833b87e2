package dev.keyhole.service;

import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Secret;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What RabbitMQ's {@code rabbitmq_auth_backend_http} asks for, by GET or POST: {@code /auth/user}, {@code /auth/vhost},
 * {@code /auth/resource} and {@code /auth/topic}. The answer is always 200, with {@code allow} or {@code deny} in it.
 *
 * <p>Routing keys are topics, in the slash form. Virtual hosts, exchanges, queues and tags are admin paths: {@code
 * /rabbitmq/exchanges/NAME} and the like. Thread-safe.
 */
final class RabbitRoutes implements RouteGroup {

    private static final String DEFAULT_VHOST = "/";
    private static final String ROOT = "/rabbitmq/";
    private static final List<String> TAGS = List.of("administrator", "monitoring", "policymaker", "management");

    /** Names that RabbitMQ made up itself; nobody can guess them. */
    private static final String GENERATED = "amq.gen-";

    private static final String MQTT_QUEUE = "mqtt-subscription-";

    private final Decisions decisions;
    private final AllowedPeers allowed;
    private final Set<String> topicExchanges;

    /** @param topicExchanges those for which RabbitMQ checks each routing key */
    RabbitRoutes(Decisions decisions, AllowedPeers allowed, Set<String> topicExchanges) {
        this.decisions = decisions;
        this.allowed = allowed;
        this.topicExchanges = topicExchanges;
    }

    @Override
    public void addTo(RoutesConfig routes, Parts parts) {
        add(routes, "/auth/user", context -> user(context, parts.passwords()));
        add(routes, "/auth/vhost", context -> check(context, this::vhost));
        add(routes, "/auth/resource", context -> check(context, this::resource));
        add(routes, "/auth/topic", context -> check(context, this::topic));
    }

    private void add(RoutesConfig routes, String path, Handler handler) {
        Handler guarded = context -> {
            if (!allowed.refuse(context)) {
                handler.handle(context);
            }
        };
        routes.get(path, guarded);
        routes.post(path, guarded);
    }

    private void user(Context context, PasswordCheck passwords) {
        RequestFields fields = RequestFields.of(context);
        String user = required(fields, "username");
        Optional<Secret> password = fields.secret("password");
        if (user.isEmpty() || password.isEmpty()) {
            answer(context, "deny");
            return;
        }
        passwords.verify(
                context,
                user,
                password.get(),
                () -> answer(context, decisions.logOn(user).isYes() ? allowWithTags(user) : "deny"),
                () -> answer(context, "deny"));
    }

    private String allowWithTags(String user) {
        return TAGS.stream()
                .filter(tag -> decisions
                        .admin(user, Permission.WRITE, ROOT + "tags/" + tag)
                        .isYes())
                .collect(Collectors.joining(" ", "allow ", ""))
                .strip();
    }

    private static void check(Context context, Predicate<RequestFields> question) {
        RequestFields fields = RequestFields.of(context);
        AccessLog.claimed(context.req(), required(fields, "username"));
        answer(context, question.test(fields) ? "allow" : "deny");
    }

    private boolean vhost(RequestFields fields) {
        String user = required(fields, "username");
        String vhost = required(fields, "vhost");
        return decisions.logOn(user).isYes()
                && (vhost.equals(DEFAULT_VHOST)
                        || decisions
                                .admin(user, Permission.READ, vhostPath(vhost))
                                .isYes());
    }

    private boolean resource(RequestFields fields) {
        String kind = required(fields, "resource");
        String name = required(fields, "name");
        return switch (kind) {
            case "exchange" -> exchange(fields, name);
            case "queue" -> queue(fields, name);
            default -> false;
        };
    }

    private boolean exchange(RequestFields fields, String name) {
        String permission = required(fields, "permission");
        boolean checkedByKey = topicExchanges.contains(name) && !permission.equals("configure");
        return checkedByKey ? vhost(fields) : path(fields, "exchanges", name, permission);
    }

    private boolean queue(RequestFields fields, String name) {
        boolean own = name.startsWith(GENERATED)
                || fields.text("client_id")
                        .filter(id -> isOfMqttClient(name, id))
                        .isPresent();
        return own ? vhost(fields) : path(fields, "queues", name, required(fields, "permission"));
    }

    private static boolean isOfMqttClient(String queue, String clientId) {
        return queue.equals(MQTT_QUEUE + clientId + "qos0") || queue.equals(MQTT_QUEUE + clientId + "qos1");
    }

    private boolean path(RequestFields fields, String kind, String name, String permission) {
        String user = required(fields, "username");
        String vhost = required(fields, "vhost");
        String above = vhost.equals(DEFAULT_VHOST) ? ROOT : vhostPath(vhost) + "/";
        String path = above + kind + "/" + segment(name);
        return switch (permission) {
            case "read" -> decisions.admin(user, Permission.READ, path).isYes();
            case "write" -> decisions.admin(user, Permission.WRITE, path).isYes();
            case "configure" ->
                decisions.admin(user, Permission.WRITE, path + "/configure").isYes();
            default -> false;
        };
    }

    private boolean topic(RequestFields fields) {
        String user = required(fields, "username");
        String key = required(fields, "routing_key");
        return switch (required(fields, "permission")) {
            case "write" ->
                decisions
                        .topic(user, Permission.WRITE, TopicFilter.slashes(key))
                        .isYes();
            case "read" ->
                decisions
                        .topics(user, Permission.READ, TopicFilter.bindingKey(key))
                        .isYes();
            default -> false;
        };
    }

    private static String vhostPath(String vhost) {
        return ROOT + "vhosts/" + segment(vhost);
    }

    /** So that no name reads as a path of two. */
    private static String segment(String name) {
        return name.replace("%", "%25").replace("/", "%2F");
    }

    private static String required(RequestFields fields, String name) {
        return fields.text(name).orElseThrow(() -> new HttpResponseException(400, ""));
    }

    private static void answer(Context context, String text) {
        context.contentType("text/plain").result(text);
    }
}
