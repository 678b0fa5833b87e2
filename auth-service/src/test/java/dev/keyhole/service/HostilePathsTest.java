package dev.keyhole.service;

import static dev.keyhole.service.Running.DOCUMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and paths made to reach what they shouldn't, byte for byte as a client may send them. */
class HostilePathsTest {

    private static final String SECRET = "{\"admin\":[{\"topic\":\".*\",\"read\":true}]}";

    @TempDir
    Path folder;

    private Running service;

    @BeforeEach
    void start() throws IOException {
        service = new Running(folder)
                .user("falken", "joshua")
                .document("falken.json", DOCUMENT)
                .document("mckittrick.json", SECRET)
                .document("groups/generals.json", SECRET);
        Running.write(folder.resolve("outside.json"), SECRET);
        service.start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    /** Each with the status that it gets. */
    @ParameterizedTest
    @CsvSource({
        "/permissions/../permissions/mckittrick,400",
        "/permissions/..%2fmckittrick,403",
        "/permissions/%2e%2e/outside,400",
        "/permissions/%2e%2e%2foutside,403",
        "/permissions/..%5coutside,403",
        "/permissions/..\\outside,400",
        "/permissions/falken%2f..%2fmckittrick,403",
        "/permissions/falken/../mckittrick,400",
        "/permissions/falken%00,400",
        "/permissions/falken%00.json,400",
        "/permissions/mckittrick%00,400",
        "/permissions/mckittrick;falken,403",
        "/permissions/falken;x=1,403",
        "/permissions//falken,400",
        "//permissions/falken,400",
        "/./permissions/falken,400",
        "/permissions/./falken,400",
        "/permissions/%66alken%zz,400",
        "/permissions/%c0%ae%c0%ae%c0%afoutside,400",
        "/permissions/%u0066alken,400",
        "/permissions/%252e%252e%252foutside,403",
        "/permissions/groups%2fgenerals,403",
        "/permissions/groups/generals,404",
        "/permissions/mckittrick%2ejson,403",
        "/permissions/mckittrick?user=falken,403",
        "/permissions/mckittrick#/permissions/falken,400",
        "http://x/permissions/mckittrick,403",
        "/Permissions/falken,404",
        "permissions/falken,400",
        "*,400",
    })
    void aPathReachesNothingButItsOwnersDocument(String path, int status) throws IOException {
        String answer = service.rawGet(path, "falken", "joshua");
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .doesNotContain("admin")
                .doesNotContain("logon");
        assertThat(answer).containsIgnoringCase("\r\nContent-Type: application/json\r\n");
        assertThat(answer).containsIgnoringCase("\r\nCache-Control: no-store\r\n");
        assertThat(answer).doesNotContainIgnoringCase("jetty").doesNotContainIgnoringCase("exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/permissions/%66alken",
                "/permissions/falken%2Ejson",
                "/permissions/falken?x=/../mckittrick",
                "http://x/permissions/falken"
            })
    void otherWritingsOfTheSamePathReachTheSameDocument(String path) throws IOException {
        assertThat(service.rawGet(path, "falken", "joshua"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith(DOCUMENT);
    }

    static String[] oddNames() {
        return new String[] {
            "a/b",
            "a\\b",
            "NORAD\\falken",
            "host/norad@WOPR",
            "..falken",
            "../outside",
            "../documents/mckittrick",
            "groups/generals",
            "mckittrick.json",
            "mckittrick%00",
            "MCKITTRICK",
            "50%",
            "a+b c",
            "?x=1",
            "a#b",
            "*",
            "~",
            "stephen.falken",
            "j\u00fcrgen",
            "\u0416\u8f66\ud83d\ude80",
            "a;b",
            "\"quoted\"",
            "con"
        };
    }

    /** Whoever makes such a user means it; the document is then the one under the encoded name, and no other. */
    @ParameterizedTest
    @MethodSource("oddNames")
    void anOddNameHasADocumentOfItsOwnAndReachesNoOther(String name) throws IOException {
        service.user(name, "secret");
        String path = "/permissions/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(service.get(path, name, "secret").statusCode()).isEqualTo(404);
        service.document(FileNames.encode(name) + ".json", "{\"logon\":false}");
        assertThat(service.get(path, name, "secret").body()).isEqualTo("{\"logon\":false}");
        assertThat(service.get(path + ".json", name, "secret").body()).isEqualTo("{\"logon\":false}");
        try (var files = Files.list(service.documents)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(file -> !file.matches("[ -~]+")))
                    .isEmpty();
        }
        assertThat(service.get("/permissions/falken", "falken", "joshua").body())
                .isEqualTo(DOCUMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void aNameOfDotsIsReachedWithTheSuffixOnly(String name) throws IOException {
        service.user(name, "secret").document("%2E" + name.substring(1) + ".json", "{\"logon\":false}");
        assertThat(service.rawGet("/permissions/" + name, name, "secret")).startsWith("HTTP/1.1 400 ");
        assertThat(service.rawGet("/permissions/" + name + ".json", name, "secret"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aHeaderThatIsTooLargeIsRefused() throws IOException {
        assertThat(service.raw("GET /health HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(service.raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000000", "Transfer-Encoding: chunked"})
    void aBodyIsRefusedUnread(String header) throws IOException {
        assertThat(service.raw("GET /permissions/falken HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health HTTP/1.1\r\n\r\n", // no host
                "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void aRequestThatCanBeReadInTwoWaysIsRefused(String request) throws IOException {
        assertThat(service.raw(request)).startsWith("HTTP/1.1 400 ").doesNotContainIgnoringCase("jetty");
    }
}
