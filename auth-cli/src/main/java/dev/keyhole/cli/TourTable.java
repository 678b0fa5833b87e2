package dev.keyhole.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints the rows of a tour, as they come, in 100 columns. */
final class TourTable {

    private static final int WHY_WIDTH = 43;
    private static final String FORM = "%-5s %-11s %-28s %-8s %s%n";
    private static final String CONTINUED = " ".repeat(5 + 1 + 11 + 1 + 28 + 1 + 8 + 1);

    private final PrintWriter out;

    TourTable(PrintWriter out) {
        this.out = out;
    }

    void printHead() {
        out.printf(FORM, "by", "who", "does", "outcome", "because");
        out.printf(FORM, "-".repeat(5), "-".repeat(11), "-".repeat(28), "-".repeat(8), "-".repeat(WHY_WIDTH));
        out.flush();
    }

    void print(TourRow row) {
        TourStep step = row.step();
        List<String> why = wrapped(row.why());
        out.printf(
                FORM, step.visitor().transport(), step.visitor().name(), step.deed(), outcome(row.reply()), why.get(0));
        why.stream().skip(1).forEach(line -> out.println(CONTINUED + line));
        if (!row.isAsExpected()) {
            out.println("  NOT AS EXPECTED: it should be " + (step.isAllowed() ? "allowed" : "refused")
                    + ", and the client was told: " + row.reply().words());
        }
        out.flush();
    }

    private static String outcome(Reply reply) {
        return switch (reply.kind()) {
            case ACCEPTED -> "allowed";
            case REFUSED -> "refused";
            case FAILED -> "FAILED";
        };
    }

    /** At least one line. */
    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WHY_WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
