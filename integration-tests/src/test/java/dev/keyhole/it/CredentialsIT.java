package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keyhole credentials} of the distribution, with the exec authenticator from its module directory. */
class CredentialsIT {

    private static final String TOKEN = "joshua-1983-falken";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void theTokenIsToldOfButNotTold() throws Exception {
        KeyholeProcess credentials = credentials("printf %s " + TOKEN);

        assertThat(credentials.exitStatus()).as(credentials::toString).isZero();
        assertThat(credentials.outLines())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("there are credentials for second-site"),
                        user -> assertThat(user).matches(" +user +desk"),
                        length -> assertThat(length).matches(" +length +18 bytes"),
                        age -> assertThat(age).matches(" +age +[0-9]+ m?s"),
                        source -> assertThat(source).matches(" +source +command"));
        assertThat(credentials.err()).isEmpty();
    }

    @Test
    void oneObjectIsPrintedWithTheTokenIfItIsToBeShown() throws Exception {
        assertThat(credentials("printf %s " + TOKEN, "--json").out())
                .matches("\\{\"user\":\"desk\",\"length\":18,\"age\":[0-9]+\\.[0-9]{3},\"source\":\"command\"}");
        assertThat(credentials("printf %s " + TOKEN, "--json", "--show").out())
                .endsWith(",\"source\":\"command\",\"token\":\"" + TOKEN + "\"}");
    }

    @Test
    void evenInDetailTheTokenIsNotLogged() throws Exception {
        KeyholeProcess credentials = credentials("printf %s " + TOKEN, "--verbose");
        assertThat(credentials.exitStatus()).isZero();
        assertThat(credentials.err()).contains("outcome=obtained");
        // The command line itself holds it here, and is no secret.
        assertThat(credentials.toString().replace("printf %s " + TOKEN, "")).doesNotContain(TOKEN);
    }

    @Test
    void withoutATokenTheReasonIsTold() throws Exception {
        KeyholeProcess broken = credentials("sh -c 'echo " + TOKEN + "; echo the mint is closed >&amp;2; exit 3'");
        assertThat(broken.exitStatus()).isEqualTo(2);
        assertThat(broken.out()).isEmpty();
        assertThat(broken.err())
                .isEqualTo("keyhole credentials: module 'tokens': no token for destination 'second-site':"
                        + " the command exited with status 3; its standard error begins: the mint is closed");
        KeyholeProcess missing = credentials("/no/such/command");
        assertThat(missing.exitStatus()).isEqualTo(2);
        assertThat(missing.err()).contains("keyhole.xml:", "/no/such/command");
    }

    @Test
    void theCommandIsEndedWithTheProgram() throws Exception {
        Path pid = folder.resolve("pid");
        try (KeyholeProcess credentials =
                start("sh -c 'echo $$ > " + pid + "; while :; do sleep 1; done'".replace(">", "&gt;"))) {
            await().atMost(PATIENCE)
                    .until(() -> Files.exists(pid) && Files.readString(pid).endsWith("\n"));
            ProcessHandle running = ProcessHandle.of(
                            Long.parseLong(Files.readString(pid).strip()))
                    .orElseThrow();
            credentials.terminate();
            credentials.exitStatus();
            await().atMost(PATIENCE).until(() -> !running.isAlive());
        }
    }

    private KeyholeProcess credentials(String command, String... arguments) throws Exception {
        KeyholeProcess process = start(command, arguments);
        process.exitStatus();
        return process;
    }

    private KeyholeProcess start(String command, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("keyhole.xml"), """
                <AMPSConfig>
                  <Modules>
                    <Module><Name>tokens</Name><Library>libamps_exec_authenticator.so</Library></Module>
                  </Modules>
                  <Transports>
                    <Transport><Name>amqp</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol></Transport>
                  </Transports>
                  <Replication>
                    <Destination>
                      <Name>second-site</Name>
                      <Transport>
                        <Authenticator>
                          <Module>tokens</Module>
                          <Options><UserName>desk</UserName><Command>%s</Command></Options>
                        </Authenticator>
                      </Transport>
                    </Destination>
                  </Replication>
                </AMPSConfig>
                """.formatted(command), UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        List<String> words =
                new ArrayList<>(List.of("credentials", "--config", file.toString(), "--destination", "second-site"));
        words.addAll(List.of(arguments));
        return KeyholeProcess.start(Map.of(), words.toArray(String[]::new));
    }
}
