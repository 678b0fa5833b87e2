package dev.keyhole.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ModuleUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After a thousand failures of each kind, nothing is left of them. */
@Tag("slow")
@Timeout(300)
class FailureLeaksTest {

    private static final int FAILURES = 1_000;
    private static final int ASKERS = 8;
    /** By which the processes of this run are told from those of another. */
    private static final String USER = "falken-" + ProcessHandle.current().pid();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "no output            | sh -c 'exit 0'                  | 1m   | printed nothing",
                "too much             | sh -c 'printf %1025s x'         | 1m   | printed more than 1024 bytes",
                "exit 3               | sh -c 'exit 3'                  | 1m   | exited with status 3",
                "killed               | sh -c 'kill -9 $$'              | 1m   | was ended by signal 9",
                "hangs                | sleep 1000                      | 20ms | didn't end within 20 ms",
                "writes for ever      | yes                             | 1m   | printed more than 1024 bytes",
                "complains for ever   | sh -c 'exec yes >&2'            | 20ms | didn't end within 20 ms",
                "child holds output   | sh -c 'sleep 1000 & exit 1'     | 1m   | exited with status 1",
                "NUL                  | printf \\\\0                    | 1m   | printed a NUL byte",
                "gone                 | {gone}                          | 1m   | exited with status 127",
                "no run bit           | {noRunBit}                      | 1m   | exited with status 126",
                "a directory          | {directory}                     | 1m   | exited with status 126",
                "no UTF-8             | printf \\\\377                  | 1m   | printed what isn't UTF-8"
            })
    void nothingIsLeftOf(String kind, String command, String timeout, String why) throws Exception {
        AuthenticatorContext context = Options.open(
                Map.of(
                        "Command",
                        programThatWorks(command),
                        "UserName",
                        USER,
                        "Timeout",
                        timeout,
                        "MaxConcurrent",
                        "" + ASKERS),
                new FakeHost());
        spoil(command);
        fail(context, ASKERS, why);
        awaitNoChild();
        long descriptors = descriptors();
        long threads = threads();

        fail(context, FAILURES, why);

        awaitNoChild();
        Processes.AWAIT.untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 2));
        Processes.AWAIT.untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(threads + 2));
        assertThat(leftOvers()).as("processes of %s that live on", kind).isEmpty();
    }

    /** A program that can't be run is found at the start; here it is one that becomes so later. */
    private String programThatWorks(String command) throws IOException {
        if (!command.startsWith("{")) {
            return command;
        }
        Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\necho a-token\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"))
                .toString();
    }

    private void spoil(String command) throws IOException {
        Path program = folder.resolve("program");
        switch (command) {
            case "{gone}" -> Files.delete(program);
            case "{noRunBit}" -> Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
            case "{directory}" -> {
                Files.delete(program);
                Files.createDirectory(program);
            }
            default -> {}
        }
    }

    /** At the start, nothing is run at all. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/etc/passwd", "/no/such/program", "no-such-program"})
    void nothingIsLeftOfAStartThatFails(String command) throws Exception {
        long descriptors = descriptors();
        long threads = threads();
        for (int i = 0; i < FAILURES; i++) {
            assertThatThrownBy(() -> Options.open(Map.of("Command", command, "UserName", USER), new FakeHost()))
                    .isInstanceOf(ConfigurationException.class);
        }
        awaitNoChild();
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 2);
        assertThat(threads()).isLessThanOrEqualTo(threads + 2);
    }

    private static void fail(AuthenticatorContext context, int times, String why) throws Exception {
        ExecutorService askers = Executors.newFixedThreadPool(ASKERS);
        try {
            List<Future<?>> failures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                failures.add(askers.submit(
                        () -> assertThatThrownBy(() -> context.begin().initial())
                                .isInstanceOf(ModuleUnavailableException.class)
                                .hasMessageContaining(why)));
            }
            for (Future<?> failure : failures) {
                failure.get();
            }
        } finally {
            askers.shutdown();
            assertThat(askers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    /** Java has reaped every child, so none is a zombie. */
    private static void awaitNoChild() {
        Processes.AWAIT.untilAsserted(() -> assertThat(ProcessHandle.current().children())
                .as("children, dead ones included")
                .isEmpty());
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** Less those that Java keeps for a minute to reap children with. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("process reaper"))
                .count();
    }

    private static List<String> leftOvers() {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self)
                .filter(process -> Files.isReadable(Path.of("/proc/" + process.pid() + "/environ")))
                .filter(process -> environment(process.pid()).contains("AMPS_USER_NAME=" + USER))
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse(""))
                .toList();
    }

    private static String environment(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
