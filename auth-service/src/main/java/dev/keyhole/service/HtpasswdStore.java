package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.Problem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users of a password file. While the file can't be used, nobody is let in. Thread-safe. */
final class HtpasswdStore {

    private static final int MAX_BYTES = 16 << 20;
    private static final int USUAL_COST = 10;
    private static final Logger log = LoggerFactory.getLogger(HtpasswdStore.class);

    /**
     * One state of the file.
     *
     * @param names of all users, those who may not log on as well
     * @param decoys one for each of the hashes, that costs what it does
     */
    private record Users(Set<String> names, Map<String, String> hashes, List<String> decoys, long version) {}

    private final WatchedFile<Users> file;
    private final AtomicLong versions = new AtomicLong();
    private final PasswordHashes passwordHashes = new PasswordHashes();
    private final KeyedHash keyedHash = KeyedHash.withRandomKey(new SecureRandom());
    /** For a file without users, where all are equal. */
    private final String onlyDecoy = passwordHashes.decoy(HashSettings.USUAL);

    HtpasswdStore(Path path, Clock clock) {
        this.file = new WatchedFile<>(path, new FileReader<>(MAX_BYTES, clock, this::parse));
    }

    /** Why the file can't be used now; empty if it can. */
    List<Problem> problems() {
        return file.current().problems();
    }

    /**
     * What a password given for this name has to be compared with.
     *
     * @throws StoreUnavailableException while the file can't be used
     */
    StoredPassword find(String user) {
        Users users = users();
        String decoy = decoyFor(user, users);
        String hash = users.hashes().get(user);
        return hash == null
                ? new StoredPassword(decoy, true, users.version())
                : new StoredPassword(hash, false, users.version());
    }

    /**
     * Whether there is such a user, who may be disabled.
     *
     * @throws StoreUnavailableException while the file can't be used
     */
    boolean isKnown(String user) {
        return users().names().contains(user);
    }

    private Users users() {
        return file.current()
                .value()
                .orElseThrow(() -> new StoreUnavailableException("the password file can't be used"));
    }

    private Users parse(Path path, byte[] content, String digest) {
        Set<String> names = Htpasswd.lines(path, content).keySet();
        Map<String, String> hashes = Htpasswd.parse(path, content);
        Map<String, String> byShape = new HashMap<>();
        List<String> decoys = hashes.values().stream()
                .map(hash ->
                        byShape.computeIfAbsent(PasswordHashes.shape(hash), shape -> passwordHashes.decoyLike(hash)))
                .toList();
        long weak = hashes.values().stream()
                .filter(PasswordHashes::isBcrypt)
                .filter(hash -> Htpasswd.cost(hash) < USUAL_COST)
                .count();
        if (weak > 0) {
            log.warn(
                    "{}: {} of {} hashes have a cost below {} and are cheap to guess; htpasswd -B -C {} makes better ones",
                    path,
                    weak,
                    hashes.size(),
                    USUAL_COST,
                    USUAL_COST);
        }
        return new Users(names, hashes, decoys, versions.incrementAndGet());
    }

    /** Always the same for one name, and of each cost as often as real users have it: nothing tells it from theirs. */
    private String decoyFor(String user, Users users) {
        int draw = keyedHash.of(0, user.getBytes(UTF_8)).getInt(0);
        List<String> decoys = users.decoys();
        return decoys.isEmpty() ? onlyDecoy : decoys.get(Math.floorMod(draw, decoys.size()));
    }
}
