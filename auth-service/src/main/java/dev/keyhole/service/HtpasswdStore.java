package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.Problem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users of a password file. While the file can't be used, nobody is let in. Thread-safe. */
final class HtpasswdStore {

    private static final int MAX_BYTES = 16 << 20;
    private static final int USUAL_COST = 10;
    private static final String BCRYPT_DIGITS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final Logger log = LoggerFactory.getLogger(HtpasswdStore.class);

    /**
     * One state of the file.
     *
     * @param costs of all hashes, so that decoys cost what real ones do
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Users(Map<String, String> hashes, int[] costs, long version) {}

    private final WatchedFile<Users> file;
    private final AtomicLong versions = new AtomicLong();
    /** By cost. */
    private final List<String> decoys;

    private final KeyedHash keyedHash;

    HtpasswdStore(Path path, Clock clock) {
        SecureRandom random = new SecureRandom();
        this.keyedHash = KeyedHash.withRandomKey(random);
        this.file = new WatchedFile<>(path, new FileReader<>(MAX_BYTES, clock, this::parse));
        this.decoys = IntStream.rangeClosed(0, Htpasswd.MAX_COST)
                .mapToObj(cost -> decoy(cost, random))
                .toList();
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
        Users users = file.current()
                .value()
                .orElseThrow(() -> new StoreUnavailableException("the password file can't be used"));
        String decoy = decoyFor(user, users);
        String hash = users.hashes().get(user);
        return hash == null
                ? new StoredPassword(decoy, true, users.version())
                : new StoredPassword(hash, false, users.version());
    }

    private Users parse(Path path, byte[] content, String digest) {
        Map<String, String> hashes = Htpasswd.parse(path, content);
        int[] costs = hashes.values().stream().mapToInt(Htpasswd::cost).toArray();
        long weak = hashes.values().stream()
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
        return new Users(hashes, costs, versions.incrementAndGet());
    }

    /** Always the same for one name, and of each cost as often as real users have it: nothing tells it from theirs. */
    private String decoyFor(String user, Users users) {
        int draw = keyedHash.of(0, user.getBytes(UTF_8)).getInt(0);
        int[] costs = users.costs();
        int cost = costs.length == 0 ? USUAL_COST : costs[Math.floorMod(draw, costs.length)];
        return decoys.get(cost);
    }

    private static String decoy(int cost, RandomGenerator random) {
        StringBuilder hash = new StringBuilder(String.format("$2b$%02d$", cost));
        random.ints(53, 0, BCRYPT_DIGITS.length()).forEach(digit -> hash.append(BCRYPT_DIGITS.charAt(digit)));
        return hash.toString();
    }
}
