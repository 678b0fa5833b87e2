package dev.keyhole.it;

import static dev.keyhole.it.WebServiceHost.option;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Decision;
import dev.keyhole.host.LogonOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web-service module before Apache httpd: static documents behind {@code mod_auth_digest}, which knows MD5. */
class HttpdIT {

    @TempDir
    private Path folder;

    @BeforeEach
    void documents() throws Exception {
        Files.createDirectories(folder.resolve("documents"));
        Files.writeString(
                folder.resolve("documents/falken.json"),
                "{\"logon\": true, \"topic\": [{\"topic\": \"a\", \"read\": true}]}");
        Files.writeString(
                folder.resolve("documents/lightman.json"),
                "{\"logon\": true, \"topic\": [{\"topic\": \"b\", \"read\": true}]}");
        Files.writeString(
                folder.resolve("passwords"),
                line("falken", "joshua") + line("lightman", "pencil") + line("nodocument", "x"));
    }

    private static String line(String user, String password) throws Exception {
        String start = user + ":keyhole:";
        byte[] hash = MessageDigest.getInstance("MD5").digest((start + password).getBytes(UTF_8));
        return start + HexFormat.of().formatHex(hash) + "\n";
    }

    private WebServiceHost host(String base, String more) throws IOException {
        return new WebServiceHost(folder, option("ResourceURI", base + "/permissions/{{USER_NAME}}.json") + more);
    }

    @Test
    void usersAreLetInByDigestWithOneRequestEach() throws Exception {
        try (WebServer httpd = WebServer.httpd(folder, 300, "");
                WebServiceHost host = host("http://127.0.0.1:" + httpd.port(), "")) {
            assertThat(host.read("falken", "joshua", "a")).isEqualTo(Decision.Outcome.GRANTED);
            assertThat(host.read("falken", "joshua", "b")).isEqualTo(Decision.Outcome.DENIED);
            assertThat(host.read("lightman", "pencil", "b")).isEqualTo(Decision.Outcome.GRANTED);
            assertThat(host.logOn("falken", "pencil")).isInstanceOf(LogonOutcome.Refused.class);
            assertThat(host.logOn("nobody", "joshua")).isInstanceOf(LogonOutcome.Refused.class);
            assertThat(host.logOn("nodocument", "x")).isInstanceOf(LogonOutcome.Refused.class);

            await().untilAsserted(() -> assertThat(httpd.requests()).isEqualTo(7));
        }
    }

    /** httpd names the next nonce shortly before the present one ends. */
    @Test
    void aNonceThatEndsInUseCostsNoRequestMore() throws Exception {
        try (WebServer httpd = WebServer.httpd(folder, 1, "");
                WebServiceHost host = host("http://127.0.0.1:" + httpd.port(), "")) {
            long logons = 0;
            long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            while (System.nanoTime() < end) {
                assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
                logons++;
            }
            long all = logons;
            await().untilAsserted(() -> assertThat(httpd.requests()).isBetween(all + 1, all + 4));
        }
    }

    @Test
    void aNonceThatEndedUnusedCostsOneRequestMoreAndNoLogon() throws Exception {
        try (WebServer httpd = WebServer.httpd(folder, 1, "");
                WebServiceHost host = host("http://127.0.0.1:" + httpd.port(), "")) {
            assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
            long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            await().until(() -> System.nanoTime() > end);

            assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);

            await().untilAsserted(() -> assertThat(httpd.requests()).isEqualTo(4));
        }
    }

    @Test
    void aServerThatForgotEveryNonceIsAskedAnew() throws Exception {
        try (WebServer httpd = WebServer.httpd(folder, 300, "");
                WebServiceHost host = host("http://127.0.0.1:" + httpd.port(), "")) {
            assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
            httpd.restart();
            assertThat(host.logOn("falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
        }
    }

    @Test
    void digestGoesOverTlsToo() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority");
        Path server = authority.issue("server", "-ext", "san=dns:localhost");
        String tls = "SSLEngine on\nSSLCertificateFile " + server + "\nSSLCertificateKeyFile " + authority.key("server")
                + "\nSSLSessionCache none\n";
        try (WebServer httpd = WebServer.httpd(folder, 300, tls);
                WebServiceHost host =
                        host("https://localhost:" + httpd.port(), option("CAKey", authority.certificate()))) {
            assertThat(host.read("falken", "joshua", "a")).isEqualTo(Decision.Outcome.GRANTED);
            assertThat(host.logOn("falken", "wrong")).isInstanceOf(LogonOutcome.Refused.class);
        }
    }
}
