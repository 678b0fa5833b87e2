package dev.keyhole.service;

import dev.keyhole.spi.Problem;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Digest hashes of a file, for one realm. Thread-safe. */
final class HtdigestStore {

    private static final int MAX_BYTES = 16 << 20;
    private static final Logger log = LoggerFactory.getLogger(HtdigestStore.class);

    private record Key(DigestAlgorithm algorithm, DigestName name) {}

    private final String realm;
    private final WatchedFile<Map<Key, StoredDigest>> file;

    HtdigestStore(Path path, String realm, Clock clock) {
        this.realm = realm;
        this.file = new WatchedFile<>(path, new FileReader<>(MAX_BYTES, clock, this::parse));
    }

    /** Why the file can't be used now; empty if it can. */
    List<Problem> problems() {
        return file.current().problems();
    }

    /**
     * The digest hash of a name, whether or not there is such a user.
     *
     * @throws StoreUnavailableException while the file can't be used
     */
    Optional<StoredDigest> find(DigestAlgorithm algorithm, DigestName name) {
        Map<Key, StoredDigest> digests = file.current()
                .value()
                .orElseThrow(() -> new StoreUnavailableException("the file of digest hashes can't be used"));
        return Optional.ofNullable(digests.get(new Key(algorithm, name)));
    }

    private Map<Key, StoredDigest> parse(Path path, byte[] content, String digest) {
        Map<Key, StoredDigest> digests = new HashMap<>();
        long others = 0;
        for (Htdigest.Entry entry : Htdigest.parse(path, content)) {
            if (entry.realm().equals(realm)) {
                StoredDigest stored = new StoredDigest(entry.user(), entry.hash());
                String nameHash = entry.algorithm().nameHash(entry.user(), realm);
                digests.put(new Key(entry.algorithm(), new DigestName(entry.user(), false)), stored);
                digests.put(new Key(entry.algorithm(), new DigestName(nameHash, true)), stored);
            } else {
                others++;
            }
        }
        if (others > 0) {
            log.warn("{}: {} lines are of other realms than '{}', and don't count", path, others, realm);
        }
        return Map.copyOf(digests);
    }
}
