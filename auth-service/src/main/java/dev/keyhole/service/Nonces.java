package dev.keyhole.service;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What challenges of Digest hold so that no answer counts twice. A nonce is the time at which it was made, with a keyed
 * hash: it takes no memory before somebody has logged on with it. Of those that were used the counts are kept; where
 * there is no more room for them, the oldest nonce is forgotten, and from then on none counts that is as old. Thread-safe.
 */
final class Nonces {

    private static final int MAX_USED = 50_000;
    private static final int MAC_BYTES = 16;

    private final Ticker ticker;
    private final long start;
    private final long lifetime;
    private final int maxUsed;
    private final KeyedHash keys = KeyedHash.withRandomKey(new SecureRandom());
    private final AtomicLong last = new AtomicLong(-1);
    private final TreeMap<Long, Counts> used = new TreeMap<>();
    private long forgotten = -1;

    Nonces(Duration lifetime, Ticker ticker) {
        this(lifetime, MAX_USED, ticker);
    }

    Nonces(Duration lifetime, int maxUsed, Ticker ticker) {
        this.lifetime = lifetime.toNanos();
        this.maxUsed = maxUsed;
        this.ticker = ticker;
        this.start = ticker.read();
    }

    private long now() {
        return ticker.read() - start;
    }

    /** A new one; no two are equal. */
    String next() {
        long now = now();
        long made = last.updateAndGet(before -> Math.max(before + 1, now));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(Long.BYTES + MAC_BYTES)
                        .putLong(made)
                        .put(mac(made))
                        .array());
    }

    private byte[] mac(long made) {
        return Arrays.copyOf(keys.of(made).array(), MAC_BYTES);
    }

    /** Whether this is one of ours, and not too old. */
    boolean isCurrent(String nonce) {
        return made(nonce).filter(this::isYoung).isPresent();
    }

    private boolean isYoung(long made) {
        return now() - made < lifetime;
    }

    private Optional<Long> made(String nonce) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != Long.BYTES + MAC_BYTES) {
            return Optional.empty();
        }
        long made = ByteBuffer.wrap(bytes).getLong();
        byte[] mac = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
        return MessageDigest.isEqual(mac, mac(made)) ? Optional.of(made) : Optional.empty();
    }

    /**
     * Uses a nonce for the so-manieth time. Clients may send several answers at one moment, so the counts may come out of
     * order, within limits.
     *
     * @return whether it counts: not if it was used with this count before, or that isn't known any more
     */
    synchronized boolean use(String nonce, long count) {
        // One look at the time: what is forgotten here for its age mustn't count as young there.
        long oldest = now() - lifetime;
        Optional<Long> made = made(nonce).filter(time -> time > oldest);
        if (made.isEmpty()) {
            return false;
        }
        used.headMap(oldest, true).clear();
        Counts counts = used.get(made.get());
        if (counts == null) {
            makeRoom(made.get());
            if (made.get() <= forgotten) {
                return false;
            }
            counts = used.computeIfAbsent(made.get(), created -> new Counts());
        }
        return counts.add(count);
    }

    private void makeRoom(long forNonce) {
        if (used.size() >= maxUsed) {
            forgotten = Math.max(forgotten, Math.min(used.firstKey(), forNonce));
            used.headMap(forgotten, true).clear();
        }
    }

    /** The counts that one nonce was used with; those far below the highest aren't told apart any more. */
    private static final class Counts {

        private static final int WINDOW = 1024;

        private final long[] seen = new long[WINDOW / Long.SIZE];
        private long highest;

        /** False if it was there before, or may have been. */
        boolean add(long count) {
            if (count + WINDOW <= highest) {
                return false;
            }
            if (count > highest) {
                forget(highest + 1, count);
                highest = count;
            }
            int bit = (int) (count % WINDOW);
            long mask = 1L << (bit % Long.SIZE);
            boolean added = (seen[bit / Long.SIZE] & mask) == 0;
            seen[bit / Long.SIZE] |= mask;
            return added;
        }

        private void forget(long from, long to) {
            if (to - from >= WINDOW) {
                Arrays.fill(seen, 0);
                return;
            }
            for (long count = from; count <= to; count++) {
                int bit = (int) (count % WINDOW);
                seen[bit / Long.SIZE] &= ~(1L << (bit % Long.SIZE));
            }
        }
    }
}
