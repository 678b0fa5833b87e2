package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** {@code /openapi.json}, the description of the service for programs, and {@code /openapi}, the same for people. */
final class OpenApiRoutes implements RouteGroup {

    /** Nothing may be loaded, run or sent from the page, and nobody may show it inside another one. */
    private static final String POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final List<String> METHODS = List.of("get", "put", "delete", "post");

    private final byte[] json;
    private final String page;

    OpenApiRoutes() {
        this.json = read();
        this.page = page(Json.readObject(json));
    }

    private static byte[] read() {
        try (InputStream in = Objects.requireNonNull(
                OpenApiRoutes.class.getResourceAsStream("openapi.json"), "the description is part of the program")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void addTo(RoutesConfig routes, Parts parts) {
        routes.get("/openapi.json", this::description);
        routes.head("/openapi.json", this::description);
        routes.get("/openapi", this::page);
        routes.head("/openapi", this::page);
    }

    private void description(Context context) {
        RequestBody.refuse(context);
        context.contentType("application/json").result(json);
    }

    private void page(Context context) {
        RequestBody.refuse(context);
        context.header("Content-Security-Policy", POLICY);
        context.header("Referrer-Policy", "no-referrer");
        context.contentType("text/html; charset=utf-8").result(page.getBytes(UTF_8));
    }

    private static String page(Map<String, Object> description) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">");
        Map<?, ?> info = map(at(description, "info"));
        html.append("<title>").append(text(at(info, "title"))).append("</title></head>\n<body>\n<h1>");
        html.append(text(at(info, "title"))).append("</h1>\n<p>").append(text(at(info, "description")));
        html.append("</p>\n<p><a href=\"/openapi.json\">openapi.json</a></p>\n");
        map(at(description, "paths")).forEach((path, item) -> path(html, text(path), map(item)));
        return html.append("</body>\n</html>\n").toString();
    }

    private static void path(StringBuilder html, String path, Map<?, ?> item) {
        html.append("<h2>").append(path).append("</h2>\n<dl>\n");
        for (String method : METHODS) {
            if (item.containsKey(method)) {
                Map<?, ?> operation = map(at(item, method));
                html.append("<dt><b>").append(method.toUpperCase(Locale.ROOT)).append("</b> ");
                html.append(text(at(operation, "summary"))).append("</dt>\n<dd>");
                if (operation.containsKey("description")) {
                    html.append(text(at(operation, "description"))).append("<br>");
                }
                html.append("Answers: ")
                        .append(text(String.join(
                                ", ",
                                map(at(operation, "responses")).keySet().stream()
                                        .map(String::valueOf)
                                        .toList())));
                html.append("</dd>\n");
            }
        }
        html.append("</dl>\n");
    }

    private static Object at(Map<?, ?> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static String text(Object value) {
        return String.valueOf(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
