package dev.keyhole.http.check;

import static dev.keyhole.http.check.CheckFixture.grants;
import static dev.keyhole.http.check.CheckFixture.logOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.http.check.CheckServer.Reply;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.ModuleUnavailableException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The TLS options are those of the web-service module, and so is the code behind them: here is that they are used. */
class CheckTlsTest {

    private final CheckFixture fixture = new CheckFixture();
    private CheckServer server;

    @BeforeEach
    void start() throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = CheckTlsTest.class.getResourceAsStream("/tls/server.p12")) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = new CheckServer(
                request -> Reply.json("{\"ok\":true}"),
                context.getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        server.close();
    }

    private String[] options(String authority, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("host", "localhost", "port", Integer.toString(server.port())));
        all.addAll(List.of("with_tls", "true", "CAKey", file(authority)));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String file(String name) throws Exception {
        return Path.of(CheckTlsTest.class.getResource("/tls/" + name + ".pem").toURI())
                .toString();
    }

    @Test
    void aServerWhoseAuthorityIsBelievedIsAsked() throws Exception {
        AuthenticationContext users = fixture.users(options("authority"));
        EntitlementContext topics = fixture.topics(options("authority"));
        assertThat(logOn(users, "falken", "joshua")).isInstanceOf(Accepted.class);
        assertThat(grants(topics, "falken", "desk")).isTrue();
        assertThat(server.requests().get(0).header("Host")).contains("localhost:" + server.port());
    }

    @Test
    void anyOtherServerGetsNoPassword() throws Exception {
        AuthenticationContext users = fixture.users(options("stranger"));
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> logOn(users, "falken", "joshua"))
                .withMessageStartingWith(
                        "no answer from https://localhost:" + server.port() + ": there is no secure connection to it");
        assertThat(server.requests()).isEmpty();
    }
}
