package dev.keyhole.service;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code /health} for anybody, and {@code /metrics} for those who may ask. */
final class StatusRoutes implements RouteGroup {

    private final Metrics metrics;
    private final AllowedPeers allowed;

    /** @param allowed who may have the metrics */
    StatusRoutes(Metrics metrics, AllowedPeers allowed) {
        this.metrics = metrics;
        this.allowed = allowed;
    }

    @Override
    public void addTo(RoutesConfig routes, Parts parts) {
        routes.get("/health", context -> health(context, parts.store()));
        routes.head("/health", context -> health(context, parts.store()));
        routes.get("/metrics", context -> metrics(context, parts.store()));
        routes.head("/metrics", context -> metrics(context, parts.store()));
    }

    private static void health(Context context, Store store) {
        RequestBody.refuse(context);
        boolean up = store.problems().isEmpty();
        context.status(up ? 200 : 503)
                .contentType("application/json")
                .result("{\"status\":\"" + (up ? "up" : "down") + "\"}\n");
    }

    private void metrics(Context context, Store store) {
        RequestBody.refuse(context);
        if (allowed.refuse(context)) {
            return;
        }
        context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(metrics.text(store.problems().isEmpty()));
    }
}
