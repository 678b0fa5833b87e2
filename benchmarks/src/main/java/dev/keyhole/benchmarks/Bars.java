package dev.keyhole.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Prints what the results must come up to, in a Markdown table. What hasn't been measured is left out. */
public final class Bars {

    /** Bytes a check, of what JMH itself makes now and then; the smallest object has sixteen. */
    private static final double DOES_NOT_COUNT = 0.5;

    /** Calls of a module at one time, unless the configuration says otherwise. */
    private static final int BULKHEAD = 64;

    /** Of the host and its libraries, however many log on. */
    private static final int OTHER_THREADS = 24;

    private final Path folder;
    private final List<String> lines = new ArrayList<>();

    private Bars(Path folder) {
        this.folder = folder;
    }

    /** The folder of results. */
    public static void main(String[] arguments) throws IOException {
        Bars bars = new Bars(Path.of(arguments[0]));
        bars.cachedChecks();
        bars.decisions();
        bars.hostileNames();
        bars.logons();
        bars.parsing();
        bars.storm();
        bars.messages();
        bars.atMost(
                1.6,
                "a command, to a Java that only loads its classes",
                bars.ratio("start", "keyhole", "onlyLoading", ""));
        System.out.println("| | limit | measured | |\n| --- | ---: | ---: | --- |");
        bars.lines.forEach(System.out::println);
    }

    private void cachedChecks() throws IOException {
        for (int threads = 1; threads <= 2; threads++) {
            String setting = threads == 1 ? "1 thread" : "2 threads";
            Optional<Row> ours = row("cached", "keyhole", setting);
            Optional<Row> caffeine = row("cached", "caffeineRecordKey", setting);
            if (ours.isPresent() && caffeine.isPresent()) {
                double sum = ours.get().error() + caffeine.get().error();
                double error = Double.isNaN(sum) ? 0 : sum / caffeine.get().median();
                double ratio = ours.get().median() / caffeine.get().median();
                add(
                        "cached check, to Caffeine with a record for key, " + setting,
                        "at most 1.0 (± " + number(error) + ")",
                        number(ratio),
                        ratio <= 1 + error);
                double bytes = Double.parseDouble(ours.get().bytes());
                add("the same, bytes allocated", "0", number(bytes), bytes < DOES_NOT_COUNT);
            }
            atLeast(
                    10,
                    "cached check of Artemis, to ours, " + setting,
                    ratio("artemis", "artemisCached", "keyhole", setting));
        }
    }

    private void decisions() throws IOException {
        atMost(
                15,
                "decision out of 1,000 rules, to a lookup in Caffeine",
                ratio("decision", "keyhole", "caffeineLookup", "rules=1000"));
        Optional<Row> many = row("decision", "keyhole", "rules=10000");
        Optional<Row> some = row("decision", "keyhole", "rules=1000");
        if (many.isPresent() && some.isPresent()) {
            atMost(
                    3,
                    "decision out of 10,000 rules, to one out of 1,000",
                    Optional.of(many.get().median() / some.get().median()));
        }
        atLeast(
                100,
                "linear search of 10,000 rules by java.util.regex, to ours",
                ratio("decision", "linearJavaUtilRegex", "keyhole", "rules=10000"));
        for (String rules : List.of("10", "1000", "10000")) {
            atLeast(
                    1,
                    "decision of Kafka's authorizer out of " + rules + " rules, to ours",
                    ratio("kafka", "kafkaStandardAuthorizer", "keyhole", "rules=" + rules));
        }
    }

    private void hostileNames() throws IOException {
        if (results("hostile").isEmpty()) {
            return;
        }
        double longest = 0;
        for (Row row : rows("hostile")) {
            if (row.parameters().contains("length=1024")) {
                longest = Math.max(longest, row.median());
            }
        }
        add(
                "hostile name of 1,024 characters, the slowest document",
                "at most 2,000 us",
                number(longest),
                longest <= 2_000);
        Optional<Row> half = row("hostile", "keyhole", "length=512 pattern=all");
        Optional<Row> whole = row("hostile", "keyhole", "length=1024 pattern=all");
        if (half.isPresent() && whole.isPresent()) {
            atMost(
                    2,
                    "hostile name of 1,024 characters, to one of 512, all patterns",
                    Optional.of(whole.get().median() / half.get().median()));
        }
    }

    /** That a logon is one request is counted by the benchmark, which fails otherwise. */
    private void logons() throws IOException {
        Predicate<Row> any = row -> true;
        atLeast(0.85, "logons, to bare preemptive requests", ratio("logon", "keyhole", "barePreemptive", any));
        atLeast(
                1.4,
                "logons, to bare requests with a challenge each",
                ratio("logon", "keyhole", "bareChallenged", any));
    }

    private void parsing() throws IOException {
        for (String size : List.of("2KB", "1MB")) {
            String setting = "size=" + size;
            atMost(
                    4,
                    "document of " + size + ", to Jackson's tokens",
                    ratio("parse", "keyhole", "jacksonTokens", setting));
            Optional<Row> with = row("parse", "keyholeEnginePatterns", setting);
            Optional<Row> without = row("parse", "keyholeNamesInstead", setting);
            Optional<Row> bare = row("parse", "compileOurs", setting);
            if (with.isPresent() && without.isPresent() && bare.isPresent()) {
                atMost(
                        1.2,
                        "what patterns that need an engine add to " + size + ", to their bare compilation",
                        Optional.of((with.get().median() - without.get().median())
                                / bare.get().median()));
            }
        }
    }

    private void storm() throws IOException {
        for (String line : results("storm")) {
            String[] cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
            if (cells.length > 7 && cells[1].startsWith("`keyhole`")) {
                String storm = "storm" + cells[1].substring("`keyhole`".length()) + ": ";
                add(storm + "logons that failed", "0", cells[2], cells[2].equals("0"));
                // As with every other figure, what counts is code that is compiled; the first storm is in the storms'
                // own table.
                atMost(
                        3,
                        storm + "until the last is in, to what the requests take",
                        Optional.of(Double.parseDouble(cells[6])).filter(ratio -> storm.contains("later")));
                add(
                        storm + "platform threads",
                        "at most " + BULKHEAD + " + " + OTHER_THREADS,
                        cells[7],
                        Integer.parseInt(cells[7]) <= BULKHEAD + OTHER_THREADS);
            }
        }
    }

    private void messages() throws IOException {
        for (String kind : List.of("not persistent", "persistent")) {
            atLeast(
                    0.97,
                    "messages a second through Artemis, " + kind + ", to Artemis' own login module",
                    ratio("throughput", "keyhole", "propertiesFile", kind));
        }
    }

    private void atMost(double limit, String what, Optional<Double> measured) {
        measured.ifPresent(value -> add(what, "at most " + plain(limit), number(value), value <= limit));
    }

    private void atLeast(double limit, String what, Optional<Double> measured) {
        measured.ifPresent(value -> add(what, "at least " + plain(limit), number(value), value >= limit));
    }

    private void add(String what, String limit, String measured, boolean holds) {
        lines.add(
                "| " + what + " | " + limit + " | " + measured + " | " + (holds ? "holds" : "**doesn't hold**") + " |");
    }

    private List<String> results(String set) throws IOException {
        Path file = folder.resolve(set + ".tsv");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private List<Row> rows(String set) throws IOException {
        return results(set).isEmpty() ? List.of() : Row.in(folder.resolve(set + ".tsv"));
    }

    private Optional<Row> row(String set, String method, String setting) throws IOException {
        return row(set, method, row -> row.setting().equals(setting));
    }

    private Optional<Row> row(String set, String method, Predicate<Row> condition) throws IOException {
        return rows(set).stream()
                .filter(row -> row.method().equals(method))
                .filter(condition)
                .findFirst();
    }

    private Optional<Double> ratio(String set, String method, String measure, String setting) throws IOException {
        return ratio(
                set, method, measure, row -> setting.isEmpty() || row.setting().equals(setting));
    }

    private Optional<Double> ratio(String set, String method, String measure, Predicate<Row> condition)
            throws IOException {
        Optional<Row> other = row(set, measure, condition);
        return row(set, method, condition).flatMap(row -> other.map(one -> row.median() / one.median()));
    }

    private static String plain(double limit) {
        return limit == Math.rint(limit) ? String.valueOf((long) limit) : String.valueOf(limit);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
    }
}
