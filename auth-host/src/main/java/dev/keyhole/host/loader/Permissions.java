package dev.keyhole.host.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Who may change a file. */
public final class Permissions {

    private Permissions() {}

    /** Whether every user of the machine may write to it; false where the file system doesn't say. */
    public static boolean isWritableByAll(Path path) {
        try {
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
        } catch (UnsupportedOperationException | IOException e) {
            return false;
        }
    }
}
