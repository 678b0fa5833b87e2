package dev.keyhole.service.token;

import dev.keyhole.service.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the keys, read anew when it changes. While it is broken no token is issued or accepted: the edit that broke
 * it may have been the one that was to take a key out. Thread-safe.
 */
final class KeyFile {

    private static final int MAX_BYTES = 1 << 20;
    private static final Logger log = LoggerFactory.getLogger(KeyFile.class);

    private final Path file;
    private Optional<Read> last = Optional.empty();

    private record Read(String stamp, Optional<KeyRing> keys) {}

    KeyFile(Path file) {
        this.file = file;
    }

    /**
     * The keys now, for the start.
     *
     * @throws UnusableKeyException if there are none
     */
    synchronized KeyRing load() throws UnusableKeyException {
        String stamp = stamp();
        KeyRing keys = read();
        last = Optional.of(new Read(stamp, Optional.of(keys)));
        if (isReadableByOthers()) {
            log.warn("{} can be read by others, who can make tokens with it: chmod 600 {}", file, file);
        }
        return keys;
    }

    /**
     * The keys now.
     *
     * @throws StoreUnavailableException if there are none
     */
    synchronized KeyRing current() {
        String stamp = stamp();
        if (last.isEmpty() || !last.get().stamp().equals(stamp)) {
            try {
                last = Optional.of(new Read(stamp, Optional.of(read())));
                log.info("{} has changed; its keys count from now on", file);
            } catch (UnusableKeyException e) {
                log.error("{} can't be used, and no token is issued or accepted: {}", file, e.getMessage());
                last = Optional.of(new Read(stamp, Optional.empty()));
            }
        }
        return last.flatMap(Read::keys)
                .orElseThrow(() -> new StoreUnavailableException("the keys of tokens can't be used"));
    }

    private KeyRing read() throws UnusableKeyException {
        byte[] json = {};
        try (InputStream in = Files.newInputStream(file)) {
            json = in.readNBytes(MAX_BYTES);
            return KeyRing.parse(json);
        } catch (NoSuchFileException e) {
            throw new UnusableKeyException("there is no such file; 'keyhole gen-key > " + file + "' makes one");
        } catch (IOException e) {
            throw new UnusableKeyException("it can't be read (" + e.getClass().getSimpleName() + ")");
        } finally {
            Arrays.fill(json, (byte) 0);
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

    private boolean isReadableByOthers() {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
