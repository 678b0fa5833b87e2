package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks of single permissions, in each way that plug-ins of brokers make them. */
class CheckRoutesTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String TRADER = "{\"logon\":true,\"topic\":["
            + "{\"topic\":\"desk/fx/secret\",\"read\":false},"
            + "{\"topic\":\"desk/eu\",\"read\":\"/region = 'EU'\"},"
            + "{\"topic\":\"^desk/fx/\",\"read\":true,\"write\":true},"
            + "{\"topic\":\"^news/\",\"read\":true}],"
            + "\"admin\":[{\"topic\":\"^/rabbitmq/queues/orders\",\"read\":true,\"write\":true},"
            + "{\"topic\":\"/rabbitmq/vhosts/trading\",\"read\":true},"
            + "{\"topic\":\"/rabbitmq/tags/monitoring\",\"write\":true}]}";
    private static final String ROOT = "{\"logon\":true,\"topic\":[{\"topic\":\".*\",\"read\":true,\"write\":true}]}";

    @TempDir
    Path folder;

    private Running service;

    private void start(UnaryOperator<PermissionsServiceBuilder> settings) throws IOException {
        service = new Running(folder, builder -> settings.apply(builder.checksFrom(List.of("127.0.0.1"))))
                .user("falken", "joshua")
                .user("root", "joshua")
                .user("out", "joshua")
                .user("paperless", "joshua")
                .document("falken.json", TRADER)
                .document("root.json", ROOT)
                .document("out.json", "{\"logon\":false}")
                .start();
    }

    @AfterEach
    void close() {
        service.close();
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String json(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":\"" + field.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private HttpResponse<String> ask(String method, String mode, String path, Map<String, String> fields) {
        HttpRequest.Builder request;
        if (mode.equals("QUERY")) {
            request = service.request(path + "?" + form(fields)).method(method, BodyPublishers.noBody());
        } else if (mode.equals("FORM")) {
            request = service.request(path)
                    .header("Content-Type", FORM)
                    .method(method, BodyPublishers.ofString(form(fields)));
        } else {
            request = service.request(path)
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(json(fields)));
        }
        return Running.send(request);
    }

    private String rabbit(String path, String... fields) {
        Map<String, String> map = new java.util.LinkedHashMap<>(Map.of("username", "falken", "vhost", "/"));
        for (int i = 0; i < fields.length; i += 2) {
            map.put(fields[i], fields[i + 1]);
        }
        return ask("POST", "FORM", path, map).body();
    }

    private int acl(String user, String topic, String acc) {
        return ask("POST", "JSON", "/acl", Map.of("username", user, "client_id", "c", "topic", topic, "acc", acc))
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource({"GET,JSON", "POST,JSON", "PUT,JSON", "POST,FORM", "PUT,FORM", "GET,QUERY"})
    void aPasswordIsCheckedInEveryMode(String method, String mode) throws IOException {
        start(builder -> builder);

        HttpResponse<String> right =
                ask(method, mode, "/user", Map.of("username", "falken", "password", "joshua", "client_id", "c"));
        HttpResponse<String> wrong =
                ask(method, mode, "/user", Map.of("username", "falken", "password", "wrong", "client_id", "c"));

        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.body()).isEqualTo("{\"ok\":true}\n");
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(wrong.body()).isEqualTo("{\"ok\":false,\"error\":\"denied\"}\n");
    }

    @ParameterizedTest
    @CsvSource({"nobody,joshua", "out,joshua", "paperless,joshua", "falken,''", "'',''"})
    void whoMayNotLogOnIsDenied(String user, String password) throws IOException {
        start(builder -> builder);

        assertThat(ask("POST", "FORM", "/user", Map.of("username", user, "password", password))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void readersOfTextGetText() throws IOException {
        start(builder -> builder.checkAnswers(CheckAnswers.TEXT));

        assertThat(ask("POST", "FORM", "/user", Map.of("username", "falken", "password", "joshua"))
                        .body())
                .isEqualTo("ok");
        assertThat(ask("POST", "FORM", "/user", Map.of("username", "falken", "password", "no"))
                        .body())
                .isEqualTo("denied");
    }

    @ParameterizedTest
    @CsvSource({
        "desk/fx/spot,1,200",
        "desk/fx/spot,2,200",
        "desk/fx/spot,3,200",
        "desk/fx/spot,4,200",
        "desk/fx/secret,1,403",
        "news/today,1,200",
        "news/today,2,403",
        "news/today,3,403",
        "desk/eu,1,403",
        "other,1,403",
        "news/#,4,403",
        "news/+,4,200",
        "news/a/#,4,200",
        "news/a/+/b,4,200",
        "$share/group/news/a/#,4,200",
        "desk/fx/#,4,403",
        "desk/fx/a/#,4,200",
        "#,4,403",
        "+/fx,4,403",
        "desk/fx/spot,5,400",
        "desk/fx/spot,'',400"
    })
    void theDocumentDecidesAboutTopics(String topic, String acc, int status) throws IOException {
        start(builder -> builder);

        // 'news/#' matches the topic 'news' too, which isn't granted by '^news/'.
        assertThat(acl("falken", topic, acc)).isEqualTo(status);
    }

    @Test
    void aSuperuserIsWhoMayDoEverything() throws IOException {
        start(builder -> builder);

        assertThat(ask("GET", "QUERY", "/superuser", Map.of("username", "root")).statusCode())
                .isEqualTo(200);
        assertThat(ask("GET", "QUERY", "/superuser", Map.of("username", "falken"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(acl("root", "#", "4")).isEqualTo(200);
    }

    @Test
    void whatIsMissingOrTwiceIsABadRequest() throws IOException {
        start(builder -> builder);

        assertThat(ask("POST", "FORM", "/acl", Map.of("username", "falken", "acc", "1"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(Running.send(service.request("/acl?username=falken&username=root&topic=x&acc=1"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void otherHostsMayNotAsk() throws IOException {
        start(builder -> builder.checksFrom(List.of("192.0.2.1")));

        assertThat(acl("falken", "desk/fx/spot", "1")).isEqualTo(403);
        assertThat(rabbit("/auth/user", "password", "joshua")).contains("this host may not ask");
    }

    @Test
    void withoutAHostThatMayAskThereAreNoSuchPaths() throws IOException {
        start(builder -> builder.checksFrom(List.of()));

        assertThat(acl("falken", "desk/fx/spot", "1")).isEqualTo(404);
    }

    @Test
    void rabbitIsAnsweredWithTheUsersTags() throws IOException {
        start(builder -> builder);

        assertThat(rabbit("/auth/user", "password", "joshua")).isEqualTo("allow monitoring");
        assertThat(rabbit("/auth/user", "username", "root", "password", "joshua"))
                .isEqualTo("allow");
        assertThat(rabbit("/auth/user", "password", "wrong")).isEqualTo("deny");
        assertThat(rabbit("/auth/user", "username", "out", "password", "joshua"))
                .isEqualTo("deny");
        assertThat(rabbit("/auth/user")).isEqualTo("deny");
        assertThat(ask("GET", "QUERY", "/auth/user", Map.of("username", "root", "password", "joshua"))
                        .body())
                .isEqualTo("allow");
    }

    @ParameterizedTest
    @CsvSource({"/,allow", "trading,allow", "other,deny", "trading/x,deny", "'',deny"})
    void rabbitsVirtualHostsButTheDefaultNeedAnEntry(String vhost, String answer) throws IOException {
        start(builder -> builder);

        assertThat(rabbit("/auth/vhost", "vhost", vhost)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "exchange,amq.topic,write,allow",
        "exchange,amq.topic,read,allow",
        "exchange,amq.topic,configure,deny",
        "exchange,amq.default,write,deny",
        "exchange,orders,write,deny",
        "queue,orders,read,allow",
        "queue,orders,write,allow",
        "queue,orders,configure,allow",
        "queue,others,read,deny",
        "queue,amq.gen-XyZ,configure,allow",
        "queue,mqtt-subscription-c1qos1,read,allow",
        "queue,mqtt-subscription-c2qos1,read,deny",
        "queue,orders,delete,deny",
        "topic,amq.topic,write,deny"
    })
    void rabbitsExchangesAndQueuesAreAdminPaths(String kind, String name, String permission, String answer)
            throws IOException {
        start(builder -> builder);

        assertThat(rabbit(
                        "/auth/resource", "resource", kind, "name", name, "permission", permission, "client_id", "c1"))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "desk.fx.spot,write,allow",
        "desk.fx.spot,read,allow",
        "desk.fx.secret,read,deny",
        "news.today,write,deny",
        "news.today,read,allow",
        "news.a.#,read,allow",
        "news.*.b,read,allow",
        "news.#,read,deny",
        "desk.fx.#,read,deny",
        "#,read,deny",
        "desk.fx.spot,configure,deny"
    })
    void rabbitsRoutingKeysAreTopics(String key, String permission, String answer) throws IOException {
        start(builder -> builder);

        assertThat(rabbit(
                        "/auth/topic",
                        "resource",
                        "topic",
                        "name",
                        "amq.topic",
                        "permission",
                        permission,
                        "routing_key",
                        key))
                .isEqualTo(answer);
    }
}
