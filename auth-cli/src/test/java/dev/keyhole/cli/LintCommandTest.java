package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintCommandTest {

    private static final String LISTENER =
            "<Name>mqtt</Name><InetAddr>127.0.0.1:1883</InetAddr><Protocol>mqtt</Protocol>";

    @TempDir
    private Path folder;

    private final CommandRun command = new CommandRun();

    @Test
    void aCleanDocumentEndsZero() throws IOException {
        Path file = file("falken.json", "{\"logon\": true, \"topic\": [{\"topic\": \"^games/\", \"read\": true}]}");

        assertThat(command.run("lint", file.toString())).isZero();
        assertThat(command.out()).isEqualToIgnoringNewLines(file + ": nothing found");
    }

    @Test
    void aBrokenDocumentIsToldWithLineAndColumn() throws IOException {
        Path file = file("falken.json", "{\n  \"logon\": \"yes\"\n}");

        assertThat(command.run("lint", file.toString())).isEqualTo(2);
        assertThat(command.out()).contains(file + ":2:", "/logon", "1 error, 0 warnings");
    }

    @Test
    void aRuleThatDoesNotMeanWhatItSeemsToIsWarnedOf() throws IOException {
        Path file = file("falken.json", "{\"logon\": true, \"topic\": [{\"topic\": \"desk.fx\", \"read\": true}]}");

        assertThat(command.run("lint", file.toString())).isEqualTo(1);
        assertThat(command.out()).contains(file + ": warning: /topic/0: ", "0 errors, 1 warning");
    }

    @Test
    void everyErrorOfAConfigurationIsToldWithItsLine() throws IOException {
        Path file = file("keyhole.xml", """
            <AMPSConfig>
              <Transports>
                <Transport><InetAdr>1883</InetAdr></Transport>
              </Transports>
              <Entitlment/>
            </AMPSConfig>
            """);

        assertThat(command.run("lint", file.toString())).isEqualTo(2);
        assertThat(command.out()).contains("keyhole.xml:3: ", "keyhole.xml:5: ", "did you mean 'Entitlement'");
    }

    @Test
    void filesAreNamedAsTheyAreGiven() throws IOException {
        file("transport.xml", "<Transport><Name>a</Name><InetAdr>1883</InetAdr></Transport>");
        Path file = file(
                "keyhole.xml",
                "<AMPSConfig>\n"
                        + "<Transports><Include>transport.xml</Include></Transports>\n"
                        + "<Entitlment/>\n"
                        + "</AMPSConfig>");

        assertThat(command.run("lint", file.toString())).isEqualTo(2);
        assertThat(command.out()).contains("\n" + file + ":3: ").startsWith(folder.resolve("transport.xml") + ":1: ");

        Path relative = Path.of("").toAbsolutePath().relativize(file);
        CommandRun again = new CommandRun();
        assertThat(again.run("lint", relative.toString())).isEqualTo(2);
        assertThat(again.out()).contains("\n" + relative + ":3: ");

        Path open = file("open.xml", configuration("", LISTENER));
        assertThat(again.run("lint", open.toString())).isEqualTo(1);
        assertThat(again.out()).contains("\n" + open + ":3: warning: ");
    }

    @Test
    void aTransportThatIsLeftToTheBuiltInModulesIsWarnedOf() throws IOException {
        Path file = file("keyhole.xml", configuration("", LISTENER));

        assertThat(command.run("lint", file.toString())).isEqualTo(1);
        assertThat(command.out())
                .contains(
                        "keyhole.xml:3: warning: ",
                        "accepts any user name",
                        "grants everything",
                        "0 errors, 2 warnings");
    }

    @Test
    void modulesThatAcceptAnybodyAreWarnedOf() throws IOException {
        String blocks = """
            <Authentication>
              <Module>amps-default-authentication-module</Module>
              <Options><AllowSpoofing>true</AllowSpoofing></Options>
            </Authentication>
            <Entitlement><Module>amps-default-entitlement-module</Module></Entitlement>
            """;
        Path file = file("keyhole.xml", configuration(blocks, LISTENER));

        assertThat(command.run("lint", file.toString())).isEqualTo(1);
        assertThat(command.out()).contains("AllowSpoofing", "grants everything to whoever is logged on");
    }

    @Test
    void anImplicitLogonThatMayDoEverythingIsWarnedOf() throws IOException {
        String transport =
                LISTENER + "<Authentication><Module>amps-implicit-authentication-module</Module></Authentication>";
        String everything = "<Entitlement><Module>amps-default-entitlement-module</Module></Entitlement>";
        String nothing = "<Entitlement><Module>amps-default-no-entitlement-module</Module></Entitlement>";
        Path open = file("open.xml", configuration(everything, transport));
        Path shut = file("shut.xml", configuration(nothing, transport));

        assertThat(command.run("lint", open.toString())).isEqualTo(1);
        assertThat(command.out()).contains("transport 'mqtt' lets anybody do everything, without a logon");
        assertThat(new CommandRun().run("lint", shut.toString())).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "http://auth.example.com/{{USER_NAME}}, true",
        "http://127.0.0.1:8833/{{USER_NAME}}.json, false",
        "http://[::1]:8833/?u={{USER_NAME}}, false",
        "http://localhost/{{USER_NAME}}, false"
    })
    void passwordsInTheClearToAnotherHostAreWarnedOf(String uri, boolean isWarned) throws IOException {
        String blocks = """
            <Modules>
              <Module>
                <Name>web</Name>
                <Library>libamps_http_entitlement.so</Library>
                <Options><ResourceURI>%s</ResourceURI></Options>
              </Module>
            </Modules>
            <Authentication><Module>web</Module></Authentication>
            <Entitlement><Module>web</Module></Entitlement>
            """.formatted(uri);
        Path file = file("keyhole.xml", configuration(blocks, LISTENER));

        assertThat(command.run("lint", file.toString())).isEqualTo(isWarned ? 1 : 0);
        assertThat(command.out().contains("in the clear")).isEqualTo(isWarned);
    }

    @ParameterizedTest
    @CsvSource({
        "<host>127.0.0.1</host>, 0, ''",
        "<host>auth.example.com</host><with_tls>true</with_tls><AllowUnverifiedPeer>true</AllowUnverifiedPeer>, 2, ''",
        "<host>auth.example.com</host>, 2, sends passwords to another host",
        "<host>auth.example.com</host>, 2, sends questions to another host",
        "<host>localhost</host><params_mode>FORM</params_mode>, 1, into the query",
        "<host>localhost</host><params_mode>form</params_mode><request_method>POST</request_method>, 0, ''",
        "<host>localhost</host><response_mode>STATUS</response_mode>, 0, ''",
        "<host>localhost</host><timeout>5</timeout>, 2, of 'users' is less than 100 ms",
        "<host>localhost</host><timeout>99ms</timeout>, 2, of 'topics' is less than 100 ms",
        "<host>localhost</host><timeout>5s</timeout>, 0, ''",
        "<host>localhost</host><timeout>100</timeout>, 0, ''",
        "<host>localhost</host><superuser_uri>/su</superuser_uri>, 1, no effect on the logons of 'users'"
    })
    void perRequestChecksThatGivePasswordsAwayOrMeanSomethingElseAreWarnedOf(
            String options, int warnings, String message) throws IOException {
        Path file = file("keyhole.xml", configuration(httpChecks(options, ""), LISTENER));

        assertThat(command.run("lint", file.toString())).isEqualTo(warnings == 0 ? 0 : 1);
        assertThat(command.out()).contains(warnings == 0 ? "nothing found" : "0 errors, " + warnings + " warning");
        assertThat(command.out()).contains(message);
    }

    @Test
    void aChainInWhichAnOutageOpensTheDoorIsWarnedOf() throws IOException {
        String status = "<host>localhost</host><response_mode>STATUS</response_mode>";
        String open = "<Module>amps-default-entitlement-module</Module>";
        Path file = file("keyhole.xml", configuration(httpChecks(status, open), LISTENER));

        assertThat(command.run("lint", file.toString())).isEqualTo(1);
        assertThat(command.out()).contains("an outage opens the door");
    }

    private static String httpChecks(String options, String afterTopics) {
        return """
            <Modules>
              <Module>
                <Name>users</Name><Library>keyhole-http-user-check</Library>
                <Options>%1$s<port>8080</port></Options>
              </Module>
              <Module>
                <Name>topics</Name><Library>amqtt.contrib.http.TopicAuthHttpPlugin</Library>
                <Options>%1$s<port>8080</port></Options>
              </Module>
            </Modules>
            <Authentication><Module>users</Module></Authentication>
            <Entitlement><Module>topics</Module>%2$s</Entitlement>
            """.formatted(options, afterTopics);
    }

    @Test
    void severalFilesAreLookedThroughAndCountedTogether() throws IOException {
        Path good = file("good.json", "{\"logon\": true}");
        Path bad = file("bad.json", "[]");

        assertThat(command.run("lint", good.toString(), bad.toString())).isEqualTo(2);
        assertThat(command.out()).contains("good.json: nothing found", "bad.json:1:", "1 error");
    }

    @Test
    void aFileThatCannotBeReadIsAnError() {
        assertThat(command.run("lint", folder.resolve("none.xml").toString())).isEqualTo(2);
        assertThat(command.run("lint", folder.toString())).isEqualTo(2);
        assertThat(command.out())
                .contains("none.xml: it can't be read: there is no such file\n", "it can't be read: it is a folder");
    }

    @Test
    void aModuleDirectoryThatIsNotThereIsWrongUsage() throws IOException {
        Path file = file("keyhole.xml", configuration("", LISTENER));

        assertThat(command.run("lint", file.toString(), "--modules", "/nowhere/modules"))
                .isEqualTo(3);
        assertThat(command.err()).contains("/nowhere/modules");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content, UTF_8);
    }

    static String configuration(String blocks, String transport) {
        return """
            <AMPSConfig>
              <Transports>
                <Transport>%s</Transport>
              </Transports>
              %s
            </AMPSConfig>
            """.formatted(transport, blocks);
    }
}
