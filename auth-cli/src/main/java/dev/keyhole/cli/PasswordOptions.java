package dev.keyhole.cli;

import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where a password comes from: a file, else the environment, else the person at the terminal. */
final class PasswordOptions {

    static final String VARIABLE = "KEYHOLE_PASSWORD";

    private static final int MOST_BYTES = 64 * 1024;

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File with the password ('-': standard input). Without it the variable " + VARIABLE
                    + " has it, else you are asked.")
    private Optional<String> file = Optional.empty();

    boolean isFileGiven() {
        return file.isPresent();
    }

    /**
     * Finds the password of a user. Says so if the file can be read by others, or if there is no password.
     *
     * @throws UsageException if the file can't be used
     */
    Secret find(String user, Surroundings surroundings) {
        if (file.isPresent()) {
            return fromFile(file.get(), surroundings);
        }
        String variable = surroundings.variables().get(VARIABLE);
        if (variable != null) {
            return Secret.of(variable);
        }
        return surroundings
                .prompt()
                .ask("Password of " + Text.printable(user) + ": ")
                .orElseGet(() -> {
                    surroundings
                            .err()
                            .println("note: there is neither a --password-file nor " + VARIABLE
                                    + ", and nobody to ask: the password is empty");
                    return Secret.empty();
                });
    }

    private static Secret fromFile(String name, Surroundings surroundings) {
        Path path = Path.of(name);
        boolean standardInput = name.equals("-");
        if (!standardInput) {
            warnIfOthersCanRead(path, surroundings);
        }
        try (InputStream in = standardInput ? surroundings.in() : Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new UsageException(name + " has more than " + MOST_BYTES + " bytes: is it the password?");
            }
            byte[] line = withoutLineEnd(bytes);
            Secret secret = Secret.of(line);
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(line, (byte) 0);
            return secret;
        } catch (IOException e) {
            throw new UsageException("the password file " + path + " can't be read: " + Text.reason(path, e), e);
        }
    }

    private static byte[] withoutLineEnd(byte[] bytes) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\n') {
            length--;
            if (length > 0 && bytes[length - 1] == '\r') {
                length--;
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    private static void warnIfOthersCanRead(Path path, Surroundings surroundings) {
        if (Files.isRegularFile(path) && !Collections.disjoint(permissions(path), OTHERS)) {
            surroundings.err().println("warning: " + path + " can be read by others: chmod 600 " + path);
        }
    }

    /** Nothing where a file system doesn't know them. */
    private static Set<PosixFilePermission> permissions(Path path) {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        try {
            return view == null ? Set.of() : view.readAttributes().permissions();
        } catch (IOException e) {
            return Set.of();
        }
    }
}
