package dev.keyhole.service;

import static dev.keyhole.service.Running.DOCUMENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Password files made by Apache's own program. */
class HtpasswdProgramTest {

    @TempDir
    Path folder;

    @BeforeEach
    void find() throws InterruptedException {
        try {
            new ProcessBuilder("htpasswd").start().waitFor(60, TimeUnit.SECONDS);
        } catch (IOException e) {
            if (Boolean.getBoolean("keyhole.ci")) {
                throw new AssertionError("htpasswd isn't installed (Debian: apache2-utils)", e);
            }
            abort("htpasswd isn't installed (Debian: apache2-utils)");
        }
    }

    private static void htpasswd(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "htpasswd";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void itsBcryptIsUnderstoodAndItsDefaultIsRefused() throws IOException, InterruptedException {
        Running service = new Running(folder).document("falken.json", DOCUMENT).document("j%C3%BCrgen.json", DOCUMENT);
        String file = service.passwords.toString();
        htpasswd("-bB", "-C", "4", file, "falken", "joshua");
        htpasswd("-bB", "-C", "4", file, "j\u00fcrgen", "p\u00e4ss:w\u00f6rd");
        try (service) {
            service.start();
            assertThat(service.get("/permissions/falken", "falken", "joshua").statusCode())
                    .isEqualTo(200);
            assertThat(service.get("/permissions/falken", "falken", "Joshua").statusCode())
                    .isEqualTo(401);
            assertThat(service.get("/permissions/j%C3%BCrgen", "j\u00fcrgen", "p\u00e4ss:w\u00f6rd")
                            .statusCode())
                    .isEqualTo(200);
            htpasswd("-bB", "-C", "4", file, "falken", "tictactoe");
            assertThat(service.get("/permissions/falken", "falken", "tictactoe").statusCode())
                    .isEqualTo(200);
            assertThat(service.get("/permissions/falken", "falken", "joshua").statusCode())
                    .isEqualTo(401);
            htpasswd("-b", file, "mckittrick", "norad");
            assertThat(service.get("/permissions/falken", "falken", "tictactoe").statusCode())
                    .isEqualTo(503);
            htpasswd("-D", file, "mckittrick");
            assertThat(service.get("/permissions/falken", "falken", "tictactoe").statusCode())
                    .isEqualTo(200);
        }
    }
}
