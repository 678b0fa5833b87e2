package dev.keyhole.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What nginx can do: {@code wrk} asks it for one document by sixteen connections, with the credentials in each request. */
public final class Wrk {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final int RUNS = 5;

    private Wrk() {}

    /** Adds a line to the file of results. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Double> rates = new ArrayList<>();
        try (Nginx nginx = Nginx.start(LogonBenchmark.CALLERS, LogonBenchmark.DOCUMENT)) {
            for (int i = 0; i <= RUNS; i++) {
                double rate = run(nginx);
                if (i > 0) {
                    rates.add(rate);
                }
            }
        }
        Figures.add(Path.of(arguments[0]), "LogonBenchmark.wrk", LogonBenchmark.CALLERS, 1, rates, "ops/s");
    }

    private static double run(Nginx nginx) throws IOException, InterruptedException {
        String user = Nginx.userName(0);
        String credentials = Base64.getEncoder().encodeToString((user + ":" + Nginx.PASSWORD).getBytes(UTF_8));
        Process process = new ProcessBuilder(
                        "wrk",
                        "-t",
                        "2",
                        "-c",
                        String.valueOf(LogonBenchmark.CALLERS),
                        "-d",
                        "3s",
                        "-H",
                        "Authorization: Basic " + credentials,
                        nginx.uri(user))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        Matcher rate = RATE.matcher(output);
        if (process.waitFor() != 0 || !rate.find() || output.contains("Non-2xx")) {
            throw new IllegalStateException("wrk said: " + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
