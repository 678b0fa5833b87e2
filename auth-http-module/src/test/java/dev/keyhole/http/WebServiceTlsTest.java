package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhole.http.RecordingServer.Handler;
import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class WebServiceTlsTest {

    private final PasswordService service = new PasswordService();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"authority", "bundle"})
    void aServerWhoseAuthorityIsBelievedIsTrusted(String authorities) throws Exception {
        RecordingServer server = server("server", service);

        accepted("localhost", server, "CAKey", file(authorities));
        accepted("127.0.0.1", server, "CAKey", file(authorities));
        assertThat(server.requests()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "server,stranger,unable to find valid certification path",
        "elsewhere,authority,No subject alternative DNS name matching localhost",
        "expired,authority,NotAfter",
        "selfsigned,authority,self-signed and not in 'CAKey'",
        "selfsigned,selfsigned,self-signed, which needs 'AllowSelfSigned'",
    })
    void anyOtherServerIsNot(String name, String authorities, String why) throws Exception {
        RecordingServer server = server(name, service);

        assertThat(unavailable("localhost", server, "CAKey", file(authorities)))
                .startsWith("no document from https://localhost:" + server.port() + ": there is no secure connection")
                .contains(why.replace("''", "'"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aSelfSignedServerThatIsInCaKeyMayBeAllowed() throws Exception {
        RecordingServer server = server("selfsigned", service);

        accepted("localhost", server, "CAKey", file("selfsigned"), "AllowSelfSigned", "true");
        assertThat(unavailable("localhost", server, "CAKey", file("authority"), "AllowSelfSigned", "true"))
                .contains("not in 'CAKey'");
    }

    @Test
    void aSelfSignedServerMayNotHaveExpired() throws Exception {
        RecordingServer server = server("selfexpired", service);

        assertThat(unavailable("localhost", server, "CAKey", file("selfexpired"), "AllowSelfSigned", "true"))
                .contains("NotAfter");
    }

    @Test
    void theNameOfASelfSignedServerIsVerifiedToo() throws Exception {
        RecordingServer server = server("selfsigned", service);

        assertThat(unavailable("127.0.0.2", server, "CAKey", file("selfsigned"), "AllowSelfSigned", "true"))
                .isNotEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "elsewhere", "expired", "selfsigned"})
    void withAllowUnverifiedPeerAnyServerWillDoAndEveryStartWarns(String name) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(WebServiceModule.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            RecordingServer server = server(name, service);

            accepted("localhost", server, "AllowUnverifiedPeer", "true");

            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("Module 'web' on transport 'mqtt' has 'AllowUnverifiedPeer': it takes any server"
                            + " for https://localhost:" + server.port()
                            + ", so whoever is in between can read every password and change every document");
        } finally {
            logger.detachAppender(log);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa,rsa-pkcs8",
        "rsa,rsa-pkcs1",
        "ec,ec-pkcs8",
        "ec,ec-sec1",
        "ec,ec-sec1-parameters",
    })
    void ourCertificateIsShownToAServerThatAsks(String certificate, String key) throws Exception {
        RecordingServer server = server("server", service, true, "TLSv1.3", "TLSv1.2");

        accepted(
                "localhost", server,
                "CAKey", file("authority"),
                "Certificate", file(certificate),
                "Key", file(key));
    }

    @Test
    void withoutOurCertificateAServerThatAsksForOneIsUnavailable() throws Exception {
        RecordingServer server = server("server", service, true, "TLSv1.3", "TLSv1.2");

        assertThat(unavailable("localhost", server, "CAKey", file("authority"))).contains("no document from");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theseVersionsAreSpoken(String version) throws Exception {
        accepted("localhost", server("server", service, false, version), "CAKey", file("authority"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.1", "TLSv1"})
    void olderVersionsAreNot(String version) throws Exception {
        String disabled = java.security.Security.getProperty("jdk.tls.disabledAlgorithms");
        java.security.Security.setProperty("jdk.tls.disabledAlgorithms", "");
        try {
            RecordingServer server = server("server", service, false, version);

            unavailable("localhost", server, "CAKey", file("authority"));
            assertThat(server.requests()).isEmpty();
        } finally {
            java.security.Security.setProperty("jdk.tls.disabledAlgorithms", disabled);
        }
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsUnavailable() throws Exception {
        RecordingServer server = new RecordingServer(service);
        open.add(server);

        assertThat(unavailable("localhost", server, "CAKey", file("authority")))
                .endsWith("it can't be connected to in time");
    }

    @Test
    void anInterruptEndsALogonInTheMiddleOfItsHandshake() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                WebServiceFixture fixture = new WebServiceFixture(
                        "ResourceURI",
                        "https://localhost:" + silent.getLocalPort() + "/{{USER_NAME}}",
                        "CAKey",
                        file("authority"),
                        "RequestTimeout",
                        "1h")) {
            AuthenticationContext authentication = fixture.authentication();
            java.util.concurrent.FutureTask<Object> logon = new java.util.concurrent.FutureTask<>(() -> authentication
                    .begin(fixture.connection())
                    .respond(dev.keyhole.spi.LogonRequest.explicit("falken", dev.keyhole.spi.Secret.of("joshua"))));
            Thread thread = new Thread(logon, "logon");
            thread.start();
            silent.accept().getInputStream().read();

            thread.interrupt();

            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> logon.get(30, java.util.concurrent.TimeUnit.SECONDS))
                    .hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void changedFilesCountWithoutARestart(@TempDir Path directory) throws Exception {
        Path authorities = directory.resolve("ca.pem");
        copy("stranger", authorities, 1);
        RecordingServer server = server("server", service);
        WebServiceFixture fixture = fixture("localhost", server, "CAKey", authorities.toString());
        AuthenticationContext authentication = fixture.authentication();
        fixture.unavailable(authentication, "falken", "joshua");

        copy("authority", authorities, 2);
        fixture.accepted(authentication, "falken", "joshua");

        Files.writeString(authorities, "nonsense");
        Files.setLastModifiedTime(authorities, FileTime.from(Instant.ofEpochSecond(3)));
        server.cut();
        fixture.accepted(authentication, "falken", "joshua");

        copy("stranger", authorities, 4);
        server.cut();
        fixture.unavailable(authentication, "falken", "joshua");
    }

    private static void copy(String name, Path to, long time) throws IOException {
        Files.copy(Path.of(file(name)), to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(to, FileTime.from(Instant.ofEpochSecond(time)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CAKey         | https needs 'CAKey', the certificate of the authority that signed the server's;",
                "CAKey;CAKey=missing | can't be used: there is no such file",
                "CAKey;CAKey=rsa-pkcs8 | can't be used: there is no certificate in it",
                "Certificate;CAKey=authority;Certificate=rsa | 'Certificate' needs 'Key' beside it",
                "Key;CAKey=authority;Key=rsa-pkcs8 | 'Key' needs 'Certificate' beside it",
                "Key;CAKey=authority;Certificate=rsa;Key=ec-pkcs8 | isn't the key of the certificate in 'Certificate'",
                "Key;CAKey=authority;Certificate=rsa;Key=authority | there is no private key in it",
                "Key;CAKey=authority;Certificate=ec;Key=encrypted-pkcs8 | only keys without a passphrase can be used",
                "Key;CAKey=authority;Certificate=rsa;Key=encrypted-pkcs1 | only keys without a passphrase can be used",
                "Certificate;CAKey=authority;Certificate=missing;Key=ec-sec1 | there is no such file",
                "AllowSelfSigned;AllowSelfSigned=true;CAKey= | 'AllowSelfSigned' needs the certificate in 'CAKey'",
            })
    void whatCanNotWorkIsSaidAtTheStart(String options, String message) {
        String[] parts = options.split(";");
        List<String> given = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String[] option = parts[i].split("=", -1);
            if (!option[1].isEmpty()) {
                given.add(option[0]);
                given.add(option[1].equals("true") ? "true" : file(option[1]));
            }
        }
        try (WebServiceFixture fixture = new WebServiceFixture("ResourceURI", "https://localhost/{{USER_NAME}}")) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> fixture.authentication(given.toArray(String[]::new)))
                    .withMessageContaining(message)
                    .satisfies(e ->
                            assertThat(e.problems()).extracting(Problem::option).contains(parts[0].strip()));
        }
    }

    private void accepted(String host, RecordingServer server, String... options) {
        WebServiceFixture fixture = fixture(host, server, options);
        AuthenticationContext authentication = fixture.authentication();
        fixture.accepted(authentication, "falken", "joshua");
    }

    private String unavailable(String host, RecordingServer server, String... options) {
        WebServiceFixture fixture = fixture(host, server, options);
        return fixture.unavailable(fixture.authentication(), "falken", "joshua");
    }

    private WebServiceFixture fixture(String host, RecordingServer server, String... options) {
        List<String> all =
                new ArrayList<>(List.of("ResourceURI", "https://" + host + ":" + server.port() + "/{{USER_NAME}}"));
        all.addAll(List.of(options));
        WebServiceFixture fixture = new WebServiceFixture(all.toArray(String[]::new));
        open.add(fixture);
        return fixture;
    }

    private RecordingServer server(String name, Handler handler) throws Exception {
        return server(name, handler, false, "TLSv1.3", "TLSv1.2");
    }

    private RecordingServer server(String name, Handler handler, boolean asks, String... versions) throws Exception {
        RecordingServer server = new RecordingServer(handler, TlsServers.listener(name, asks, versions));
        open.add(server);
        return server;
    }

    private static String file(String name) {
        return TlsServers.file(name);
    }

    /** TLS has its records, and what lies in one that nobody has read is no less an answer. */
    @ParameterizedTest
    @CsvSource({"TLSv1.3, false", "TLSv1.3, true", "TLSv1.2, false", "TLSv1.2, true"})
    void anAnswerThatNobodyAskedForIsNotTheNextUsers(String version, boolean late) throws Exception {
        try (RecordingServer server = new RecordingServer(service, TlsServers.listener("server", false, version));
                WebServiceFixture fixture = new WebServiceFixture(
                        "ResourceURI",
                        "https://localhost:" + server.port() + "/permissions/{{USER_NAME}}",
                        "CAKey",
                        file("authority"))) {
            AuthenticationContext authentication = fixture.authentication();
            authentication.released(fixture.connection(), fixture.accepted(authentication, "falken", "joshua"));
            CountDownLatch read = new CountDownLatch(late ? 1 : 0);
            CountDownLatch written = new CountDownLatch(1);
            server.handler(request -> out -> {
                out.write(Reply.bytes(200, "{}"));
                try {
                    read.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                out.write(Reply.bytes(200, WebServiceFixture.ANYTHING));
                written.countDown();
                return true;
            });
            authentication.released(fixture.connection(), fixture.accepted(authentication, "falken", "joshua"));
            read.countDown();
            assertThat(written.await(60, TimeUnit.SECONDS)).isTrue();
            server.handler(service);

            assertThat(fixture.logOn(authentication, "lightman", "wrong")).isInstanceOf(Rejected.class);
        }
    }
}
