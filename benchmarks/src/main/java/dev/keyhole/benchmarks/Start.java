package dev.keyhole.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long {@code keyhole check} takes from end to end with nginx for service, beside a Java that only loads the same classes
 * through the same class loaders with the same options. In turns.
 */
public final class Start {

    private static final int RUNS = 25;
    private static final int WARM_UP = 3;

    private final Path distribution;
    private final Path folder;

    private Start(Path distribution, Path folder) {
        this.distribution = distribution;
        this.folder = folder;
    }

    /** The file of results, and the folder of the distribution. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("keyhole-start");
        Start start = new Start(Path.of(arguments[1]).toAbsolutePath(), folder);
        try (Nginx nginx = Nginx.start(1, LogonBenchmark.DOCUMENT)) {
            start.measure(Path.of(arguments[0]), nginx);
        } finally {
            delete(folder);
        }
    }

    private void measure(Path results, Nginx nginx) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("keyhole.xml"), LogonBenchmark.configuration(nginx.uri("{{USER_NAME}}")));
        Path classes = folder.resolve("classes");
        run(check("off", "-Xlog:class+load:file=" + classes));
        run(check("on", ""));
        awaitArchive();

        Map<String, ProcessBuilder> ways = new TreeMap<>();
        ways.put("keyhole", check("on", ""));
        ways.put("keyholeWithoutArchive", check("off", ""));
        ways.put("onlyLoading", onlyLoading(classes));
        Map<String, List<Double>> times = new TreeMap<>();
        for (int i = -WARM_UP; i < RUNS; i++) {
            for (Map.Entry<String, ProcessBuilder> way : ways.entrySet()) {
                double millis = run(way.getValue());
                if (i >= 0) {
                    times.computeIfAbsent(way.getKey(), name -> new ArrayList<>())
                            .add(millis);
                }
            }
        }
        for (Map.Entry<String, List<Double>> way : times.entrySet()) {
            Figures.add(results, "Start." + way.getKey(), 1, RUNS, way.getValue(), "ms/op");
        }
    }

    private ProcessBuilder check(String archive, String options) {
        ProcessBuilder builder = new ProcessBuilder(
                distribution.resolve("bin/keyhole").toString(),
                "check",
                "--config",
                folder.resolve("keyhole.xml").toString(),
                "--transport",
                "measured",
                "--user",
                Nginx.userName(0),
                "--logon");
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "KEYHOLE_PASSWORD",
                        Nginx.PASSWORD,
                        "KEYHOLE_ARCHIVE",
                        archive,
                        "KEYHOLE_JAVA_OPTIONS",
                        options,
                        "XDG_CACHE_HOME",
                        folder.toString()));
        return builder;
    }

    /** With the options of the script, but for its archive. */
    private ProcessBuilder onlyLoading(Path classes) throws IOException {
        try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
            Path command = jars.filter(jar -> jar.getFileName().toString().startsWith("auth-cli-"))
                    .findFirst()
                    .orElseThrow();
            return new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:CompileThresholdScaling=3",
                    "-XX:-UsePerfData",
                    "-cp",
                    command
                            + System.getProperty("path.separator")
                            + Path.of("benchmarks/target/classes").toAbsolutePath(),
                    OnlyLoading.class.getName(),
                    classes.toString(),
                    "2000");
        }
    }

    private static double run(ProcessBuilder builder) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = builder.redirectErrorStream(true).start();
        byte[] output = process.getInputStream().readAllBytes();
        int status = process.waitFor();
        if (status != 0) {
            throw new IllegalStateException("exit status " + status + ": " + new String(output, UTF_8));
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    /** The first run has it made in the background. */
    private void awaitArchive() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!hasArchive()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no archive was made");
            }
            Thread.sleep(100);
        }
    }

    private boolean hasArchive() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("keyhole"))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            return names.stream().anyMatch(name -> name.endsWith(".jsa"))
                    && names.stream().noneMatch(name -> name.endsWith(".lock"));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
