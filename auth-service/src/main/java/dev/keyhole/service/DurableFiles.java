package dev.keyhole.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Changes of files that are there whole, or not at all, whenever the process dies or the power fails. */
final class DurableFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private DurableFiles() {}

    /** Makes a folder that nobody else may look into, if it isn't there. */
    static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, onlyForUs("rwx------"));
            syncFolderOf(folder);
        }
    }

    private static FileAttribute<?>[] onlyForUs(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Replaces a file, or what a link leads to. A new one is for this process's user only, another keeps its permissions. */
    static void replace(Path file, byte[] content) throws IOException {
        Path real = Files.exists(file) ? file.toRealPath() : file;
        Path fresh = real.resolveSibling("." + real.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel out = FileChannel.open(fresh, options, onlyForUs("rw-------"))) {
            writeAll(out, content);
        }
        if (POSIX && Files.exists(real)) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(real);
            Files.setPosixFilePermissions(fresh, permissions);
        }
        Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
        syncFolderOf(real);
    }

    static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            syncFolderOf(file);
        }
    }

    /** Makes a file end with this content, which begins at this place of it. */
    static void append(Path file, long offset, byte[] content) throws IOException {
        boolean isNew = Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (FileChannel out = FileChannel.open(file, options, onlyForUs("rw-------"))) {
            out.truncate(offset);
            out.position(offset);
            writeAll(out, content);
        }
        if (isNew) {
            syncFolderOf(file);
        }
    }

    private static void writeAll(FileChannel out, byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        out.force(true);
    }

    /** So that the name lasts as well. Where folders can't be opened, as on Windows, their file system sees to it. */
    private static void syncFolderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (POSIX && folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
