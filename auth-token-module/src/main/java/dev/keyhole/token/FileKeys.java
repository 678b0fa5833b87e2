package dev.keyhole.token;

import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys in a file, which is read anew when it changes; as long as the new one is no good, the old one counts.
 * Thread-safe.
 */
final class FileKeys implements KeySource {

    private static final Logger LOG = LoggerFactory.getLogger(FileKeys.class);
    private static final long LOOKED_AT_EVERY = Duration.ofSeconds(1).toNanos();

    private final Path file;
    private final Set<Algorithm> algorithms;
    private final long maxSize;
    private final HostServices host;
    private volatile KeySet keys;
    private volatile boolean closed;
    private String stamp;
    private long lookedAt;

    /**
     * @throws UnusableKeyException if the file can't be used
     */
    FileKeys(Path file, Set<Algorithm> algorithms, long maxSize, HostServices host) throws UnusableKeyException {
        this.file = file;
        this.algorithms = algorithms;
        this.maxSize = maxSize;
        this.host = host;
        this.lookedAt = host.nanoTime();
        this.stamp = stamp();
        this.keys = read();
        report(keys);
    }

    private void report(KeySet read) {
        read.skipped().forEach(message -> LOG.warn("In the key file {}, {}", file, message));
        if (read.holdsSecrets() && isReadableByOthers()) {
            LOG.warn("The key file {} can be read by others, who can sign tokens with it: chmod 600", file);
        }
    }

    private boolean isReadableByOthers() {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private KeySet read() throws UnusableKeyException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] json = in.readNBytes((int) maxSize + 1);
            if (json.length > maxSize) {
                throw new UnusableKeyException("it is larger than " + maxSize + " bytes");
            }
            return KeySet.parse(json, algorithms, false);
        } catch (NoSuchFileException e) {
            throw new UnusableKeyException("there is no such file");
        } catch (IOException e) {
            throw new UnusableKeyException("it can't be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private String stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "unreadable";
        }
    }

    @Override
    public List<VerificationKey> candidates(TokenHeader header) {
        if (closed) {
            throw new ModuleUnavailableException("the token module is closed");
        }
        refresh();
        return keys.candidates(header);
    }

    private synchronized void refresh() {
        long now = host.nanoTime();
        if (now - lookedAt < LOOKED_AT_EVERY) {
            return;
        }
        lookedAt = now;
        String newStamp = stamp();
        if (newStamp.equals(stamp)) {
            return;
        }
        stamp = newStamp;
        try {
            KeySet read = read();
            report(read);
            keys = read;
            LOG.info(
                    "The key file {} has changed; {} keys count from now on",
                    file,
                    read.keys().size());
        } catch (UnusableKeyException e) {
            LOG.warn(
                    "The key file {} has changed and can't be used; the old keys go on to count: {}",
                    file,
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
