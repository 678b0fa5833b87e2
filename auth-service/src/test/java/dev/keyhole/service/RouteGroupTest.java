package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that are plugged in, and what is there for them. */
class RouteGroupTest {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final AtomicReference<Optional<String>> tokenUser = new AtomicReference<>(Optional.empty());
    private Running service;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        RouteGroup group = (routes, parts) -> {
            routes.post("/echo", context -> {
                RequestFields fields = RequestFields.of(context);
                context.result(fields.text("user").orElse("none") + " "
                        + fields.secret("password").isPresent());
            });
            routes.get(
                    "/echo",
                    context -> context.result(
                            RequestFields.of(context).text("user").orElse("none")));
            routes.get("/whoami", context -> parts.callers().identify(context, user -> context.result(user)));
        };
        service = new Running(folder, builder -> builder.routes(group).bearerTokens(token -> tokenUser.get()))
                .user("falken", "joshua")
                .document("falken.json", Running.DOCUMENT)
                .start();
    }

    @AfterEach
    void close() {
        service.close();
    }

    private HttpResponse<String> post(String type, String body) {
        return Running.send(
                service.request("/echo").header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> bearer(String path) {
        return Running.send(service.request(path).header("Authorization", "Bearer abc"));
    }

    @Test
    void fieldsComeAsJsonFormOrQuery() {
        assertThat(post(JSON, "{\"user\":\"j\u00fcrgen\",\"password\":\"x\",\"more\":{\"user\":1}}")
                        .body())
                .isEqualTo("j\u00fcrgen true");
        assertThat(post("application/json; charset=utf-8", "{\"user\":null}").body())
                .isEqualTo("none false");
        assertThat(post(FORM, "user=a+b%2Fc&password=").body()).isEqualTo("a b/c true");
        assertThat(service.get("/echo?user=j%C3%BCrgen").body()).isEqualTo("j\u00fcrgen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "{\"user\":1}x", "{\"user\":\"a\",\"user\":\"b\"}", "\"user\"", "nonsense"})
    void jsonThatIsNotOneObjectIsABadRequest(String body) {
        assertThat(post(JSON, body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user=a&user=b", "user=%zz", "user=%ff", "user=%"})
    void aFormThatCanBeReadInTwoWaysIsABadRequest(String body) {
        assertThat(post(FORM, body).statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyOfAnotherKindOrSizeIsRefused() {
        assertThat(post("text/plain", "user=a").statusCode()).isEqualTo(415);
        assertThat(post(FORM, "user=" + "a".repeat(RequestBody.SMALL)).statusCode())
                .isEqualTo(413);
        assertThat(post(FORM, "user=" + "a".repeat(RequestBody.SMALL - 5)).statusCode())
                .isEqualTo(200);
        assertThat(Running.send(service.request("/echo")
                                .header("Content-Type", FORM)
                                .POST(BodyPublishers.ofInputStream(
                                        () -> new java.io.ByteArrayInputStream(new byte[RequestBody.SMALL + 1]))))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void anotherMethodIsToldWhichOnesThereAre() {
        HttpResponse<String> answer = Running.send(service.request("/echo").DELETE());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow").orElse(""))
                .contains("POST")
                .contains("GET");
    }

    @Test
    void aTokenIsAsGoodAsAPassword() {
        tokenUser.set(Optional.of("falken"));

        assertThat(bearer("/whoami").body()).isEqualTo("falken");
        assertThat(bearer("/permissions/falken").body()).isEqualTo(Running.DOCUMENT);
        assertThat(bearer("/permissions/mckittrick").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"''", "mckittrick"})
    void aTokenThatIsNotValidOrWhoseUserIsGoneIsRefused(String user) {
        tokenUser.set(Optional.of(user).filter(name -> !name.isEmpty()));

        HttpResponse<String> answer = bearer("/whoami");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"Keyhole\", error=\"invalid_token\"");
    }

    @Test
    void whoComesWithNothingIsAskedForEither() {
        assertThat(service.get("/whoami").headers().allValues("WWW-Authenticate"))
                .containsExactly("Basic realm=\"Keyhole\", charset=\"UTF-8\"", "Bearer realm=\"Keyhole\"");
    }
}
