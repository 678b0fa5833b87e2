package dev.keyhole.it;

import static dev.keyhole.it.WebServiceHost.option;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.host.Connection;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.service.DigestAlgorithm;
import dev.keyhole.service.DigestSettings;
import dev.keyhole.service.PermissionsService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module's Digest with the service's. */
class DigestIT {

    @TempDir
    private Path folder;

    @Test
    void theModuleLogsOnWithDigestManyAtATimeAndNeverWithAWrongPassword() throws Exception {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("falken.json"), "{\"logon\":true}");
        Files.writeString(
                folder.resolve("passwords"), "falken:$2y$04$apLsPpDvFUohjEutdSGjy.98ud8pMbbMufwRj7x0LjwSHwLZEFxdC\n");
        // SHA-256 of falken:Keyhole:joshua
        Files.writeString(
                folder.resolve("digests"),
                "falken:Keyhole:742bdaab3a0664b25ea5aa3256ac2a62eee8618dad0d5ed9575474b23dc869c6\n");
        List<Connection> connections = new ArrayList<>();
        try (PermissionsService service = PermissionsService.builder()
                        .port(0)
                        .documents(documents)
                        .passwords(folder.resolve("passwords"))
                        .digests(folder.resolve("digests"))
                        .digest(new DigestSettings(EnumSet.allOf(DigestAlgorithm.class), Duration.ofMinutes(5), true))
                        .start();
                WebServiceHost host = new WebServiceHost(
                        folder,
                        option("ResourceURI", service.uri() + "/permissions/{{USER_NAME}}")
                                + option("RequestTimeout", "1m"))) {
            for (int round = 0; round < 3; round++) {
                List<CompletableFuture<LogonOutcome>> right = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    Connection connection = host.connect();
                    connections.add(connection);
                    right.add(host.startLogon(connection, "falken", "joshua"));
                }
                Connection other = host.connect();
                connections.add(other);
                assertThat(host.startLogon(other, "falken", "wrong").get(1, TimeUnit.MINUTES))
                        .isInstanceOf(LogonOutcome.Refused.class);
                for (CompletableFuture<LogonOutcome> outcome : right) {
                    assertThat(outcome.get(1, TimeUnit.MINUTES)).isInstanceOf(LogonOutcome.Accepted.class);
                }
            }
        } finally {
            connections.forEach(Connection::close);
        }
    }
}
