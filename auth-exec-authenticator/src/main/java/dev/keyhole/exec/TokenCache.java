package dev.keyhole.exec;

import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a token be used again for a time, if there is to be such a time; without it, every asker gets a token of its own.
 */
final class TokenCache {

    /** Obtains a token anew. */
    interface Source {
        Credentials obtain() throws InterruptedException;
    }

    private record Kept(Credentials credentials, Instant until) {}

    private final Clock clock;
    private final Duration keepFor;
    private final Source source;
    /** Held while a token is obtained, so that those who ask meanwhile share it. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Optional<Kept> kept = Optional.empty();

    /** How often a token was to be obtained anew, with whatever outcome. */
    private final AtomicLong attempts = new AtomicLong();
    /** Why the last attempt gave none. Guarded by the lock. */
    private Optional<ModuleUnavailableException> failure = Optional.empty();

    /**
     * @param keepFor zero to keep nothing
     */
    TokenCache(Clock clock, Duration keepFor, Source source) {
        this.clock = clock;
        this.keepFor = keepFor;
        this.source = source;
    }

    Credentials get() throws InterruptedException {
        if (keepFor.isZero()) {
            return source.obtain();
        }
        Optional<Credentials> usable = usable();
        if (usable.isPresent()) {
            return usable.get();
        }
        long attemptsBefore = attempts.get();
        lock.lockInterruptibly();
        try {
            Optional<Credentials> obtainedMeanwhile = usable();
            if (obtainedMeanwhile.isPresent()) {
                return obtainedMeanwhile.get();
            }
            if (attempts.get() != attemptsBefore && failure.isPresent()) {
                // Else those who wait for a command that fails would each wait for a failure of their own, in turn.
                throw new ModuleUnavailableException(
                        String.valueOf(failure.get().getMessage()), failure.get());
            }
            return obtain();
        } finally {
            lock.unlock();
        }
    }

    private Credentials obtain() throws InterruptedException {
        try {
            Credentials fresh = source.obtain();
            keep(fresh);
            failure = Optional.empty();
            attempts.incrementAndGet();
            return fresh;
        } catch (ModuleUnavailableException e) {
            failure = Optional.of(e);
            attempts.incrementAndGet();
            throw e;
        }
    }

    private Optional<Credentials> usable() {
        Instant now = clock.instant();
        return kept.filter(token -> now.isBefore(token.until()))
                .map(Kept::credentials)
                .map(token -> new Credentials(
                        token.userName(), token.secret(), token.obtainedAt(), "command, kept for use again"));
    }

    private void keep(Credentials fresh) {
        Instant until = fresh.obtainedAt().plus(keepFor);
        Instant expiry = JwtExpiry.of(fresh.secret()).orElse(Instant.MAX);
        kept = Optional.of(new Kept(fresh, expiry.isBefore(until) ? expiry : until));
    }

    /** Forgets this token, which was refused, unless another one has taken its place. */
    void drop(Secret token) {
        kept = kept.filter(current -> !current.credentials().secret().equals(token));
    }

    void clear() {
        kept = Optional.empty();
    }
}
