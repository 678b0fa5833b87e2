package dev.keyhole.exec;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** Looks at processes of this system. */
final class Processes {

    /** For what takes no time but on a machine that has none. */
    static final ConditionFactory AWAIT = await().atMost(Duration.ofMinutes(1));

    private Processes() {}

    /** Whether it lives; one that only waits for its parent to notice its end doesn't. */
    static boolean isRunning(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a line has been written to the end. */
    static boolean isWhole(Path file) throws IOException {
        return Files.exists(file) && Files.readString(file).endsWith("\n");
    }

    static long awaitPid(Path file) {
        AWAIT.until(() -> isWhole(file));
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void awaitEnd(long pid) {
        AWAIT.until(() -> !isRunning(pid));
    }
}
