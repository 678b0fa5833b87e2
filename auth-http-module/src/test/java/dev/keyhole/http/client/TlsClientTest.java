package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.tls.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsClientTest {

    @TempDir
    private Path directory;

    private Path authorities;
    private final AtomicInteger changes = new AtomicInteger();

    @BeforeEach
    void copyOne() throws IOException {
        authorities = directory.resolve("ca.pem");
        copy("authority", 1);
    }

    private void copy(String name, long seconds) throws IOException {
        try (InputStream in = TlsClientTest.class.getResourceAsStream("/tls/" + name + ".pem")) {
            Files.copy(in, authorities, StandardCopyOption.REPLACE_EXISTING);
        }
        touch(seconds);
    }

    private void touch(long seconds) throws IOException {
        Files.setLastModifiedTime(authorities, FileTime.from(Instant.ofEpochSecond(seconds)));
    }

    private TlsClient client() {
        return new TlsClient(
                new TlsSettings(Optional.empty(), Optional.empty(), Optional.of(authorities), false, false),
                changes::incrementAndGet);
    }

    @Test
    void filesThatChangedCountOnce() throws Exception {
        TlsClient client = client();
        client.refresh();
        assertThat(changes).hasValue(0);

        copy("stranger", 2);
        client.refresh();
        client.refresh();

        assertThat(changes).hasValue(1);
    }

    @Test
    void filesThatCanNotBeUsedChangeNothingUntilTheyCan() throws Exception {
        TlsClient client = client();
        Files.writeString(authorities, "nonsense");
        touch(2);
        client.refresh();
        Files.delete(authorities);
        client.refresh();
        assertThat(changes).hasValue(0);

        copy("authority", 3);
        client.refresh();

        assertThat(changes).hasValue(1);
    }

    @Test
    void aSocketThatIsNotMadeSecureIsClosed() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket far = listener.accept()) {
            far.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());

            assertThatExceptionOfType(SSLException.class)
                    .isThrownBy(() -> client().upgrade(near, "localhost", 1, null, HttpClientContext.create()));
            assertThat(near.isClosed()).isTrue();
        }
    }
}
