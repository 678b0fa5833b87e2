package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.keyhole.spi.Secret;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies passwords without letting their cost become a weapon: as many at a time as there are cores, a bounded number
 * waiting, equal attempts that are under way computed once, and a success remembered for a minute. A failure is never
 * remembered. Thread-safe.
 *
 * <p>What is remembered is a keyed hash of user, password and version of the store; its key lives as long as this
 * object and never leaves it. A store that has changed has another version, so nothing remembered before counts.
 */
final class PasswordVerifier implements AutoCloseable {

    static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 100_000;
    private static final Logger log = LoggerFactory.getLogger(PasswordVerifier.class);

    private final Function<String, StoredPassword> users;
    private final PasswordHashing hashing;
    private final ThreadPoolExecutor cores;
    private final Cache<ByteBuffer, Boolean> remembered;
    private final ConcurrentMap<ByteBuffer, CompletableFuture<Verification>> underWay = new ConcurrentHashMap<>();
    private final KeyedHash keyedHash;

    /**
     * @param users see {@link Store#password}
     * @param concurrency passwords verified at one time
     * @param queued attempts waiting at one time; further ones are {@link Verification#OVERLOADED}
     */
    PasswordVerifier(
            Function<String, StoredPassword> users,
            PasswordHashing hashing,
            int concurrency,
            int queued,
            Ticker ticker) {
        this.users = users;
        this.hashing = hashing;
        this.keyedHash = KeyedHash.withRandomKey(new SecureRandom());
        this.remembered = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .build();
        AtomicInteger threads = new AtomicInteger();
        this.cores = new ThreadPoolExecutor(
                concurrency, concurrency, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queued), task -> {
                    Thread thread = new Thread(task, "keyhole-passwords-" + threads.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        cores.allowCoreThreadTimeOut(true);
    }

    /**
     * Doesn't block. The result may be completed by a thread that others wait for: what depends on it and takes time
     * belongs onto another.
     *
     * @throws StoreUnavailableException if the store of users can't be asked
     */
    CompletableFuture<Verification> verify(String user, Secret password) {
        StoredPassword stored = users.apply(user);
        if (password.length() > BcryptHashing.MAX_PASSWORD_BYTES) {
            return CompletableFuture.completedFuture(Verification.REJECTED);
        }
        byte[] bytes = password.toBytes();
        ByteBuffer attempt = keyedHash.of(stored.version(), user.getBytes(UTF_8), bytes);
        if (remembered.getIfPresent(attempt) != null) {
            Arrays.fill(bytes, (byte) 0);
            return CompletableFuture.completedFuture(Verification.ACCEPTED);
        }
        CompletableFuture<Verification> result = new CompletableFuture<>();
        CompletableFuture<Verification> same = underWay.putIfAbsent(attempt, result);
        if (same != null) {
            Arrays.fill(bytes, (byte) 0);
            return same;
        }
        try {
            cores.execute(() -> run(attempt, result, stored, bytes));
        } catch (RejectedExecutionException e) {
            Arrays.fill(bytes, (byte) 0);
            complete(attempt, result, Verification.OVERLOADED);
        }
        return result;
    }

    /** Whatever happens, whoever waits for the result gets one. */
    private void run(
            ByteBuffer attempt, CompletableFuture<Verification> result, StoredPassword stored, byte[] password) {
        Verification verification = Verification.FAILED;
        try {
            boolean matches = hashing.matches(password, stored.hash());
            verification = matches && !stored.decoy() ? Verification.ACCEPTED : Verification.REJECTED;
        } catch (RuntimeException e) {
            log.error("a password could not be verified: {}", e.getClass().getName());
        } finally {
            Arrays.fill(password, (byte) 0);
            complete(attempt, result, verification);
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
        cores.shutdownNow();
        underWay.forEach((attempt, result) -> complete(attempt, result, Verification.FAILED));
        remembered.invalidateAll();
    }
}
