package dev.keyhole.service;

import dev.keyhole.service.Administration.Actor;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users, groups, documents and the audit, for those whose own document grants it. What a path names is found in the path as
 * it was sent, each segment decoded once: no name can be taken for two segments, or for another name. Thread-safe.
 */
final class AdministrationRoutes implements RouteGroup {

    /** Those who wait for the store take threads that logons need. */
    private static final int AT_ONE_TIME = 8;

    private static final Logger log = LoggerFactory.getLogger("dev.keyhole.service.administration");

    private final Ledger ledger;
    private final Forwarders forwarders;
    private final List<AdministrationRoute> routes;
    private final Semaphore places = new Semaphore(AT_ONE_TIME);

    AdministrationRoutes(Ledger ledger, Forwarders forwarders, List<AdministrationRoute> routes) {
        this.ledger = ledger;
        this.forwarders = forwarders;
        this.routes = List.copyOf(routes);
    }

    @Override
    public void addTo(RoutesConfig config, Parts parts) {
        String all = Administrator.ROOT + "/*";
        config.get(all, context -> handle(context, parts));
        config.head(all, context -> handle(context, parts));
        config.put(all, context -> handle(context, parts));
        config.delete(all, context -> handle(context, parts));
        // Which aren't served anywhere here, but are told what is.
        config.post(all, context -> handle(context, parts));
        config.patch(all, context -> handle(context, parts));
    }

    private void handle(Context context, Parts parts) {
        try {
            context.header("Cross-Origin-Resource-Policy", "same-origin");
            CrossSite.refuse(context);
            List<String> segments = segments(context);
            AdministrationRoute route = route(context, segments);
            Map<String, String> query = query(context, route.query());
            String resource = resource(segments);
            Map<String, String> parameters = route.match(segments).orElseThrow();
            if (!route.method().equals("PUT")) {
                RequestBody.refuse(context);
            }
            parts.callers().identify(context, user -> {
                Actor actor = new Actor(user, forwarders.client(context.req()).getHostAddress());
                run(context, route, new AdministrationCall(context, actor, resource, parameters, query, ledger));
            });
        } catch (Refusal refusal) {
            send(context, refusal);
        }
    }

    private void run(Context context, AdministrationRoute route, AdministrationCall call) {
        if (!places.tryAcquire()) {
            context.header("Retry-After", "1");
            Answers.error(context, 503, "too many changes are being made");
            return;
        }
        try {
            route.action().apply(call).send(context);
        } catch (Refusal refusal) {
            if (refusal.status() == 403) {
                log.warn(
                        "user={} from={} was refused {} {}: {}",
                        AccessLog.clean(call.actor().name()),
                        call.actor().address(),
                        route.method(),
                        AccessLog.clean(call.resource()),
                        refusal.getMessage());
            }
            send(context, refusal);
        } catch (HttpResponseException e) {
            send(context, new Refusal(e.getStatus(), "the body is too large, or can't be read"));
        } catch (StoreUnavailableException e) {
            Answers.error(context, 503, "the store can't be asked now");
        } finally {
            places.release();
        }
    }

    private static void send(Context context, Refusal refusal) {
        context.status(refusal.status()).contentType("application/json").result(Json.line(refusal.body()));
    }

    private static List<String> segments(Context context) {
        String path = context.req().getRequestURI();
        if (!path.startsWith(Administrator.ROOT + "/")) {
            throw new HttpResponseException(404, "");
        }
        return Arrays.stream(path.substring(Administrator.ROOT.length() + 1).split("/", -1))
                .map(segment -> PathSegment.decode(segment).orElseThrow(() -> new HttpResponseException(400, "")))
                .toList();
    }

    /** What an entry of {@code admin} names: the path, with only those characters encoded that would make it another. */
    static String resource(List<String> segments) {
        return Administrator.ROOT
                + segments.stream()
                        .map(name -> "/" + name.replace("%", "%25").replace("/", "%2F"))
                        .collect(Collectors.joining());
    }

    private AdministrationRoute route(Context context, List<String> segments) {
        List<AdministrationRoute> there = routes.stream()
                .filter(route -> route.match(segments).isPresent())
                .toList();
        if (there.isEmpty()) {
            throw new HttpResponseException(404, "");
        }
        String method = context.req().getMethod();
        String wanted = method.equals("HEAD") ? "GET" : method;
        return there.stream()
                .filter(route -> route.method().equals(wanted))
                .findFirst()
                .orElseThrow(() -> {
                    Set<String> methods = there.stream()
                            .flatMap(route ->
                                    Stream.of(route.method(), route.method().equals("GET") ? "HEAD" : ""))
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.toCollection(TreeSet::new));
                    return new HttpResponseException(405, "", Map.of("availableMethods", String.join(", ", methods)));
                });
    }

    private static Map<String, String> query(Context context, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        String all = Optional.ofNullable(context.req().getQueryString()).orElse("");
        for (String pair : all.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            Optional<String> value =
                    PathSegment.decode(pair.substring(equals + 1).replace("+", "%20"));
            if (pair.isEmpty()) {
                continue;
            }
            if (!known.contains(name)) {
                throw new Refusal(400, "'" + AccessLog.clean(name) + "' has no meaning here" + expected(known));
            }
            if (value.isEmpty() || values.putIfAbsent(name, value.get()) != null) {
                throw new Refusal(
                        400, "'" + AccessLog.clean(name) + "' is given twice, or isn't encoded as it should be");
            }
        }
        return values;
    }

    private static String expected(Set<String> known) {
        return known.isEmpty() ? "" : "; there is " + String.join(", ", new TreeSet<>(known));
    }
}
