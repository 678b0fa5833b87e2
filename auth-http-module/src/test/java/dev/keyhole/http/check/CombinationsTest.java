package dev.keyhole.http.check;

import static dev.keyhole.http.check.CheckFixture.LAPTOP;
import static dev.keyhole.http.check.CheckFixture.at;
import static dev.keyhole.http.check.CheckFixture.check;
import static dev.keyhole.http.check.CheckFixture.logOn;
import static dev.keyhole.http.check.CheckFixture.question;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.http.check.CheckServer.Reply;
import dev.keyhole.http.check.CheckServer.Request;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to ask and every way to answer, with each request as the service sees it, byte for byte. */
class CombinationsTest {

    private static final String USER_JSON =
            "{\"username\":\"fälken \\\"5\\\"\",\"password\":\"jos/hua&x=1\",\"client_id\":\"laptop\"}";
    private static final String USER_FORM = "username=f%C3%A4lken+%225%22&password=jos%2Fhua%26x%3D1&client_id=laptop";
    private static final String TOPIC_JSON =
            "{\"username\":\"falken\",\"client_id\":\"laptop\",\"topic\":\"desk/fx\",\"acc\":2}";
    private static final String TOPIC_FORM = "username=falken&client_id=laptop&topic=desk%2Ffx&acc=2";
    private static final String SUPERUSER_JSON = "{\"username\":\"falken\"}";
    private static final String SUPERUSER_FORM = "username=falken";

    enum Outcome {
        GRANTED,
        DENIED,
        NO_OPINION
    }

    private final CheckFixture fixture = new CheckFixture();
    private final CheckServer server;

    CombinationsTest() throws IOException {
        server = new CheckServer(request -> Reply.status(599));
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        server.close();
    }

    static Stream<Arguments> combinations() {
        return Stream.of(RequestMethod.values()).flatMap(method -> Stream.of(ParamsMode.values())
                .flatMap(params -> Stream.of(ResponseMode.values()).flatMap(response -> Stream.of(Outcome.values())
                        .map(outcome -> Arguments.of(method, params, response, outcome)))));
    }

    private static Reply reply(ResponseMode response, Outcome outcome) {
        return switch (response) {
            case STATUS ->
                switch (outcome) {
                    case GRANTED -> Reply.status(204);
                    case DENIED -> Reply.status(403);
                    case NO_OPINION -> Reply.status(500);
                };
            case JSON ->
                switch (outcome) {
                    case GRANTED -> Reply.json("{\"Ok\": true}");
                    case DENIED -> Reply.json("{\"ok\": false, \"error\": \"not you\"}");
                    case NO_OPINION -> Reply.json("{\"hint\": 1}");
                };
            case TEXT ->
                switch (outcome) {
                    case GRANTED -> Reply.answer(200, "Ok");
                    case DENIED -> Reply.answer(200, "no");
                    case NO_OPINION -> Reply.answer(500, "ok");
                };
        };
    }

    /** There is no way not to have an opinion in a text. */
    private static Outcome expected(ResponseMode response, Outcome outcome) {
        return response == ResponseMode.TEXT && outcome == Outcome.NO_OPINION ? Outcome.DENIED : outcome;
    }

    private String[] options(RequestMethod method, ParamsMode params, ResponseMode response, String... more) {
        String[] modes = {
            "request_method", method.name(),
            "params_mode", params.name().toLowerCase(Locale.ROOT),
            "response_mode", response.name()
        };
        return at(server, Stream.concat(Stream.of(modes), Stream.of(more)).toArray(String[]::new));
    }

    /** The whole request as it has to be. */
    private String wire(
            RequestMethod method, ParamsMode params, ResponseMode response, String path, String json, String form) {
        boolean inQuery = method == RequestMethod.GET && params == ParamsMode.FORM;
        String body = inQuery ? "" : params == ParamsMode.JSON ? json : form;
        String entity = inQuery
                ? ""
                : "Content-Length: " + body.getBytes(UTF_8).length + "\r\n"
                        + "Content-Type: "
                        + (params == ParamsMode.JSON ? "application/json" : "application/x-www-form-urlencoded")
                        + "\r\n";
        return method + " " + path + (inQuery ? "?" + form : "") + " HTTP/1.1\r\n"
                + "User-Agent: amqtt\r\n"
                + "Accept: " + (response == ResponseMode.JSON ? "application/json" : "*/*") + "\r\n"
                + "Host: 127.0.0.1:" + server.port() + "\r\n"
                + "Accept-Encoding: identity\r\n"
                + entity
                + "Connection: keep-alive\r\n"
                + "\r\n"
                + body;
    }

    private List<String> recorded() {
        return server.requests().stream().map(CombinationsTest::text).toList();
    }

    private static String text(Request request) {
        return request.head() + request.body();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aLogonIsOneRequest(RequestMethod method, ParamsMode params, ResponseMode response, Outcome outcome) {
        server.handler(request -> reply(response, outcome));

        var users = fixture.users(options(method, params, response));
        Outcome ended = logOn(users, LAPTOP, LogonRequest.explicit("fälken \"5\"", Secret.of("jos/hua&x=1")))
                .match(
                        accepted -> {
                            assertThat(accepted.identity().userName()).isEqualTo("fälken \"5\"");
                            return Outcome.GRANTED;
                        },
                        rejected -> Outcome.DENIED,
                        challenge -> {
                            throw new AssertionError();
                        },
                        abstained -> Outcome.NO_OPINION);

        assertThat(ended).isEqualTo(expected(response, outcome));
        assertThat(recorded()).containsExactly(wire(method, params, response, "/user", USER_JSON, USER_FORM));
    }

    private Outcome publish(EntitlementContext topics) {
        return check(topics, question("falken", Resource.topic("desk/fx"), Permission.WRITE, Operation.PUBLISH))
                .match(granted -> Outcome.GRANTED, denied -> Outcome.DENIED, abstained -> Outcome.NO_OPINION);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aUseOfATopicIsOneRequest(RequestMethod method, ParamsMode params, ResponseMode response, Outcome outcome) {
        server.handler(request -> reply(response, outcome));

        Outcome ended = publish(fixture.topics(options(method, params, response)));

        assertThat(ended).isEqualTo(expected(response, outcome));
        assertThat(recorded()).containsExactly(wire(method, params, response, "/acl", TOPIC_JSON, TOPIC_FORM));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aSuperuserIsAskedForFirst(RequestMethod method, ParamsMode params, ResponseMode response, Outcome outcome) {
        server.handler(request -> request.path().equals("/su") ? reply(response, outcome) : Reply.status(403));

        Outcome ended = publish(fixture.topics(options(method, params, response, "superuser_uri", "/su")));

        String first = wire(method, params, response, "/su", SUPERUSER_JSON, SUPERUSER_FORM);
        String second = wire(method, params, response, "/acl", TOPIC_JSON, TOPIC_FORM);
        if (outcome == Outcome.GRANTED) {
            assertThat(ended).isEqualTo(Outcome.GRANTED);
            assertThat(recorded()).containsExactly(first);
        } else {
            assertThat(ended).isEqualTo(Outcome.DENIED);
            assertThat(recorded()).containsExactly(first, second);
        }
    }
}
