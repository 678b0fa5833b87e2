package dev.keyhole.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A line of results, as {@link Measure} writes it. */
record Row(
        String name,
        String parameters,
        int threads,
        int forks,
        double median,
        double error,
        String unit,
        String bytes) {

    /** Those of a file, in the order in which they were measured. */
    static List<Row> in(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Row::of).toList();
    }

    private static Row of(String line) {
        String[] parts = line.split("\t", -1);
        return new Row(
                parts[0],
                parts[1],
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Double.parseDouble(parts[4]),
                Double.parseDouble(parts[5]),
                parts[6],
                parts[7]);
    }

    String method() {
        return name.substring(name.indexOf('.') + 1);
    }

    String setting() {
        String count = threads == 1 ? "1 thread" : threads + " threads";
        return parameters.isEmpty() ? count : parameters + (threads == 1 ? "" : ", " + count);
    }
}
