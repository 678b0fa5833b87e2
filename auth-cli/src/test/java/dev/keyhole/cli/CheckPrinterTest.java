package dev.keyhole.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.DecisionReport.Answer;
import dev.keyhole.host.DecisionReport.Vote;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckPrinterTest {

    private static final Explanation RULE = new Explanation("/topic/0", "^games/", "the rule grants \"read\"");

    private static final CheckResult GRANTED = CheckResult.of(
            new DecisionReport(
                    Decision.granted("/a = 'b'", "-/,+/id", "web-service", RULE),
                    "mqtt",
                    List.of(
                            new Vote("first", Answer.ABSTAINED, Explanation.of("no opinion"), false),
                            new Vote("web-service", Answer.GRANTED, RULE, false)),
                    Duration.ZERO),
            "falken");

    private final CommandRun command = new CommandRun();
    private final CheckPrinter json =
            new JsonCheckPrinter(command.surroundings().out());
    private final CheckPrinter plain = new PlainCheckPrinter(
            command.surroundings().out(), command.surroundings().err());

    @Test
    void jsonIsOneObjectOnOneLine() {
        json.print(Question.read("games/chess"), GRANTED, List.of("a note"));

        assertThat(command.out()).isEqualToIgnoringNewLines("""
                        {"decision":"granted","user":"falken","filter":"/a = 'b'","select":"-/,+/id",\
                        "module":"web-service","rule":"/topic/0","pattern":"^games/",\
                        "reason":"the rule grants \\"read\\"","transport":"mqtt","permission":"read",\
                        "resource":"topic","name":"games/chess",\
                        "votes":[{"module":"first","answer":"abstained","reason":"no opinion"},\
                        {"module":"web-service","answer":"granted","reason":"the rule grants \\"read\\""}],\
                        "notes":["a note"]}""");
    }

    @Test
    void aPathOfTheAdminInterfaceIsCalledThat() {
        assertThat(Question.admin("/amps").words()).isEqualTo("to read the admin path /amps");
        assertThat(Question.read("/amps").words()).isEqualTo("to read /amps");
    }

    @Test
    void jsonOfABrokenConfigurationIsUnavailableAndListsTheProblems() {
        json.printBroken(Question.logon(), "mqtt", List.of(Problem.of("bad").at("keyhole.xml:3"), Problem.of("worse")));

        assertThat(command.out())
                .contains(
                        "\"decision\":\"unavailable\"",
                        "\"problems\":[\"keyhole.xml:3: bad\",\"worse\"]",
                        "\"user\":\"\"");
    }

    @Test
    void aPersonIsToldWhatDecidedAndWhy() {
        plain.print(Question.read("games/chess"), GRANTED, List.of("a note"));

        assertThat(command.out().lines())
                .containsExactly(
                        "granted to read games/chess",
                        "  because    the rule grants \"read\"",
                        "  rule       /topic/0",
                        "  pattern    ^games/",
                        "  filter     /a = 'b'",
                        "  select     -/,+/id",
                        "  module     web-service",
                        "  user       falken",
                        "  transport  mqtt",
                        "  asked      first abstained: no opinion",
                        "  asked      web-service granted: the rule grants \"read\"");
        assertThat(command.err()).isEqualToIgnoringNewLines("note: a note");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        plain.print(Question.write("a\u001b[2Jb"), GRANTED, List.of());

        assertThat(command.out()).contains("a?[2Jb").doesNotContain("\u001b");
    }

    @Test
    void everyProblemOfABrokenConfigurationIsTold() {
        plain.printBroken(
                Question.logon(), "mqtt", List.of(Problem.of("bad").at("keyhole.xml:3"), Problem.of("worse")));

        assertThat(command.err()).contains("keyhole.xml:3: bad", "worse", "broken (2 problems)");
    }
}
