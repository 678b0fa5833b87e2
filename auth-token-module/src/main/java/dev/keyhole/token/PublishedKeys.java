package dev.keyhole.token;

import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that an issuer publishes under an address. They are fetched again when they have an age, and when a token names a
 * key that isn't among them, which anybody can write into a token: so not again before a pause is over, and with few
 * logons waiting for it. While they can't be fetched, the last ones count, for a time. Thread-safe.
 */
final class PublishedKeys implements KeySource {

    /**
     * Of what must be known of the times.
     *
     * @param refresh age at which keys are fetched again
     * @param pause between two fetches that tokens bring about
     * @param maxAge after which keys that couldn't be fetched again don't count any more
     */
    record Times(Duration refresh, Duration pause, Duration maxAge) {}

    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);
    private static final int MAX_WAITING = 16;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private final KeySetClient client;
    private final Set<Algorithm> algorithms;
    private final Times times;
    private final HostServices host;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final Object lock = new Object();
    private volatile Optional<Fetched> fetched = Optional.empty();
    private volatile Optional<Failure> failure = Optional.empty();
    private volatile Future<?> next = CompletableFuture.completedFuture("nothing");
    private volatile boolean closed;
    private Optional<CompletableFuture<Boolean>> underWay = Optional.empty();
    private Optional<Long> fetchedForToken = Optional.empty();
    private Duration retry = FIRST_RETRY;

    private record Fetched(KeySet keys, long at) {}

    /** Why the last attempt failed. */
    private record Failure(String why) {}

    PublishedKeys(KeySetClient client, Set<Algorithm> algorithms, Times times, HostServices host) {
        this.client = client;
        this.algorithms = algorithms;
        this.times = times;
        this.host = host;
        next = host.schedule(Duration.ZERO, this::refresh);
    }

    @Override
    public List<VerificationKey> candidates(TokenHeader header) throws InterruptedException {
        checkOpen();
        Optional<KeySet> known = current();
        if (known.isPresent() && known.get().knows(header.keyId())) {
            return known.get().candidates(header);
        }
        fetchForToken();
        checkOpen();
        known = current();
        if (known.isEmpty()) {
            throw new ModuleUnavailableException("there are no keys from " + client.uri() + ": "
                    + failure.map(Failure::why).orElse("they haven't been fetched yet"));
        }
        List<VerificationKey> candidates = known.get().candidates(header);
        if (candidates.isEmpty() && failure.isPresent()) {
            throw new ModuleUnavailableException("the token's key isn't known, and new keys can't be fetched from "
                    + client.uri() + ": " + failure.get().why());
        }
        return candidates;
    }

    private void checkOpen() {
        if (closed) {
            throw new ModuleUnavailableException("the token module is closed");
        }
    }

    /** The last keys, unless they are too old. */
    private Optional<KeySet> current() {
        return fetched.filter(
                        last -> host.nanoTime() - last.at() < times.maxAge().toNanos())
                .map(Fetched::keys);
    }

    private void fetchForToken() throws InterruptedException {
        if (!waiting.tryAcquire()) {
            throw new ModuleUnavailableException("too many logons wait for new keys from " + client.uri());
        }
        try {
            Optional<CompletableFuture<Boolean>> other;
            CompletableFuture<Boolean> own = new CompletableFuture<>();
            synchronized (lock) {
                other = underWay;
                if (other.isEmpty()) {
                    if (isTooSoon()) {
                        return;
                    }
                    underWay = Optional.of(own);
                    fetchedForToken = Optional.of(host.nanoTime());
                }
            }
            if (other.isPresent()) {
                other.get().get();
            } else {
                fetch(own);
            }
        } catch (ExecutionException e) {
            throw new ModuleUnavailableException("the fetch of keys that this logon waited for was given up", e);
        } finally {
            waiting.release();
        }
    }

    private boolean isTooSoon() {
        // Without any keys a logon waits for the retries only, which come soon at first.
        Duration least = fetched.isPresent() ? times.pause() : FIRST_RETRY;
        return fetchedForToken
                .filter(last -> host.nanoTime() - last < least.toNanos())
                .isPresent();
    }

    /** Runs on a thread of the host, from time to time. */
    private void refresh() {
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        synchronized (lock) {
            if (closed || underWay.isPresent()) {
                return; // whoever is at it plans the next time
            }
            underWay = Optional.of(own);
        }
        try {
            fetch(own);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever calls this is alone in it. */
    private void fetch(CompletableFuture<Boolean> done) throws InterruptedException {
        boolean success = false;
        try {
            KeySet keys = KeySet.parse(client.fetch(), algorithms, true);
            accept(keys);
            success = true;
        } catch (UnusableKeyException e) {
            fail(String.valueOf(e.getMessage()));
        } finally {
            synchronized (lock) {
                underWay = Optional.empty();
                plan(success);
            }
            done.complete(success);
        }
    }

    private void accept(KeySet keys) {
        boolean changed = !fetched.map(last -> last.keys().skipped()).equals(Optional.of(keys.skipped()));
        if (changed) {
            keys.skipped().forEach(message -> LOG.warn("In the keys from {}, {}", client.uri(), message));
        }
        if (fetched.isEmpty()) {
            synchronized (lock) {
                fetchedForToken = Optional.empty(); // that was for want of any keys, not for a new one
            }
        }
        if (fetched.isEmpty() || failure.isPresent()) {
            LOG.info("{} keys fetched from {}", keys.keys().size(), client.uri());
        }
        fetched = Optional.of(new Fetched(keys, host.nanoTime()));
        failure = Optional.empty();
    }

    private void fail(String why) {
        if (!closed && !failure.equals(Optional.of(new Failure(why)))) {
            LOG.warn(
                    fetched.isEmpty()
                            ? "No keys can be fetched from {}, and nobody is let in by a token until they can: {}"
                            : "No keys can be fetched from {}; the last ones go on to count: {}",
                    client.uri(),
                    why);
        }
        failure = Optional.of(new Failure(why));
    }

    private void plan(boolean success) {
        next.cancel(false);
        if (closed) {
            return;
        }
        Duration delay = times.refresh();
        if (success) {
            retry = FIRST_RETRY;
        } else {
            delay = retry.compareTo(delay) < 0 ? retry : delay;
            Duration doubled = retry.multipliedBy(2);
            retry = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
        }
        next = host.schedule(delay, this::refresh);
    }

    @Override
    public void close() {
        closed = true;
        next.cancel(false);
        client.cancel();
    }
}
