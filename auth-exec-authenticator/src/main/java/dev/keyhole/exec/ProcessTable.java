package dev.keyhole.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of this system at one moment, as {@code /proc} has them; none where there is no such folder. */
final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int STARTED = 19;

    /**
     * One process that lives: one that only waits to be reaped isn't among them.
     *
     * @param started when, in ticks since the system's own start
     */
    record Entry(long pid, long parent, long session, long started) {}

    private ProcessTable() {}

    static List<Entry> read() {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                entry(Long.parseLong(folder.getFileName().toString())).ifPresent(entries::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        return entries;
    }

    static Optional<Entry> entry(long pid) {
        try {
            String stat = new String(Files.readAllBytes(folder(pid).resolve("stat")), StandardCharsets.ISO_8859_1);
            // The name, in parentheses, may hold anything; what follows it are fields.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", STARTED + 2);
            if (fields[STATE].equals("Z") || fields[STATE].equals("X")) {
                return Optional.empty();
            }
            return Optional.of(new Entry(
                    pid,
                    Long.parseLong(fields[PARENT]),
                    Long.parseLong(fields[SESSION]),
                    Long.parseLong(fields[STARTED])));
        } catch (IOException | RuntimeException e) {
            // It has gone meanwhile.
            return Optional.empty();
        }
    }

    /** What a process has open under a number; empty if nothing, or if that isn't ours to know. */
    static Optional<Path> open(long pid, int descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(folder(pid).resolve("fd").resolve(Integer.toString(descriptor))));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static Path folder(long pid) {
        return PROC.resolve(Long.toString(pid));
    }
}
