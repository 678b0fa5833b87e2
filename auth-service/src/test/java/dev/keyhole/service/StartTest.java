package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {

    @TempDir
    Path folder;

    private static ConfigurationException refusal(PermissionsServiceBuilder builder) {
        return catchThrowableOfType(
                ConfigurationException.class, () -> builder.start().close());
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() {
        assertThat(refusal(PermissionsService.builder()
                                .port(70_000)
                                .realm("a\"b")
                                .maxConnections(0)
                                .maxDocumentBytes(-1)
                                .maxQueuedVerifications(0))
                        .problems())
                .extracting(Problem::message)
                .containsExactly(
                        "a folder of permissions documents is needed",
                        "a password file is needed: htpasswd -cB -C 10 FILE USER makes one",
                        "port 70000 isn't between 0 and 65535",
                        "the realm may hold printable ASCII without quotes and backslashes only",
                        "maxDocumentBytes is -1, but must be at least 1",
                        "maxConnections is 0, but must be at least 1",
                        "maxQueuedVerifications is 0, but must be at least 1");
    }

    @Test
    void filesThatCantBeUsedAreNamedAtOnce() throws IOException {
        Path passwords = folder.resolve("passwords");
        Running.write(passwords, "joshua\n");
        assertThat(refusal(PermissionsService.builder()
                                .port(0)
                                .documents(folder.resolve("nowhere"))
                                .passwords(passwords)
                                .groups(folder.resolve("groups")))
                        .problems())
                .extracting(Problem::toString)
                .containsExactly(
                        passwords + ":1: this isn't a line 'user:hash'",
                        folder.resolve("nowhere") + ": the folder of permissions documents isn't there",
                        folder.resolve("groups") + ": there is no such file");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (Running service = new Running(folder).start()) {
            int port = service.uri().getPort();
            assertThatThrownBy(() -> service.builder().port(port).start())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("can't listen on 127.0.0.1:" + port + ": Address already in use");
        }
    }

    @Test
    void anAddressThatIsntOursIsNamed() throws IOException {
        Running service = new Running(folder);
        assertThatThrownBy(() -> service.builder().address("192.0.2.1").start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("can't listen on 192.0.2.1:0: ");
    }

    @Test
    void theAddressOfIpv6StandsInBrackets() throws IOException {
        try (PermissionsService service =
                new Running(folder).builder().address("::1").start()) {
            assertThat(service.uri().toString()).matches("http://\\[::1]:\\d+");
        }
    }

    @Test
    void noThreadOutlivesAClosedService() throws IOException, InterruptedException {
        Running service = new Running(folder).user("falken", "joshua").start();
        service.get("/permissions/falken", "falken", "joshua");
        service.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("keyhole-")) {
                thread.join(60_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }
}
