package dev.keyhole.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyholeTest {

    private final CommandRun command = new CommandRun();

    @Test
    void withoutACommandItTellsWhichThereAreAndEndsAsWrongUsage() {
        assertThat(command.run()).isEqualTo(3);
        assertThat(command.err()).contains("demo", "ping", "check", "lint", "credentials", "which command?");
        assertThat(command.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void helpNamesEveryCommand(String argument) {
        assertThat(command.run(argument)).isZero();
        assertThat(command.out()).contains("demo", "ping", "check", "lint", "credentials", "gen-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "ping", "check", "lint", "credentials", "gen-key", "reload", "reset"})
    void everyCommandHasHelpThatSaysHowItEnds(String name) {
        assertThat(command.run(name, "--help")).isZero();
        assertThat(new CommandRun().run("help", name)).isZero();
        assertThat(command.out())
                .contains("Usage: keyhole " + name, "Exit status:", "Example:")
                .doesNotContain("=FILE");
        assertThat(command.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void versionIsTold() {
        assertThat(command.run("--version")).isZero();
        assertThat(command.out()).startsWith("keyhole ").contains("Java " + Runtime.version());
    }

    @Test
    void aMisspeltCommandIsAnsweredWithTheNearest() {
        assertThat(command.run("chek")).isEqualTo(3);
        assertThat(command.err()).contains("'chek'").contains("keyhole check");
    }

    @Test
    void anUnknownOptionIsWrongUsage() {
        assertThat(command.run("lint", "--colour", "keyhole.xml")).isEqualTo(3);
        assertThat(command.err()).contains("--colour").contains("keyhole lint --help");
    }

    @Test
    void aMisspeltOptionIsNamedAlsoWhereARequiredOneIsMissing() {
        assertThat(command.run("ping", "--sever", "falken@127.0.0.1")).isEqualTo(3);
        assertThat(command.err())
                .contains("Unknown option: '--sever'", "--server")
                .doesNotContain("Missing");
    }

    @Test
    void theValueOfAnUnknownOptionIsNotShown() {
        assertThat(command.run("ping", "--server", "h", "--password", "joshua")).isEqualTo(3);
        assertThat(command.run("ping", "--server", "h", "--password=joshua")).isEqualTo(3);
        assertThat(command.run("ping", "--password=joshua")).isEqualTo(3);
        assertThat(command.err()).contains("'--password'").doesNotContain("joshua");
    }

    @Test
    void wrongUsageIsToldWithoutStammering() {
        assertThat(command.run("check", "--config", "f", "--transport", "t", "--logon", "--read", "x"))
                .isEqualTo(3);
        assertThat(command.run("lint", "f", "-D", "NAME")).isEqualTo(3);
        assertThat(command.err()).contains("mutually exclusive").doesNotContain("Error:", "option option");
    }

    @Test
    void aMessageOnWrongUsageShowsNoPassword() {
        assertThat(command.run("ping", "falken:joshua@127.0.0.1:1883")).isEqualTo(3);
        assertThat(command.run("ping", "--server=h", "mqtt://falken:joshua@h")).isEqualTo(3);
        assertThat(command.run("ping", "--sever=falken:joshua@h")).isEqualTo(3);
        assertThat(command.run("lint", "-x=falken:joshua@h")).isEqualTo(3);
        assertThat(command.err()).doesNotContain("joshua");
    }
}
