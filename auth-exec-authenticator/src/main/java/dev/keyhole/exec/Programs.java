package dev.keyhole.exec;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds programs, once, so that what runs later is what was there at the start. */
final class Programs {

    private static final Logger LOG = LoggerFactory.getLogger(Programs.class);
    private static final Path WORKING_DIRECTORY = Path.of("").toAbsolutePath();

    private Programs() {}

    /**
     * The absolute path of a program: as it is, else relative to the working directory, else, for a name without a
     * slash, from the search path.
     *
     * @throws IllegalArgumentException if it isn't there, or can't be run
     */
    static Path resolve(String program, String searchPath) {
        Path path = WORKING_DIRECTORY.resolve(program);
        boolean plainName = program.indexOf('/') < 0;
        if (plainName && !Files.isRegularFile(path)) {
            return onSearchPath(program, searchPath)
                    .orElseThrow(
                            () -> new IllegalArgumentException("'" + program + "' is neither in the working directory "
                                    + WORKING_DIRECTORY + " nor on the search path"));
        }
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("there is no file " + path);
        }
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException(path + " is a directory");
        }
        if (!Files.isExecutable(path)) {
            throw new IllegalArgumentException(path + " isn't executable");
        }
        warnIfAnybodyMayWrite(path);
        return path;
    }

    private static void warnIfAnybodyMayWrite(Path program) {
        try {
            if (Files.getPosixFilePermissions(program).contains(PosixFilePermission.OTHERS_WRITE)) {
                LOG.warn(
                        "Every user of this machine may write {}, and so have it do anything with the rights of this"
                                + " process; take that permission away: chmod o-w",
                        program);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("The permissions of {} can't be read", program, e);
        }
    }

    static Optional<Path> onSearchPath(String program, String searchPath) {
        for (String folder : searchPath.split(File.pathSeparator, -1)) {
            Path path = WORKING_DIRECTORY.resolve(folder).resolve(program);
            if (!folder.isEmpty() && Files.isRegularFile(path) && Files.isExecutable(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }
}
