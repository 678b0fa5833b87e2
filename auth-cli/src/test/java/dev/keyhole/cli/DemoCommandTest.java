package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    private static final Path EXAMPLES = Path.of("../examples");

    @TempDir
    private Path folder;

    private final CommandRun command = new CommandRun();

    @Test
    void everyVisitorGetsWhatTheFilesSay() {
        command.variable("KEYHOLE_EXAMPLES", EXAMPLES.toString());

        assertThat(command.run("demo", "--once", "--free-ports"))
                .as(() -> command.out() + command.err())
                .isZero();
        assertThat(command.out())
                .contains(Tour.STEPS.size() + " of " + Tour.STEPS.size() + " ended as they should.")
                .contains("web-service: rule /topic/0 (^games/)")
                .contains("bad credentials");
    }

    @Test
    void whatIsNotAsExpectedEndsWithOne() throws IOException {
        copyOfTheDemo();
        Files.writeString(folder.resolve("demo/permissions/lightman.json"), "{\"logon\": true}", UTF_8);
        command.home(folder).variable("KEYHOLE_EXAMPLES", folder.toString());

        assertThat(command.run("demo", "--once", "--free-ports")).isEqualTo(1);
        assertThat(command.out()).contains("NOT AS EXPECTED: it should be allowed");
    }

    @Test
    void aBrokenFileEndsWithTwoAndIsNamed() throws IOException {
        copyOfTheDemo();
        Path file = folder.resolve("demo/keyhole.xml");
        Files.writeString(file, Files.readString(file).replace("ResourceURI>", "ResourceUri>"), UTF_8);
        command.variable("KEYHOLE_EXAMPLES", folder.toString());

        assertThat(command.run("demo", "--once", "--free-ports")).isEqualTo(2);
        assertThat(command.err()).contains("keyhole.xml:", "did you mean 'ResourceURI'");
    }

    @Test
    void withoutTheExamplesItIsWrongUsage() {
        command.variable("KEYHOLE_EXAMPLES", folder.resolve("none").toString());

        assertThat(command.run("demo", "--once")).isEqualTo(3);
        assertThat(command.err()).contains("examples/demo");
    }

    private void copyOfTheDemo() throws IOException {
        Path demo = EXAMPLES.resolve("demo");
        try (Stream<Path> files = Files.walk(demo)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve("demo").resolve(demo.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
