package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The packaged command, run as a user runs it: by its script, in a process of its own. */
final class KeyholeProcess implements AutoCloseable {

    private static final long MINUTES = 3;

    private final Process process;
    private final Lines out;
    private final Lines err;

    private KeyholeProcess(Process process) {
        this.process = process;
        this.out = new Lines(process.inputReader(UTF_8));
        this.err = new Lines(process.errorReader(UTF_8));
    }

    /** The folder that the build packs the distribution into. */
    static Path distribution() {
        return Path.of(System.getProperty("keyhole.distribution"))
                .toAbsolutePath()
                .normalize();
    }

    static KeyholeProcess start(Map<String, String> variables, String... arguments) throws IOException {
        return start(distribution().resolve("bin/keyhole"), Path.of(""), variables, arguments);
    }

    static KeyholeProcess start(Path script, Path workingDirectory, Map<String, String> variables, String... arguments)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(workingDirectory.toAbsolutePath().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KEYHOLE_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // What one test has written mustn't be what another runs.
        builder.environment().put("KEYHOLE_ARCHIVE", "off");
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        return new KeyholeProcess(process);
    }

    /** Runs it to its end. */
    static KeyholeProcess run(Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        KeyholeProcess process = start(variables, arguments);
        process.exitStatus();
        return process;
    }

    int exitStatus() throws InterruptedException {
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            close();
            throw new AssertionError("it doesn't end; it said:\n" + this);
        }
        out.ended.join();
        err.ended.join();
        return process.exitValue();
    }

    /** Waits until it prints a line with this text. */
    void awaitLine(String text) throws InterruptedException {
        CompletableFuture<String> line = out.containing(text);
        try {
            CompletableFuture.anyOf(line, out.ended).get(MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError("it doesn't print '" + text + "'; it said:\n" + this, e);
        }
        if (!line.isDone()) {
            throw new AssertionError("it ended without printing '" + text + "'; it said:\n" + this);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() {
        return String.join("\n", out.lines);
    }

    String err() {
        return String.join("\n", err.lines);
    }

    List<String> outLines() {
        return List.copyOf(out.lines);
    }

    /** Asks it to end, as Ctrl-C and an init system do, and leaves it to it what becomes of its children. */
    void terminate() {
        process.toHandle().destroy();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    @Override
    public String toString() {
        return out() + "\n--- standard error:\n" + err();
    }

    /** Reads a stream to its end, on a thread of its own, so that the process never waits for its reader. */
    private static final class Lines {

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Map<String, CompletableFuture<String>> awaited = new java.util.concurrent.ConcurrentHashMap<>();
        private final CompletableFuture<Void> ended;

        Lines(BufferedReader reader) {
            ended = CompletableFuture.runAsync(() -> read(reader), task -> {
                Thread thread = new Thread(task, "keyhole-output");
                thread.setDaemon(true);
                thread.start();
            });
        }

        private void read(BufferedReader reader) {
            try (reader) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                    match(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void match(String line) {
            awaited.forEach((text, future) -> {
                if (line.contains(text)) {
                    future.complete(line);
                }
            });
        }

        CompletableFuture<String> containing(String text) {
            CompletableFuture<String> future = awaited.computeIfAbsent(text, key -> new CompletableFuture<>());
            lines.forEach(this::match);
            return future;
        }
    }
}
