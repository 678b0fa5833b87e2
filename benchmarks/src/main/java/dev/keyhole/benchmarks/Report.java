package dev.keyhole.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes Markdown tables of what {@link Measure} wrote: medians with their errors, and each one's ratio to one of them. The
 * arguments are files, each with the benchmark that is the measure of the others in it.
 */
public final class Report {

    private final List<Row> rows = new ArrayList<>();

    private Report(Path file) throws IOException {
        rows.addAll(Row.in(file));
    }

    /** Prints them. */
    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            System.out.println(new Report(Path.of(arguments[i])).table(arguments[i + 1]));
        }
    }

    private String table(String measure) {
        StringBuilder table = new StringBuilder("| | | median | error | unit | bytes allocated | ratio | forks |\n")
                .append("| --- | --- | ---: | ---: | --- | ---: | ---: | ---: |\n");
        // By setting, in the order in which they were measured.
        List<String> settings = rows.stream().map(Row::setting).distinct().toList();
        for (String setting : settings) {
            Optional<Row> base = rows.stream()
                    .filter(row -> row.setting().equals(setting) && row.method().equals(measure))
                    .findFirst();
            for (String method : new TreeSet<>(rows.stream().map(Row::method).toList())) {
                rows.stream()
                        .filter(row ->
                                row.setting().equals(setting) && row.method().equals(method))
                        .reduce((first, last) -> last)
                        .ifPresent(row -> table.append(line(row, setting, base)));
            }
        }
        settings.forEach(setting -> table.append(patterns(setting)));
        return table.toString();
    }

    /** What patterns that need an engine add to a document, beside their bare compilation. */
    private String patterns(String setting) {
        Optional<Double> with = median(setting, "keyholeEnginePatterns");
        Optional<Double> without = median(setting, "keyholeNamesInstead");
        Optional<Double> ours = median(setting, "compileOurs");
        Optional<Double> re2 = median(setting, "compileRe2");
        if (with.isEmpty() || without.isEmpty() || ours.isEmpty() || re2.isEmpty()) {
            return "";
        }
        double added = with.get() - without.get();
        return String.format(
                Locale.ROOT,
                "%n%s: the patterns add %s us to the document, %.2f times their bare compilation by our engine, %.2f times"
                        + " that by RE2/J.%n",
                setting,
                number(added),
                added / ours.get(),
                added / re2.get());
    }

    private Optional<Double> median(String setting, String method) {
        return rows.stream()
                .filter(row -> row.setting().equals(setting) && row.method().equals(method))
                .map(Row::median)
                .findFirst();
    }

    private static String line(Row row, String setting, Optional<Row> base) {
        return "| %s | `%s` | %s | %s | %s | %s | %s | %d |%n"
                .formatted(
                        setting.replace("|", "\\|"),
                        row.method(),
                        number(row.median()),
                        Double.isNaN(row.error()) ? "" : "± " + number(row.error()),
                        row.unit(),
                        row.bytes().isEmpty() ? "" : number(Double.parseDouble(row.bytes())),
                        base.map(one -> number(row.median() / one.median())).orElse(""),
                        row.forks());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 0.05 ? "%.0f" : value < 100 ? "%.2f" : "%,.0f", value);
    }
}
