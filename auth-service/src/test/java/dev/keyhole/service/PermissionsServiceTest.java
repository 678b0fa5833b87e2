package dev.keyhole.service;

import static dev.keyhole.service.Running.DOCUMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see, over real connections. */
class PermissionsServiceTest {

    @TempDir
    Path folder;

    private Running service;

    @BeforeEach
    void start() throws IOException {
        service = new Running(folder)
                .user("falken", "joshua")
                .user("mckittrick", "norad")
                .document("falken.json", DOCUMENT)
                .document("mckittrick.json", "{\"logon\":false}")
                .start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/permissions/falken", "/permissions/falken.json"})
    void usersGetTheirDocumentAsItStands(String path) {
        HttpResponse<String> answer = service.get(path, "falken", "joshua");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(DOCUMENT);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void withoutCredentialsTheServiceAsksForThem() {
        HttpResponse<String> answer = service.get("/permissions/falken");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValue("Basic realm=\"Keyhole\", charset=\"UTF-8\"");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.body()).isEqualTo("{\"status\":401,\"error\":\"user name and password are needed\"}\n");
    }

    @ParameterizedTest
    @CsvSource({"falken,wrong", "falken,''", "nobody,joshua", "Falken,joshua", "falken,'joshua '", "mckittrick,joshua"})
    void wrongCredentialsAreRefusedAlike(String user, String password) {
        HttpResponse<String> answer = service.get("/permissions/" + user, user, password);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(service.get("/permissions/falken").body());
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic !",
                "Basic Zm9v", // foo, without a colon
                "Basic Ompvc2h1YQ==", // no user name
                "Basic /zpq", // not UTF-8
                "Basic ZmFsa2VuOmpvc2gKdWE=", // a line feed
                "Bearer ZmFsa2VuOmpvc2h1YQ==",
                "ZmFsa2VuOmpvc2h1YQ=="
            })
    void whatIsntBasicIsAskedForCredentialsAgain(String header) {
        assertThat(Running.send(service.request("/permissions/falken").header("Authorization", header))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theSchemeIsReadInAnyCase() {
        String header = Running.basic("falken", "joshua").replace("Basic", "bASIC");
        assertThat(Running.send(service.request("/permissions/falken").header("Authorization", header))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void twoAuthorizationsAreNone() {
        String right = Running.basic("falken", "joshua");
        assertThat(Running.send(service.request("/permissions/falken")
                                .header("Authorization", right)
                                .header("Authorization", right))
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mckittrick", "mckittrick.json", "nobody", "Falken", "falken.json.json", "falken.JSON"})
    void nobodyGetsTheDocumentOfAnother(String other) {
        HttpResponse<String> answer = service.get("/permissions/" + other, "falken", "joshua");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("logon");
    }

    @Test
    void aUserWithoutADocumentGetsNone() throws IOException {
        service.user("jennifer", "mack");
        assertThat(service.get("/permissions/jennifer", "jennifer", "mack").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/permissions", "/permissions/", "/permissions/falken/", "/permissions/falken/x", "/x"})
    void thereIsNothingElse(String path) {
        assertThat(service.get(path, "falken", "joshua").statusCode()).isEqualTo(404);
    }

    @Test
    void headSaysTheSameWithoutTheDocument() {
        HttpResponse<String> answer = Running.send(service.request("/permissions/falken")
                .method("HEAD", BodyPublishers.noBody())
                .header("Authorization", Running.basic("falken", "joshua")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("ETag")).isPresent();
        assertThat(Running.send(service.request("/permissions/falken").method("HEAD", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
    void otherMethodsArentServed(String method) throws IOException {
        String answer = service.raw(method + " /permissions/falken HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: " + Running.basic("falken", "joshua") + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 405 ").containsIgnoringCase("\r\nAllow: GET, HEAD\r\n");
        assertThat(answer).doesNotContain("logon");
    }

    @Test
    void anUnchangedDocumentIsntSentTwice() throws IOException {
        String tag = service.get("/permissions/falken", "falken", "joshua")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        for (String known : new String[] {tag, "W/" + tag, "\"x\", " + tag, "*"}) {
            HttpResponse<String> answer = Running.send(service.request("/permissions/falken")
                    .header("Authorization", Running.basic("falken", "joshua"))
                    .header("If-None-Match", known));
            assertThat(answer.statusCode()).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("ETag")).hasValue(tag);
        }
        assertThat(Running.send(service.request("/permissions/falken")
                                .header("Authorization", Running.basic("falken", "wrong"))
                                .header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(401);
        service.document("falken.json", "{\"logon\":false}");
        assertThat(Running.send(service.request("/permissions/falken")
                                .header("Authorization", Running.basic("falken", "joshua"))
                                .header("If-None-Match", tag))
                        .body())
                .isEqualTo("{\"logon\":false}");
    }

    @Test
    void healthIsForAnybodyAndTellsNothing() {
        HttpResponse<String> answer = service.get("/health");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"up\"}\n");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void aConnectionServesManyRequestsEachOnItsOwnCredentials() throws IOException {
        String request = "GET /permissions/falken HTTP/1.1\r\nHost: x\r\n";
        String right = "Authorization: " + Running.basic("falken", "joshua") + "\r\n";
        String answers = service.raw((request + right + "\r\n").repeat(3) + request + "\r\n" + request + right
                + "Connection: close\r\n\r\n");
        assertThat(answers.split("HTTP/1.1 "))
                .hasSize(6)
                .satisfies(all -> assertThat(all[3]).startsWith("200 "))
                .satisfies(all -> assertThat(all[4]).startsWith("401 "))
                .satisfies(all -> assertThat(all[5]).startsWith("200 "));
    }

    @Test
    void itStopsListeningWhenClosed() {
        service.close();
        service.close();
        assertThatThrownBy(() -> service.get("/health")).hasCauseInstanceOf(ConnectException.class);
    }
}
