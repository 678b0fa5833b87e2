package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.keyhole.service.Brake.Lane;
import dev.keyhole.spi.Secret;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies passwords without letting their cost become a weapon: who guesses is braked, as many are verified at a time as
 * there are cores, a bounded number waits, those from one place behind each other, equal attempts that are under way computed once, and a success remembered for a minute. A failure is never
 * remembered. Thread-safe.
 *
 * <p>What is remembered is a keyed hash of user, password and version of the store; its key lives as long as this
 * object and never leaves it. A store that has changed has another version, so nothing remembered before counts.
 */
final class PasswordVerifier implements AutoCloseable {

    static final Duration REMEMBERED = Duration.ofMinutes(1);
    /** Of a password that may be right, whatever its hash. */
    private static final int MAX_PASSWORD_BYTES = 1024;

    private static final int MAX_REMEMBERED = 100_000;
    private static final Logger log = LoggerFactory.getLogger(PasswordVerifier.class);

    /** Told of a password that has proved to be right, on a thread that others wait for. */
    interface Proof {
        void of(String user, byte[] password, StoredPassword stored);
    }

    private final Function<String, StoredPassword> users;
    private final Proof proof;
    private final PasswordHashing hashing;
    private final Brake brake;
    private final FairQueue cores;
    private final Cache<ByteBuffer, Boolean> remembered;
    private final ConcurrentMap<ByteBuffer, CompletableFuture<Verification>> underWay = new ConcurrentHashMap<>();
    private final KeyedHash keyedHash;

    /**
     * @param users see {@link Store#password}
     * @param proof see {@link Store#proved}
     * @param concurrency passwords verified at one time
     * @param queued attempts waiting at one time; further ones are {@link Verification#OVERLOADED}
     */
    PasswordVerifier(
            Function<String, StoredPassword> users,
            Proof proof,
            PasswordHashing hashing,
            Brake brake,
            int concurrency,
            int queued,
            Ticker ticker) {
        this.users = users;
        this.proof = proof;
        this.hashing = hashing;
        this.brake = brake;
        this.keyedHash = KeyedHash.withRandomKey(new SecureRandom());
        this.remembered = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .build();
        this.cores = new FairQueue(concurrency, queued, "keyhole-passwords");
    }

    /**
     * Doesn't block. The result may be completed by a thread that others wait for: what depends on it and takes time
     * belongs onto another.
     *
     * @throws StoreUnavailableException if the store of users can't be asked
     */
    CompletableFuture<Verification> verify(String user, Secret password, Origin origin) {
        Lane lane = brake.lane(user, origin);
        if (!lane.isOpen()) {
            return CompletableFuture.completedFuture(Verification.BRAKED);
        }
        StoredPassword stored = users.apply(user);
        if (password.length() > MAX_PASSWORD_BYTES) {
            return CompletableFuture.completedFuture(Verification.REJECTED);
        }
        byte[] bytes = password.toBytes();
        ByteBuffer attempt = keyedHash.of(stored.version(), user.getBytes(UTF_8), bytes);
        if (remembered.getIfPresent(attempt) != null) {
            Arrays.fill(bytes, (byte) 0);
            lane.becomesUsual();
            return CompletableFuture.completedFuture(Verification.ACCEPTED);
        }
        CompletableFuture<Verification> result = new CompletableFuture<>();
        CompletableFuture<Verification> same = underWay.putIfAbsent(attempt, result);
        if (same != null) {
            Arrays.fill(bytes, (byte) 0);
            return same;
        }
        if (lane.enter()) {
            cores.add(lane.queue(), new Attempt(user, lane, attempt, result, stored, bytes));
        } else {
            Arrays.fill(bytes, (byte) 0);
            complete(attempt, result, Verification.BRAKED);
        }
        return result;
    }

    /** Logons that wait for a core. */
    int waiting() {
        return cores.waiting();
    }

    /** One password to be verified. Whatever happens, whoever waits for the result gets one. */
    private final class Attempt implements FairQueue.Task {

        private final String user;
        private final Lane lane;
        private final ByteBuffer key;
        private final CompletableFuture<Verification> result;
        private final StoredPassword stored;
        private final byte[] password;

        Attempt(
                String user,
                Lane lane,
                ByteBuffer key,
                CompletableFuture<Verification> result,
                StoredPassword stored,
                byte[] password) {
            this.user = user;
            this.lane = lane;
            this.key = key;
            this.result = result;
            this.stored = stored;
            this.password = password;
        }

        @Override
        public void run() {
            if (!lane.isStillOpen()) {
                // Those before it in the line have been found to be guesses by now.
                end(Verification.BRAKED);
                return;
            }
            Verification verification = Verification.FAILED;
            try {
                boolean matches = hashing.matches(password, stored.hash());
                verification = matches && !stored.decoy() ? Verification.ACCEPTED : Verification.REJECTED;
            } catch (RuntimeException e) {
                log.error("a password could not be verified: {}", e.getClass().getName());
            } finally {
                answer(verification);
                prove(verification);
                Arrays.fill(password, (byte) 0);
            }
        }

        /** After the answer, which doesn't depend on it. */
        private void prove(Verification verification) {
            if (verification == Verification.ACCEPTED) {
                try {
                    proof.of(user, password, stored);
                } catch (RuntimeException e) {
                    log.warn("a password stays as it was kept: {}", e.getClass().getName());
                }
            }
        }

        @Override
        public void dropped(FairQueue.Drop why) {
            end(
                    switch (why) {
                        case LONGEST_LINE -> Verification.CROWDED;
                        case NO_ROOM -> Verification.OVERLOADED;
                    });
        }

        private void end(Verification verification) {
            Arrays.fill(password, (byte) 0);
            answer(verification);
        }

        private void answer(Verification verification) {
            switch (verification) {
                case ACCEPTED -> lane.right();
                case REJECTED -> lane.wrong();
                case BRAKED, CROWDED, OVERLOADED, FAILED -> lane.neither();
            }
            complete(key, result, verification);
        }
    }

    /** Remembers before it forgets that the attempt is under way, so that an equal one finds either. */
    private void complete(ByteBuffer attempt, CompletableFuture<Verification> result, Verification verification) {
        if (verification == Verification.ACCEPTED) {
            remembered.put(attempt, true);
        }
        underWay.remove(attempt, result);
        result.complete(verification);
    }

    /** Attempts that are under way end as {@link Verification#FAILED}. Idempotent. */
    @Override
    public void close() {
        // Before the interruption, that nothing may take for a "no"; and after it, for those that came in between.
        underWay.forEach((attempt, result) -> complete(attempt, result, Verification.FAILED));
        cores.close();
        underWay.forEach((attempt, result) -> complete(attempt, result, Verification.FAILED));
        remembered.invalidateAll();
    }
}
