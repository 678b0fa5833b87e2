package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.service.Administration.Actor;
import dev.keyhole.service.Administration.AuditEntry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} of a process that changes documents in the embedded database. */
class KilledProcessTest {

    private static final int UPDATES = 1_000;
    private static final Owner FALKEN = Owner.user("falken");

    @TempDir
    Path folder;

    /** Large enough to need more than one page of the database. */
    private static String document(long version) {
        return "{\"logon\":true,\"user_name\":\"v" + version + "\",\"comment\":\"" + "x".repeat(20_000) + "\"}";
    }

    /** The process that is killed: changes one document again and again, and says so after each time. */
    static final class Updates {

        public static void main(String[] arguments) {
            try (Administration administration =
                    Administration.open(DatabaseSettings.embedded(arguments[0]), PasswordSettings.USUAL)) {
                for (int i = 1; i <= UPDATES; i++) {
                    long version = administration.putUserDocument(
                            Actor.local("admin"), "falken", document(i).getBytes(UTF_8));
                    System.out.println("done " + version);
                }
            }
        }
    }

    private String store() {
        return folder.resolve("store").toString();
    }

    /** Returns the last change that was answered before the process died. */
    private long killAfter(int changes) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Updates.class.getName(),
                        store())
                .redirectError(folder.resolve("error").toFile())
                .start();
        long last = 0;
        int done = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null && done < changes; line = lines.readLine()) {
                if (line.startsWith("done ")) {
                    last = Long.parseLong(line.substring(5));
                    done++;
                }
            }
        }
        // On Unix this is SIGKILL. What was answered after the last line that was read isn't known here.
        process.destroyForcibly().waitFor();
        return last;
    }

    private void checkThatAllIsWhole(long answered) {
        try (Database database = Database.open(DatabaseSettings.embedded(store()))) {
            long latest = database.read(connection -> DocumentRows.latest(connection, FALKEN))
                    .orElse(0L);
            assertThat(latest).as("what was answered is there").isGreaterThanOrEqualTo(answered);
            for (long version = 1; version <= latest; version++) {
                long number = version;
                Optional<String> content =
                        database.read(connection -> DocumentRows.content(connection, FALKEN, number));
                assertThat(content).isPresent();
                assertThat(content.get().length()).isGreaterThan(20_000);
                assertThat(content.get()).endsWith("x\"}");
            }
            try (Administration administration =
                    new Administration(database, PasswordSettings.USUAL, java.time.Clock.systemUTC())) {
                List<Long> audited = administration.audit(2 * UPDATES).stream()
                        .map(AuditEntry::version)
                        .sorted()
                        .toList();
                assertThat(audited)
                        .as("audit and documents agree")
                        .isEqualTo(LongStream.rangeClosed(1, latest).boxed().toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 37, 400})
    void eachDocumentIsWholeAndTheAuditAgrees(int changes) throws Exception {
        long answered = killAfter(changes);

        assertThat(answered).isEqualTo(changes);
        checkThatAllIsWhole(answered);
    }

    @Test
    void theNextProcessGoesOnFromThere() throws Exception {
        killAfter(20);
        long answered = killAfter(60);

        checkThatAllIsWhole(answered);
    }
}
