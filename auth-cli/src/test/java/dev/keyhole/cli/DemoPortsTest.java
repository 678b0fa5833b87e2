package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPortsTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(
                folder.resolve("keyhole.xml"),
                "<U>http://127.0.0.1:8833/{{USER_NAME}}</U><A>127.0.0.1:1883</A><A>127.0.0.1:18835</A>",
                UTF_8);
    }

    @Test
    void portsThatAreFreeAreTakenAsTheyStand() throws IOException {
        DemoPorts ports = DemoPorts.of(file, port -> true);

        assertThat(ports.configuration()).isEqualTo(file);
        assertThat(ports.moved()).isEmpty();
        assertThat(ports.service()).isEqualTo(8833);
    }

    @Test
    void aPortThatIsTakenIsReplacedInACopyThatGoesAway() throws IOException {
        DemoPorts ports = DemoPorts.of(file, port -> port != 1883);

        int free = ports.moved().get(1883);
        assertThat(ports.moved()).containsOnlyKeys(1883);
        assertThat(ports.configuration())
                .isNotEqualTo(file)
                .hasFileName("keyhole.xml")
                .content()
                .contains("127.0.0.1:" + free + "<", "127.0.0.1:18835<", "http://127.0.0.1:8833/")
                .doesNotContain("127.0.0.1:1883<");

        ports.clean();
        assertThat(ports.configuration()).doesNotExist();
        assertThat(ports.configuration().getParent()).doesNotExist();
        assertThat(file).exists();
    }

    @Test
    void theServiceMayMoveAsWell() throws IOException {
        DemoPorts ports = DemoPorts.of(file, port -> false);

        assertThat(ports.moved()).hasSize(3);
        assertThat(ports.service()).isEqualTo(ports.moved().get(8833)).isNotEqualTo(8833);
        ports.clean();
    }

    @Test
    void aPortWithAListenerIsNotFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(DemoPorts.isFree(socket.getLocalPort())).isFalse();
        }
    }

    @Test
    void aConfigurationWithoutAServiceIsNone() throws IOException {
        Path other = Files.writeString(folder.resolve("other.xml"), "<AMPSConfig/>", UTF_8);

        assertThatThrownBy(() -> DemoPorts.of(other, port -> true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no service");
    }
}
