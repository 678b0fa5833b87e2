package dev.keyhole.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * By what a changed file is known, without reading it.
 *
 * @param identity the file system's own key of the file, so that a replaced file differs from the one before; the name
 *     of the file where there is none
 */
record Stamp(Instant modified, long size, Object identity) {

    /**
     * Follows links.
     *
     * @throws IOException {@link java.nio.file.NoSuchFileException} if there is no such file; another if it isn't a file
     */
    static Stamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("it isn't a file");
        }
        Object key = attributes.fileKey();
        return new Stamp(attributes.lastModifiedTime().toInstant(), attributes.size(), key == null ? file : key);
    }
}
