package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class CredentialsCommandTest {

    @TempDir
    private Path folder;

    private final CommandRun command = new CommandRun();

    @Test
    void theTokenOfACommandIsToldOfButNotTold() throws IOException {
        assertThat(credentials(exec("sh -c 'echo joshua-1983'"))).isZero();
        assertThat(command.out())
                .startsWith("there are credentials for second-site")
                .containsPattern("user +falken")
                .containsPattern("length +11 bytes")
                .containsPattern("age +[0-9]+ m?s")
                .containsPattern("source +command")
                .doesNotContain("joshua");
        assertThat(command.err()).isEmpty();
    }

    @Test
    void showPrintsTheToken() throws IOException {
        assertThat(credentials(exec("sh -c 'echo joshua-1983'"), "--show")).isZero();
        assertThat(command.out()).containsPattern("token +joshua-1983\n");
        assertThat(command.err()).isEmpty();
    }

    @Test
    void jsonIsOneObjectWithTheTokenOnlyIfItIsToBeShown() throws IOException {
        assertThat(credentials(exec("printf \"a\\n\\033b\""), "--json")).isZero();
        assertThat(properties(command.out()))
                .containsOnlyKeys("user", "length", "age", "source")
                .containsEntry("user", "falken")
                .containsEntry("length", "4")
                .containsEntry("source", "command");
        CommandRun shown = new CommandRun();
        assertThat(credentials(shown, exec("printf \"a\\n\\033b\""), "--json", "--show"))
                .isZero();
        assertThat(properties(shown.out()))
                .containsOnlyKeys("user", "length", "age", "source", "token")
                .containsEntry("token", "a\n\033b");
        assertThat(shown.out().lines()).hasSize(1);
    }

    @Test
    void aTokenThatWouldDisturbTheTerminalIsShownWithoutThat() throws IOException {
        assertThat(credentials(exec("printf \"a\\033[2Jb\""), "--show")).isZero();
        assertThat(command.out()).containsPattern("token +a\\?\\[2Jb\n").doesNotContain("\033");
        assertThat(command.err()).contains("note: ", "--json");
    }

    @Test
    void aPasswordFileIsAsOldAsItsContent() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "joshua-1983\n", UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(7_261)));
        String authenticator = """
                <Authenticator>
                  <Module>amps-default-authenticator-module</Module>
                  <Options><User>falken</User><PasswordFileName>%s</PasswordFileName></Options>
                </Authenticator>
                """.formatted(file);
        assertThat(credentials(authenticator)).isZero();
        assertThat(command.out())
                .containsPattern("length +11 bytes")
                .containsPattern("age +2 h 1 m")
                .containsPattern("source +file " + file)
                .doesNotContain("joshua");
    }

    @Test
    void withoutATokenTheReasonIsTold() throws IOException {
        String broken = exec("sh -c 'echo joshua-1983; echo the mint is closed >&2; exit 3'");
        assertThat(credentials(broken)).isEqualTo(2);
        assertThat(command.err())
                .startsWith("keyhole credentials: module 'tokens': ")
                .contains("exited with status 3", "the mint is closed")
                .doesNotContain("joshua");
        assertThat(command.err().lines()).hasSize(1);
        assertThat(command.out()).isEmpty();
        CommandRun json = new CommandRun();
        assertThat(credentials(json, broken, "--json", "--show")).isEqualTo(2);
        assertThat(properties(json.out())).containsOnlyKeys("reason");
        assertThat(json.out()).contains("exited with status 3").doesNotContain("joshua");
        assertThat(json.err()).isEmpty();
    }

    @Test
    void aCommandThatIsNotThereIsAProblemOfTheConfiguration() throws IOException {
        String broken = exec("/no/such/command") + "<Unknown/>";
        assertThat(credentials(exec("/no/such/command"))).isEqualTo(2);
        assertThat(command.err())
                .contains("keyhole.xml:", "there is no file /no/such/command")
                .endsWith("keyhole credentials: the configuration is broken (1 problem)" + System.lineSeparator());
        CommandRun json = new CommandRun();
        assertThat(credentials(json, broken, "--json")).isEqualTo(2);
        assertThat(json.out()).contains("\"reason\":\"the configuration is broken", "\"problems\":[");
        assertThat(json.err()).isEmpty();
    }

    @Test
    void aDestinationThatIsNotThereIsAnsweredWithTheNearest() throws IOException {
        Path file = file(exec("echo joshua-1983"));
        assertThat(command.run("credentials", "--config", file.toString(), "--destination", "second-sight"))
                .isEqualTo(2);
        assertThat(command.err()).contains("'second-sight'", "did you mean 'second-site'");
    }

    @Test
    void aConfigurationThatIsNotThereIsBroken() {
        assertThat(command.run("credentials", "--config", "/nowhere/keyhole.xml", "--destination", "x"))
                .isEqualTo(2);
        assertThat(command.err()).contains("keyhole.xml");
    }

    @Test
    void variablesAreDefinedOnTheCommandLine() throws IOException {
        assertThat(credentials(exec("echo ${TOKEN}"), "-D", "TOKEN=joshua-1983", "--show"))
                .isZero();
        assertThat(command.out()).contains("joshua-1983");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--destination second-site",
                "--config keyhole.xml",
                "--config keyhole.xml --destination",
                "--config keyhole.xml --destination second-site surplus",
                "--config FILE --destination second-site --modules /nowhere/modules"
            })
    void whatCannotBeIsWrongUsage(String arguments) throws IOException {
        String file = file(exec("echo x")).toString();
        List<String> words = new ArrayList<>(List.of("credentials"));
        words.addAll(List.of(arguments.replace("FILE", file).split(" ")));

        assertThat(command.run(words.toArray(String[]::new))).isEqualTo(3);
        assertThat(command.err()).startsWith("keyhole credentials: ").doesNotContain("Exception");
        assertThat(command.out()).isEmpty();
    }

    private int credentials(String authenticator, String... arguments) throws IOException {
        return credentials(command, authenticator, arguments);
    }

    private int credentials(CommandRun run, String authenticator, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("credentials", "--config", file(authenticator).toString(), "--destination", "second-site"));
        words.addAll(List.of(arguments));
        return run.run(words.toArray(String[]::new));
    }

    private Path file(String authenticator) throws IOException {
        return Files.writeString(folder.resolve("keyhole.xml"), """
                <AMPSConfig>
                  <Modules>
                    <Module><Name>tokens</Name><Library>libamps_exec_authenticator.so</Library></Module>
                  </Modules>
                  <Transports/>
                  <Replication><Destination><Name>second-site</Name><Transport>%s</Transport></Destination></Replication>
                </AMPSConfig>
                """.formatted(authenticator), UTF_8);
    }

    private static String exec(String commandLine) {
        return """
                <Authenticator>
                  <Module>tokens</Module>
                  <Options><UserName>falken</UserName><Command>%s</Command></Options>
                </Authenticator>
                """.formatted(commandLine.replace("&", "&amp;").replace(">", "&gt;"));
    }

    private static Map<String, String> properties(String object) {
        Map<String, String> properties = new LinkedHashMap<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), object)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                properties.put(name, json.getString());
            }
            assertThat(json.currentToken()).isEqualTo(JsonToken.END_OBJECT);
        }
        return properties;
    }
}
