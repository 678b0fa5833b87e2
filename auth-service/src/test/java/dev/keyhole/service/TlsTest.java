package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.spi.ConfigurationException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS, with a certificate that the JDK's own tool makes. */
class TlsTest {

    @TempDir
    Path folder;

    private Path certificate;
    private Path key;
    private Certificate issued;

    @BeforeEach
    void makeCertificate() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "service",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        issued = keys.getCertificate("service");
        certificate = pem("CERTIFICATE", issued.getEncoded());
        key = pem(
                "PRIVATE KEY", keys.getKey("service", "changeit".toCharArray()).getEncoded());
    }

    private Path pem(String type, byte[] content) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(type.replace(' ', '-') + ".pem"),
                "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }

    private HttpClient trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("service", issued);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Test
    void documentsAreServedOverTls() throws Exception {
        try (Running service = new Running(folder, builder -> builder.tls(certificate, key))
                .user("falken", "joshua")
                .document("falken.json", Running.DOCUMENT)
                .start()) {
            assertThat(service.uri().getScheme()).isEqualTo("https");
            HttpRequest request = HttpRequest.newBuilder(URI.create(service.uri() + "/permissions/falken"))
                    .header("Authorization", Running.basic("falken", "joshua"))
                    .build();
            assertThat(trusting().send(request, BodyHandlers.ofString()).body()).isEqualTo(Running.DOCUMENT);
        }
    }

    @Test
    void aClientWithoutACertificateIsTurnedAwayWhereOneIsNeeded() throws Exception {
        try (Running service = new Running(folder, builder -> builder.tls(certificate, key, certificate)).start()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(service.uri() + "/health"))
                    .build();
            HttpClient client = trusting();
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                    .isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void everythingThatIsWrongWithTheFilesIsSaid() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Running service = new Running(folder, builder -> builder.tls(empty, certificate, folder.resolve("none.pem")));

        assertThatThrownBy(service::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("empty.pem: there is no certificate in it; PEM is expected")
                .hasMessageContaining("openssl pkcs8 -topk8 -nodes")
                .hasMessageContaining("none.pem: there is no such file");
    }
}
