package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line clients of Eclipse Mosquitto, which are nobody's relatives. */
final class Mosquitto {

    private static final String PACKAGE =
            "mosquitto_pub and mosquitto_sub aren't installed (Debian: mosquitto-clients)";

    /** How a client ended, and what it printed, standard error included. */
    record Result(int status, String output) {}

    private Mosquitto() {}

    /** Ends the test if the clients aren't there: as a failure in CI, as skipped elsewhere. */
    static void require() throws InterruptedException {
        for (String program : List.of("mosquitto_pub", "mosquitto_sub")) {
            try {
                new ProcessBuilder(program, "--version")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                if (Boolean.getBoolean("keyhole.ci")) {
                    throw new AssertionError(PACKAGE, e);
                }
                abort(PACKAGE);
            }
        }
    }

    /** Publishes with quality of service 1, as {@code mosquitto_pub -V mqttv5 -q 1}. */
    static Result publish(int port, String topic, String text, String... more) {
        List<String> command = command("mosquitto_pub", port, "-q", "1", "-t", topic, "-m", text, "-d");
        command.addAll(List.of(more));
        return run(command);
    }

    /** Subscribes, and leaves when the broker has answered that. */
    static Result subscribe(int port, String filter, String... more) {
        List<String> command = command("mosquitto_sub", port, "-q", "1", "-t", filter, "-E", "-d");
        command.addAll(List.of(more));
        return run(command);
    }

    private static List<String> command(String program, int port, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(program, "-V", "mqttv5", "-h", "127.0.0.1", "-p", String.valueOf(port)));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Result run(List<String> command) {
        try {
            Path output = Files.createTempFile("mosquitto", ".log");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(command.get(0) + " didn't end: " + Files.readString(output, UTF_8));
                }
                return new Result(process.exitValue(), Files.readString(output, UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
