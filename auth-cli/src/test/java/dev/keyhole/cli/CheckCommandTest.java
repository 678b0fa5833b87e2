package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {

    private static final String DOCUMENT = """
            {"logon": true,
             "topic": [{"topic": "games/chess", "read": "/player = 'falken'", "select": "-/,+/move"},
                       {"topic": "^games/", "write": true}],
             "admin": [{"topic": "^/amps/", "read": true}],
             "user_name": "stephen"}
            """;

    @TempDir
    private Path folder;

    private final CommandRun command = new CommandRun();

    @Test
    void aGrantIsExplainedDownToTheRule() throws IOException {
        try (FakeService service = new FakeService(DOCUMENT)) {
            assertThat(check(webService(service.uri()), "--user", "falken", "--write", "games/go"))
                    .isZero();
            assertThat(command.out())
                    .contains("granted to write games/go")
                    .containsPattern("rule +/topic/1")
                    .containsPattern("pattern +\\^games/")
                    .containsPattern("module +web")
                    .containsPattern("user +stephen")
                    .containsPattern("transport +mqtt");
        }
    }

    @Test
    void jsonCarriesFilterSelectAndTheIdentityBound() throws IOException {
        try (FakeService service = new FakeService(DOCUMENT)) {
            assertThat(check(webService(service.uri()), "--user", "falken", "--read", "games/chess", "--json"))
                    .isZero();
            assertThat(command.out())
                    .contains("\"decision\":\"granted\"")
                    .contains("\"user\":\"stephen\"")
                    .contains("\"filter\":\"/player = 'falken'\"")
                    .contains("\"select\":\"-/,+/move\"")
                    .contains("\"module\":\"web\"")
                    .contains("\"rule\":\"/topic/0\"");
        }
    }

    @Test
    void whatNoRuleGrantsIsDenied() throws IOException {
        try (FakeService service = new FakeService(DOCUMENT)) {
            assertThat(check(webService(service.uri()), "--user", "falken", "--read", "norad/codes"))
                    .isEqualTo(1);
            assertThat(command.out()).contains("denied to read norad/codes");
        }
    }

    @Test
    void logonAndAdminCanBeAskedFor() throws IOException {
        try (FakeService service = new FakeService(DOCUMENT)) {
            assertThat(check(webService(service.uri()), "--user", "falken", "--logon"))
                    .isZero();
            assertThat(check(webService(service.uri()), "--user", "falken", "--admin", "/amps/instance"))
                    .isZero();
            assertThat(check(webService(service.uri()), "--user", "falken", "--admin", "/other"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aWrongPasswordIsADenialOfTheLogon() throws IOException {
        command.variable("KEYHOLE_PASSWORD", "wrong");
        try (FakeService service = new FakeService(DOCUMENT)) {
            assertThat(check(webService(service.uri()), "--user", "falken", "--read", "games/chess"))
                    .isEqualTo(1);
            assertThat(command.out()).contains("denied to read games/chess", "the logon is refused: bad credentials");
            assertThat(check(webService(service.uri()), "--user", "falken", "--logon", "--json"))
                    .isEqualTo(1);
            assertThat(command.out()).contains("\"decision\":\"denied\",\"user\":\"\"");
        }
    }

    @Test
    void aServiceThatIsDownIsUnavailable() throws IOException {
        String uri;
        try (FakeService service = new FakeService(DOCUMENT)) {
            uri = service.uri();
        }
        assertThat(check(webService(uri), "--user", "falken", "--logon", "--json"))
                .isEqualTo(2);
        assertThat(command.out()).contains("\"decision\":\"unavailable\"");
    }

    @Test
    void theNameOfTheClientAndTheCorrelationIdReachTheModule() throws IOException {
        try (FakeService service = new FakeService(DOCUMENT)) {
            assertThat(check(
                            webService(service.uri()),
                            "--user",
                            "falken",
                            "--client",
                            "chess-1",
                            "--correlation",
                            "c-17",
                            "--logon"))
                    .isZero();
            assertThat(service.headers()).containsEntry("x-client", "chess-1").containsEntry("x-correlation", "c-17");
        }
    }

    @Test
    void withoutAUserTheLogonIsImplicit() throws IOException {
        String blocks = """
                <Authentication><Module>amps-implicit-authentication-module</Module></Authentication>
                <Entitlement><Module>amps-default-entitlement-module</Module></Entitlement>
                """;
        assertThat(check(blocks, "--read", "games/chess")).isZero();
        assertThat(check(blocks.replace("implicit", "default"), "--read", "games/chess"))
                .isEqualTo(1);
        assertThat(command.out()).contains("the logon is refused: a logon is required");
    }

    @Test
    void builtInModulesAreUsedWithANote() throws IOException {
        assertThat(check("", "--user", "anybody", "--read", "games/chess")).isZero();
        assertThat(command.err()).contains("note: transport 'mqtt' names no Authentication", "grants everything");
    }

    @Test
    void everyProblemOfABrokenConfigurationIsTold() throws IOException {
        String blocks = """
                <Authentication><Module>web</Module></Authentication>
                <Entitlement>
                  <Module>amps-default-entitlement-module</Module>
                  <Options><Everything>true</Everything></Options>
                </Entitlement>
                """;
        assertThat(check(blocks, "--user", "falken", "--logon")).isEqualTo(2);
        assertThat(command.err())
                .contains("'web'", "'Everything'", "broken (2 problems)", folder.resolve("keyhole.xml") + ":");

        assertThat(check(blocks, "--user", "falken", "--logon", "--json")).isEqualTo(2);
        assertThat(command.out()).contains("\"decision\":\"unavailable\"", "\"problems\":[");
    }

    @Test
    void aConfigurationThatIsNotThereIsBroken() {
        assertThat(command.run("check", "--config", "/nowhere/keyhole.xml", "--transport", "mqtt", "--logon"))
                .isEqualTo(2);
        assertThat(command.err()).contains("keyhole.xml");
    }

    @Test
    void variablesAreDefinedOnTheCommandLine() throws IOException {
        try (FakeService service = new FakeService(DOCUMENT)) {
            String blocks = webService("${SERVICE}");

            assertThat(check(blocks, "--user", "falken", "--logon")).isEqualTo(2);
            assertThat(command.err()).contains("SERVICE");
            assertThat(check(blocks, "-D", "SERVICE=" + service.uri(), "--user", "falken", "--logon"))
                    .isZero();
        }
    }

    @Test
    void aTransportThatIsNotThereIsWrongUsage() throws IOException {
        Path file = file("");

        assertThat(command.run("check", "--config", file.toString(), "--transport", "mqqt", "--logon"))
                .isEqualTo(3);
        assertThat(command.err()).contains("'mqqt'", "did you mean 'mqtt'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--transport mqtt",
                "--transport mqtt --read a --write b",
                "--transport mqtt --logon --admin /a",
                "--read a",
                "--transport mqtt --read",
                "--transport mqtt --logon --password-file /dev/null",
                "--transport mqtt --logon --user u --password-file /nowhere/password",
                "--transport mqtt --logon --modules /nowhere/modules",
                "--transport mqtt --logon surplus"
            })
    void whatCannotBeIsWrongUsage(String arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("check", "--config", file("").toString()));
        words.addAll(List.of(arguments.split(" ")));

        assertThat(command.run(words.toArray(String[]::new))).isEqualTo(3);
        assertThat(command.err()).startsWith("keyhole check: ").doesNotContain("Exception");
        assertThat(command.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--read", "--write", "--admin"})
    void anEmptyNameIsWrongUsage(String option) throws IOException {
        assertThat(check("", "--user", "falken", option, "")).isEqualTo(3);
        assertThat(check("", "--user", "falken", option, " ")).isEqualTo(3);
        assertThat(command.err()).contains("keyhole check: " + option + " needs a name; this one is empty");
    }

    private int check(String blocks, String... arguments) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("check", "--config", file(blocks).toString(), "--transport", "mqtt"));
        words.addAll(List.of(arguments));
        if (!command.surroundings().variables().containsKey("KEYHOLE_PASSWORD")) {
            command.variable("KEYHOLE_PASSWORD", "joshua");
        }
        return command.run(words.toArray(String[]::new));
    }

    private Path file(String blocks) throws IOException {
        String transport = "<Name>mqtt</Name><InetAddr>127.0.0.1:1883</InetAddr><Protocol>mqtt</Protocol>";
        return Files.writeString(
                folder.resolve("keyhole.xml"), LintCommandTest.configuration(blocks, transport), UTF_8);
    }

    private static String webService(String uri) {
        return """
                <Modules>
                  <Module>
                    <Name>web</Name>
                    <Library>keyhole-http</Library>
                    <Options>
                      <ResourceURI>%s/{{USER_NAME}}.json</ResourceURI>
                      <HTTPHeader>X-Client: {{AMPS_CLIENT_NAME}}</HTTPHeader>
                      <HTTPHeader>X-Correlation: {{AMPS_CORRELATION_ID}}</HTTPHeader>
                    </Options>
                  </Module>
                </Modules>
                <Authentication><Module>web</Module></Authentication>
                <Entitlement><Module>web</Module></Entitlement>
                """.formatted(uri);
    }
}
