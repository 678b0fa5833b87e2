package dev.keyhole.simple;

import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/** A password in a file, which is read each time that it is needed, so that a change is never missed. */
final class PasswordFile implements Passwords {

    private static final int MOST_BYTES = 64 * 1024;

    private final Path path;
    private final Clock clock;

    PasswordFile(Path path, Clock clock) {
        this.path = path.toAbsolutePath();
        this.clock = clock;
    }

    @Override
    public Read read() {
        byte[] content = new byte[0];
        try {
            refuseIfOthersMayWrite();
            try (InputStream stream = Files.newInputStream(path)) {
                content = stream.readNBytes(MOST_BYTES + 1);
            }
            return new Read(password(content), "file " + path, writtenAt());
        } catch (NoSuchFileException e) {
            throw new ModuleUnavailableException("there is no file " + path, e);
        } catch (IOException e) {
            throw new ModuleUnavailableException("the password file can't be read: " + e, e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** When somebody put the password there, which is how old it is; now, if the file is from the future. */
    private Instant writtenAt() throws IOException {
        Instant now = clock.instant();
        Instant written = Files.getLastModifiedTime(path).toInstant();
        return written.isBefore(now) ? written : now;
    }

    private Secret password(byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new ModuleUnavailableException(
                    "the password file " + path + " is longer than " + MOST_BYTES + " bytes");
        }
        int length = content.length;
        if (length > 0 && content[length - 1] == '\n') {
            length -= length > 1 && content[length - 2] == '\r' ? 2 : 1;
        }
        if (length == 0) {
            throw new ModuleUnavailableException("the password file " + path + " is empty");
        }
        byte[] password = Arrays.copyOf(content, length);
        try {
            return Secret.of(password);
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private void refuseIfOthersMayWrite() throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new ModuleUnavailableException("the password file " + path
                    + " may be written by others than its owner; take that permission away: chmod go-w");
        }
    }
}
