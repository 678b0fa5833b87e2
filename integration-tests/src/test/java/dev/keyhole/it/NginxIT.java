package dev.keyhole.it;

import static dev.keyhole.it.WebServiceHost.option;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.host.Decision;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The web-service module before nginx: static documents behind {@code auth_basic}. */
class NginxIT {

    private static final String FALKEN = "{\"logon\": true, \"topic\": [{\"topic\": \"a\", \"read\": true}]}";
    private static final String LIGHTMAN = "{\"logon\": true, \"topic\": [{\"topic\": \"b\", \"read\": true}]}";

    @TempDir
    private Path folder;

    @BeforeEach
    void documents() throws IOException {
        Files.createDirectories(folder.resolve("documents"));
        Files.writeString(folder.resolve("documents/falken.json"), FALKEN);
        Files.writeString(folder.resolve("documents/lightman.json"), LIGHTMAN);
        Files.writeString(folder.resolve("documents/j\u00fcrgen m.json"), LIGHTMAN);
        Files.writeString(folder.resolve("documents/broken.json"), "{\"logon\": ");
        Files.writeString(
                folder.resolve("passwords"),
                "falken:{PLAIN}joshua\nlightman:{PLAIN}pencil\nj\u00fcrgen m:{PLAIN}sch\u00f6n\n"
                        + "nodocument:{PLAIN}x\nbroken:{PLAIN}x\nx/../falken:{PLAIN}x\n../documents/falken:{PLAIN}x\n"
                        + "/falken:{PLAIN}x\n");
    }

    private static String uri(WebServer server) {
        return option("ResourceURI", "http://127.0.0.1:" + server.port() + "/permissions/{{USER_NAME}}.json");
    }

    @Test
    void usersAreLetInByTheirPasswordsAndGoByTheirDocuments() throws Exception {
        try (WebServer nginx = WebServer.nginx(folder, ";");
                WebServiceHost host = new WebServiceHost(folder, uri(nginx))) {
            assertThat(host.read("falken", "joshua", "a")).isEqualTo(Decision.Outcome.GRANTED);
            assertThat(host.read("falken", "joshua", "b")).isEqualTo(Decision.Outcome.DENIED);
            assertThat(host.read("lightman", "pencil", "b")).isEqualTo(Decision.Outcome.GRANTED);
            assertThat(host.read("j\u00fcrgen m", "sch\u00f6n", "b")).isEqualTo(Decision.Outcome.GRANTED);
            assertRefused(host.logOn("falken", "pencil"));
            assertRefused(host.logOn("nobody", "joshua"));
            assertRefused(host.logOn("nodocument", "x"));
            assertThat(host.logOn("broken", "x")).isInstanceOf(LogonOutcome.Unavailable.class);

            assertThat(nginx.requests())
                    .as("one a logon, and one for the first contact")
                    .isEqualTo(9);
        }
    }

    private static void assertRefused(LogonOutcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(LogonOutcome.Refused.class, refused -> assertThat(refused.reason())
                .isEqualTo(LogonRefusal.BAD_CREDENTIALS));
    }

    /** nginx decodes a slash, and then resolves what it finds. */
    @ParameterizedTest
    @ValueSource(strings = {"x/../falken", "../documents/falken", "/falken"})
    void aNameThatWouldReachAnothersDocumentIsNotSent(String name) throws Exception {
        try (WebServer nginx = WebServer.nginx(folder, ";");
                WebServiceHost host = new WebServiceHost(folder, uri(nginx))) {
            assertThat(host.logOn(name, "x"))
                    .isInstanceOfSatisfying(LogonOutcome.Refused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(LogonRefusal.MALFORMED_REQUEST));
            assertThat(nginx.requests()).isZero();
        }
    }

    @Test
    void documentsThatAreGivenToAnybodyLetNobodyIn() throws Exception {
        try (WebServer nginx = WebServer.nginx(folder, "; location /open/ { alias " + folder + "/documents/; }");
                WebServiceHost host = new WebServiceHost(
                        folder,
                        option("ResourceURI", "http://127.0.0.1:" + nginx.port() + "/open/{{USER_NAME}}.json"))) {
            assertThat(host.logOn("falken", "joshua"))
                    .isInstanceOfSatisfying(
                            LogonOutcome.Unavailable.class,
                            unavailable -> assertThat(unavailable.detail()).contains("does not ask for credentials"));
        }
    }

    @Test
    void aServerThatIsAwayIsUnavailableAndBackWhenItIsBack() throws Exception {
        try (WebServer nginx = WebServer.nginx(folder, ";");
                WebServiceHost host = new WebServiceHost(folder, uri(nginx))) {
            assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
            nginx.restart();
            assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
            nginx.stop();
            for (int i = 0; i < 10; i++) {
                assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Unavailable.class);
            }
            nginx.restart();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> host.logOn("falken", "joshua") instanceof LogonOutcome.Accepted);
        }
    }

    @Test
    void overTlsAServerIsKnownByItsAuthorityAndKnowsUsByOurCertificate() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority");
        TestAuthority stranger = new TestAuthority(folder, "stranger");
        Path server = authority.issue("server", "-ext", "san=dns:localhost");
        Path client = authority.issue("client", "-ext", "eku=clientAuth");
        String tls = "ssl; ssl_certificate " + server + "; ssl_certificate_key " + authority.key("server")
                + "; ssl_client_certificate " + authority.certificate() + "; ssl_verify_client on;";
        try (WebServer nginx = WebServer.nginx(folder, tls)) {
            String uri = option("ResourceURI", "https://localhost:" + nginx.port() + "/permissions/{{USER_NAME}}.json");
            String ours = option("Certificate", client) + option("Key", authority.key("client"));
            try (WebServiceHost host =
                    new WebServiceHost(folder, uri + ours + option("CAKey", authority.certificate()))) {
                assertThat(host.read("falken", "joshua", "a")).isEqualTo(Decision.Outcome.GRANTED);
                assertRefused(host.logOn("falken", "wrong"));
            }
            try (WebServiceHost host =
                    new WebServiceHost(folder, uri + ours + option("CAKey", stranger.certificate()))) {
                assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Unavailable.class);
            }
            long before = nginx.requests();
            try (WebServiceHost host = new WebServiceHost(
                    folder, uri.replace("localhost", "127.0.0.1") + ours + option("CAKey", authority.certificate()))) {
                assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Unavailable.class);
            }
            assertThat(nginx.requests()).isEqualTo(before);
            try (WebServiceHost host = new WebServiceHost(folder, uri + option("CAKey", authority.certificate()))) {
                assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Unavailable.class);
            }
        }
    }
}
