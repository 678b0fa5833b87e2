package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the service says what there is, and nothing else. */
class OpenApiTest {

    @TempDir
    Path folder;

    private Running service;

    @BeforeEach
    void start() throws Exception {
        service = new Running(folder, builder -> builder.administration(true)).start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Map<String, Object> description() {
        return Json.readObject(service.get("/openapi.json").body().getBytes(UTF_8));
    }

    /** What is registered, but for the wildcard that stands for administration, and for what is only there when switched on. */
    private static Set<String> routes() {
        Set<String> routes = AdministrationPaths.all(PasswordSettings.USUAL::keep, 1).stream()
                .map(route -> route.method() + " " + Administrator.ROOT + route.template())
                .collect(Collectors.toCollection(TreeSet::new));
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            List.of(
                            new PermissionsHandler(),
                            new StatusRoutes(new Metrics(() -> 0), new AllowedPeers(List.of())),
                            new OpenApiRoutes())
                    .forEach(group -> add(group, config.routes));
        });
        javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .filter(parsed -> !parsed.endpoint.method.equals(io.javalin.http.HandlerType.HEAD))
                .forEach(parsed -> routes.add(parsed.endpoint.method.name() + " " + parsed.endpoint.path));
        return routes;
    }

    @SuppressWarnings("NullAway") // nothing is asked here
    private static void add(RouteGroup group, io.javalin.config.RoutesConfig routes) {
        group.addTo(routes, null);
    }

    @Test
    void everyRouteIsDescribedAndNoOther() {
        Set<String> described = new TreeSet<>();
        ((Map<?, ?>) description().get("paths")).forEach((path, item) -> ((Map<?, ?>) item)
                .keySet().stream()
                        .map(String::valueOf)
                        .filter(method -> !method.equals("parameters"))
                        .forEach(method -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path)));
        assertThat(described).isEqualTo(routes());
    }

    @Test
    void whatItRefersToIsThere() {
        Map<String, Object> description = description();
        assertThat(description.get("openapi")).isEqualTo("3.1.0");
        List<String> references = Pattern.compile("\"\\$ref\": \"#/([^\"]+)\"")
                .matcher(service.get("/openapi.json").body())
                .results()
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .toList();
        assertThat(references).isNotEmpty();
        for (String reference : references) {
            Object place = description;
            for (String name : reference.split("/")) {
                place = ((Map<?, ?>) place).get(name);
                assertThat(place).as(reference).isNotNull();
            }
        }
    }

    @Test
    void operationsHaveNamesOfTheirOwnAndAllParametersOfTheirPaths() {
        Set<Object> names = new TreeSet<>();
        ((Map<?, ?>) description().get("paths")).forEach((path, item) -> {
            Map<?, ?> operations = (Map<?, ?>) item;
            Set<Object> parameters = parameters(operations.get("parameters"));
            Set<Object> expected = Stream.of(String.valueOf(path).split("/"))
                    .filter(segment -> segment.startsWith("{"))
                    .map(segment -> segment.substring(1, segment.length() - 1))
                    .collect(Collectors.toSet());
            assertThat(parameters).as("%s", path).isEqualTo(expected);
            operations.forEach((method, operation) -> {
                if (!method.equals("parameters")) {
                    Map<?, ?> described = (Map<?, ?>) operation;
                    assertThat(names.add(described.get("operationId")))
                            .as("%s", described)
                            .isTrue();
                    assertThat((Map<?, ?>) described.get("responses")).isNotEmpty();
                }
            });
        });
    }

    private static Set<Object> parameters(Object list) {
        return list == null
                ? Set.of()
                : ((List<?>) list)
                        .stream()
                                .map(parameter -> ((Map<?, ?>) parameter).get("name"))
                                .collect(Collectors.toSet());
    }

    @Test
    void thePageLoadsNothingAndRunsNothing() {
        HttpResponse<String> page = service.get("/openapi");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'");
        assertThat(page.body())
                .contains("/administration/users/{name}/document")
                .doesNotContain("<script")
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("style=");
    }

    @Test
    void itIsThereWithAdministrationOnly() throws Exception {
        try (Running without = new Running(folder.resolve("without")).start()) {
            assertThat(without.get("/openapi.json").statusCode()).isEqualTo(404);
            assertThat(without.get("/administration/users").statusCode()).isEqualTo(404);
        }
    }
}
