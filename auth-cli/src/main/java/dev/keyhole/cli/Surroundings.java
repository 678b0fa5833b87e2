package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the command is given by whoever runs it: a process, or a test.
 *
 * @param out for what was asked for
 * @param err for messages
 * @param in standard input
 * @param variables the environment
 * @param home folder of the distribution that the command belongs to; empty if it runs from elsewhere
 * @param prompt how a person is asked for a password
 */
record Surroundings(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Map<String, String> variables,
        Optional<Path> home,
        PasswordPrompt prompt) {

    Surroundings {
        requireNonNull(out);
        requireNonNull(err);
        requireNonNull(in);
        variables = Map.copyOf(variables);
        requireNonNull(home);
        requireNonNull(prompt);
    }

    /** Folder of the examples: that of the sources if the script of a clone names it, else that of the distribution. */
    Optional<Path> examples() {
        return Optional.ofNullable(variables.get("KEYHOLE_EXAMPLES"))
                .map(Path::of)
                .or(() -> home.map(folder -> folder.resolve("examples")));
    }

    /** What goes into an Artemis that people run; empty if the command doesn't run from a distribution. */
    Optional<Path> artemisArchive() {
        return home.map(folder -> folder.resolve("artemis/keyhole-artemis.zip")).filter(Files::isRegularFile);
    }

    /** Those of this process. The script that starts it says in {@code keyhole.home} where the distribution is. */
    static Surroundings ofProcess() {
        Charset charset = charset();
        return new Surroundings(
                new PrintWriter(System.out, true, charset),
                new PrintWriter(System.err, true, charset),
                System.in,
                System.getenv(),
                Optional.ofNullable(System.getProperty("keyhole.home")).map(Path::of),
                PasswordPrompt.ofTerminal());
    }

    /** That of the terminal: {@code native.encoding} since Java 17. */
    private static Charset charset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
        return Charset.isSupported(name) ? Charset.forName(name) : UTF_8;
    }
}
