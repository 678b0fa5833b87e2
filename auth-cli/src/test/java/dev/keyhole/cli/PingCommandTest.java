package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PingCommandTest {

    @TempDir
    private Path folder;

    private final CommandRun command = new CommandRun();

    @Test
    void successIsTold() throws IOException {
        try (FakeMqttBroker broker = FakeMqttBroker.answering(0, 0)) {
            assertThat(command.run("ping", "--server", "falken:joshua@" + broker.address()))
                    .isZero();
            assertThat(command.out())
                    .isEqualToIgnoringNewLines("Successfully connected to mqtt://falken:*@" + broker.address());
            assertThat(broker.connects()).singleElement().asString().contains("falken", "joshua");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "134, bad user name or password (MQTT reason 134)",
        "135, not authorised (MQTT reason 135)",
        "136, the broker isn't available (MQTT reason 136)",
        "159, refused (MQTT reason 159)"
    })
    void aRefusalIsToldWithItsReason(int code, String reason) throws IOException {
        try (FakeMqttBroker broker = FakeMqttBroker.answering(code, 0)) {
            assertThat(command.run("ping", "--server", "mqtt://falken:joshua@" + broker.address()))
                    .isEqualTo(1);
            assertThat(command.out())
                    .isEqualToIgnoringNewLines(
                            "Could not connect to mqtt://falken:*@" + broker.address() + ": " + reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "amqp"})
    void nobodyThereIsTold(String protocol) {
        assertThat(command.run("ping", "--proto", protocol, "--server", "falken:joshua@127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(command.out()).contains("connection refused").doesNotContain("joshua");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "amqp"})
    void silenceEndsAtTheTimeout(String protocol) throws IOException {
        try (FakeMqttBroker broker = FakeMqttBroker.answering(FakeMqttBroker.SILENT, 0)) {
            String server = protocol + "://falken:joshua@" + broker.address();

            assertThat(command.run("ping", "--timeout", "300ms", "--server", server))
                    .isEqualTo(1);
            assertThat(command.out())
                    .contains("timed out: the port is open, but nothing there answers in "
                            + protocol.toUpperCase(Locale.ROOT));
        }
    }

    @Test
    void withoutAUserNoLogonIsSent() throws IOException {
        try (FakeMqttBroker broker = FakeMqttBroker.answering(0, 0)) {
            assertThat(command.run("ping", "--server", broker.address())).isZero();
            assertThat(command.out()).isEqualToIgnoringNewLines("Successfully connected to mqtt://" + broker.address());
            assertThat(command.prompts()).isEmpty();
        }
    }

    @Test
    void aPasswordThatTheAddressLacksIsAskedFor() throws IOException {
        try (FakeMqttBroker broker = FakeMqttBroker.answering(0, 0)) {
            assertThat(command.typing("typed-in").run("ping", "--server", "falken@" + broker.address()))
                    .isZero();
            assertThat(command.prompts()).containsExactly("Password of falken: ");
            assertThat(broker.connects()).singleElement().asString().contains("typed-in");
            assertThat(command.out() + command.err()).doesNotContain("typed-in");
        }
    }

    @Test
    void thePasswordMayComeFromTheEnvironment() throws IOException {
        try (FakeMqttBroker broker = FakeMqttBroker.answering(0, 0)) {
            command.variable("KEYHOLE_PASSWORD", "from-environment").typing("typed-in");

            assertThat(command.run("ping", "--server", "falken@" + broker.address()))
                    .isZero();
            assertThat(broker.connects()).singleElement().asString().contains("from-environment");
        }
    }

    @Test
    void aPasswordFileComesFirstAndLosesItsLineEnd() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "from-file\r\n", UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (FakeMqttBroker broker = FakeMqttBroker.answering(0, 0)) {
            command.variable("KEYHOLE_PASSWORD", "from-environment");

            assertThat(command.run("ping", "--server", "falken@" + broker.address(), "--password-file", file + ""))
                    .isZero();
            assertThat(broker.connects())
                    .singleElement()
                    .asString()
                    .contains("from-file")
                    .doesNotContain("from-file\r");
            assertThat(command.err()).isEmpty();
        }
    }

    @Test
    void aPasswordFileThatOthersCanReadIsWarnedOf() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "from-file\n", UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        try (FakeMqttBroker broker = FakeMqttBroker.answering(0, 0)) {
            assertThat(command.run("ping", "--server", "falken@" + broker.address(), "--password-file", file + ""))
                    .isZero();
            assertThat(command.err()).contains("can be read by others", "chmod 600");
        }
    }

    @Test
    void thePasswordMayComeFromStandardInput() throws IOException {
        try (FakeMqttBroker broker = FakeMqttBroker.answering(0, 0)) {
            command.input("piped\n");

            assertThat(command.run("ping", "--server", "falken@" + broker.address(), "--password-file", "-"))
                    .isZero();
            assertThat(broker.connects()).singleElement().asString().endsWith("piped");
        }
    }

    @Test
    void nobodyToAskForThePasswordIsTold() throws IOException {
        try (FakeMqttBroker broker = FakeMqttBroker.answering(134, 0)) {
            assertThat(command.run("ping", "--server", "falken@" + broker.address()))
                    .isEqualTo(1);
            assertThat(command.err()).contains("--password-file", "KEYHOLE_PASSWORD", "the password is empty");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--server falken:joshua@h --proto stomp",
                "--server amqp://falken:joshua@h --proto mqtt",
                "--server falken:joshua@h --timeout soon",
                "--server falken:joshua@h --timeout 0",
                "--server falken:joshua@h --password-file /dev/null",
                "--server h --password-file /dev/null",
                "--server falken@h --password-file /nowhere/password",
                "--server falken:joshua@h:x",
                "--proto mqtt"
            })
    void whatCannotBeIsWrongUsage(String arguments) {
        String[] words = ("ping " + arguments).split(" ");

        assertThat(command.run(words)).isEqualTo(3);
        assertThat(command.err()).startsWith("keyhole ping: ").doesNotContain("joshua", "Exception");
    }
}
