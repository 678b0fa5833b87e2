package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** An instance of a stock distribution of Artemis, made and started as its users do. */
final class StockArtemis implements AutoCloseable {

    private static final Path HOME = Path.of(System.getProperty("keyhole.artemis.home", ""));
    private static final Path ARCHIVE = Path.of(System.getProperty("keyhole.artemis.archive", ""));
    private static final Map<String, Integer> PORTS = Map.of(
            "artemis", 61_616, "amqp", 5_672, "mqtt", 1_883, "stomp", 61_613, "hornetq", 5_445, "console", 8_161);
    private static final Pattern COMMANDS =
            Pattern.compile("^ *```sh\\R(.*?)^ *```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final long SECONDS = 120;

    private final Path instance;
    private final Path log;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private Process broker;

    private StockArtemis(Path folder) {
        this.instance = folder.resolve("instance");
        this.log = folder.resolve("broker.log");
    }

    /** {@code artemis create}, with acceptors at ports that are free. */
    static StockArtemis create(Path folder) throws IOException {
        StockArtemis artemis = new StockArtemis(folder);
        int offset = freeOffset();
        PORTS.forEach((acceptor, port) -> artemis.ports.put(acceptor, port + offset));
        artemis.run(
                folder,
                HOME.resolve("bin/artemis").toString(),
                "create",
                "--silent",
                "--user=admin",
                "--password=admin",
                "--require-login",
                "--no-autotune",
                "--nio",
                "--host=127.0.0.1",
                "--port-offset=" + offset,
                artemis.instance.toString());
        return artemis;
    }

    /** What can be added to all ports so that all of them are free. */
    private static int freeOffset() {
        return new Random()
                .ints(100, 3_900)
                .limit(1_000)
                .filter(offset -> PORTS.values().stream().allMatch(port -> isFree(port + offset)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }

    int port(String acceptor) {
        return ports.get(acceptor);
    }

    /** Does what INSTALL.md says under a heading, command by command. */
    void follow(String heading) throws IOException {
        run(
                instance,
                "unzip",
                "-o",
                "-q",
                ARCHIVE.toString(),
                "keyhole/INSTALL.md",
                "-d",
                log.getParent().toString());
        String text = Files.readString(log.getParent().resolve("keyhole/INSTALL.md"), UTF_8);
        int begin = text.indexOf("## " + heading);
        int end = text.indexOf("\n## ", begin + 1);
        Matcher commands = COMMANDS.matcher(text.substring(begin, end < 0 ? text.length() : end));
        StringBuilder script = new StringBuilder("set -e\n");
        while (commands.find()) {
            script.append(commands.group(1));
        }
        run(instance, "sh", "-c", script.toString());
    }

    /** The folders of Keyhole's module directory that have jars in them. */
    List<String> modules() throws IOException {
        try (Stream<Path> files = Files.walk(instance.resolve("keyhole/modules"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .map(jar -> jar.getParent().getFileName().toString())
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    void edit(String file, String from, String to) throws IOException {
        Path path = instance.resolve("etc").resolve(file);
        String text = Files.readString(path, UTF_8);
        if (!text.contains(from)) {
            throw new IllegalArgumentException("no '" + from + "' in " + file);
        }
        Files.writeString(path, text.replace(from, to), UTF_8);
    }

    /** {@code artemis run}, until the broker serves its clients. */
    void start() throws IOException {
        launch();
        Awaitility.await()
                .atMost(SECONDS, TimeUnit.SECONDS)
                .failFast("the broker ended", () -> !broker.isAlive())
                .until(() -> log().contains("AMQ221007") && log().contains("AMQ241004"));
    }

    /** {@code artemis run}, where it is expected not to serve anybody. */
    void startInVain() throws IOException, InterruptedException {
        launch();
        if (!broker.waitFor(SECONDS, TimeUnit.SECONDS)) {
            stop();
            throw new AssertionError("the broker runs: " + log());
        }
    }

    private void launch() throws IOException {
        Files.deleteIfExists(log);
        broker = builder(instance, instance.resolve("bin/artemis").toString(), "run")
                .redirectOutput(log.toFile())
                .start();
    }

    /** What the broker has written since its last start. */
    String log() throws IOException {
        return Files.readString(log, UTF_8);
    }

    void stop() {
        try {
            broker.destroy();
            if (!broker.waitFor(SECONDS, TimeUnit.SECONDS)) {
                broker.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (broker != null) {
            stop();
        }
    }

    private ProcessBuilder builder(Path folder, String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("ARTEMIS_INSTANCE", instance.toString());
        builder.environment()
                .put("KEYHOLE_ZIP", ARCHIVE.toAbsolutePath().normalize().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // A tenth of what it takes by default is enough for a test.
        builder.environment().put("JAVA_ARGS_APPEND", "-Xms64M -Xmx512M");
        return builder;
    }

    private void run(Path folder, String... command) throws IOException {
        Path output = Files.createTempFile("artemis", ".log");
        try {
            Process process =
                    builder(folder, command).redirectOutput(output.toFile()).start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + ": " + Files.readString(output, UTF_8));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            Files.delete(output);
        }
    }
}
