package dev.keyhole.cli;

import dev.keyhole.host.DecisionReport.Vote;
import dev.keyhole.spi.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** For a person. */
final class PlainCheckPrinter implements CheckPrinter {

    private final PrintWriter out;
    private final PrintWriter err;

    PlainCheckPrinter(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void print(Question question, CheckResult result, List<String> notes) {
        out.println(result.outcome().name().toLowerCase(Locale.ROOT) + " " + question.words());
        line("because", result.explanation().detail());
        line("rule", result.explanation().rule());
        line("pattern", result.explanation().pattern());
        line("filter", result.filter());
        line("select", result.select());
        line("module", result.module());
        line("user", result.user());
        line("transport", result.transport());
        if (result.votes().size() > 1) {
            result.votes().forEach(vote -> line("asked", words(vote)));
        }
        notes.forEach(note -> err.println("note: " + Text.printable(note)));
    }

    @Override
    public void printBroken(Question question, String transport, List<Problem> problems) {
        problems.forEach(problem -> err.println(Text.printable(problem.toString())));
        err.println("keyhole check: the configuration is broken (" + Text.count(problems.size(), "problem") + ")");
    }

    private void line(String name, String value) {
        if (!value.isEmpty()) {
            out.printf("  %-10s %s%n", name, Text.printable(value));
        }
    }

    private static String words(Vote vote) {
        return vote.module() + " " + vote.answer().name().toLowerCase(Locale.ROOT) + ": "
                + vote.explanation().detail();
    }
}
