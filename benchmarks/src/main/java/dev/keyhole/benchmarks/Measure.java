package dev.keyhole.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs benchmarks as JMH does, and adds a line to a file for each: its name, its parameters, threads, forks, the median, the
 * error of the mean (99.9 %), the unit, and bytes allocated. The first argument is the file, the others are JMH's.
 */
public final class Measure {

    private Measure() {}

    /** Runs them. */
    public static void main(String[] arguments) throws IOException, RunnerException, CommandLineOptionException {
        String[] options = Arrays.copyOfRange(arguments, 1, arguments.length);
        List<String> lines = new Runner(new CommandLineOptions(options))
                .run().stream().map(Measure::line).toList();
        Files.write(Path.of(arguments[0]), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String line(RunResult result) {
        BenchmarkParams params = result.getParams();
        String name = params.getBenchmark().replaceFirst(".*\\.([^.]+\\.[^.]+)$", "$1");
        String parameters = params.getParamsKeys().stream()
                .map(key -> key + "=" + params.getParam(key))
                .collect(Collectors.joining(" "));
        Statistics statistics = result.getPrimaryResult().getStatistics();
        Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return String.join(
                "\t",
                name,
                parameters,
                String.valueOf(params.getThreads()),
                String.valueOf(params.getForks()),
                number(statistics.getPercentile(50)),
                number(statistics.getMeanErrorAt(0.999)),
                result.getPrimaryResult().getScoreUnit(),
                allocated == null ? "" : number(allocated.getScore()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
