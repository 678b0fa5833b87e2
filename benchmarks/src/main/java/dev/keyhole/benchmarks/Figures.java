package dev.keyhole.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.util.ListStatistics;

/** Lines of results that JMH didn't measure, in the form of {@link Measure}. */
final class Figures {

    private Figures() {}

    static void add(Path file, String name, int threads, int forks, List<Double> values, String unit)
            throws IOException {
        ListStatistics statistics = new ListStatistics();
        values.forEach(statistics::addValue);
        String line = String.format(
                Locale.ROOT,
                "%s\t\t%d\t%d\t%.4f\t%.4f\t%s\t%n",
                name,
                threads,
                forks,
                statistics.getPercentile(50),
                statistics.getMeanErrorAt(0.999),
                unit);
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
