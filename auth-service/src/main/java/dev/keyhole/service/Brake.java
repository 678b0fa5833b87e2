package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.keyhole.service.Bucket.Size;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * Slows down whoever guesses passwords, before a hash is computed, and nobody else. Thread-safe.
 *
 * <p>Wrong passwords are counted for each user from each address, for each address, and for each user. The latter two
 * counts don't concern who has logged on as that user from that address before: so nobody can shut a user out of a place
 * that is usual for the user, whatever they try elsewhere, or from there for other users. The last one doesn't concern an
 * address's first failure for that user in an hour either: so who comes from somewhere new has a try even while all the
 * world guesses.
 *
 * <p>A forwarder that doesn't say for whom it asks is never braked: there, each user is counted alone.
 *
 * <p>Names that aren't known are treated as all others are.
 */
final class Brake {

    private static final int MAX_ENTRIES = 100_000;
    private static final Duration USUAL_PLACE = Duration.ofDays(30);
    private static final Duration NEW_PLACE = Duration.ofHours(1);
    private static final byte[] NOTHING = {};

    private final BrakeLimits limits;
    private final Ticker ticker;
    private final KeyedHash keys = KeyedHash.withRandomKey(new SecureRandom());
    private final Cache<ByteBuffer, Bucket> pairs;
    private final Cache<ByteBuffer, Bucket> addresses;
    private final Cache<ByteBuffer, Bucket> users;
    private final Cache<ByteBuffer, Boolean> usualPlaces;
    private final Cache<ByteBuffer, Boolean> failedPlaces;

    Brake(BrakeLimits limits, Ticker ticker) {
        this.limits = limits;
        this.ticker = ticker;
        this.pairs = buckets(limits.userFromAddress());
        this.addresses = buckets(limits.address());
        this.users = buckets(limits.user());
        this.usualPlaces = bounded().expireAfterAccess(USUAL_PLACE).build();
        this.failedPlaces = bounded().expireAfterWrite(NEW_PLACE).build();
    }

    private Caffeine<Object, Object> bounded() {
        return Caffeine.newBuilder().maximumSize(MAX_ENTRIES).ticker(ticker);
    }

    private Cache<ByteBuffer, Bucket> buckets(Size size) {
        return bounded().expireAfterAccess(size.untilFull()).build();
    }

    /** Somebody's attempts for one user. */
    Lane lane(String user, Origin origin) {
        return new Lane(user, origin);
    }

    /**
     * Attempts for one user from one place. An attempt first asks {@link #isOpen}; before it may wait for a hash to be
     * computed it must {@link #enter}, asks {@link #isStillOpen} when its turn has come, and then ends as right, wrong or
     * nothing of the two.
     */
    final class Lane {

        private final Origin origin;
        private final ByteBuffer pair;
        private final ByteBuffer address;
        private final ByteBuffer user;

        private Lane(String user, Origin origin) {
            byte[] name = user.getBytes(UTF_8);
            byte[] network = origin.network().array();
            this.origin = origin;
            this.pair = keys.of(0, name, network);
            this.address = keys.of(1, NOTHING, network);
            this.user = keys.of(2, name, NOTHING);
        }

        /** Attempts with equal keys stand in line behind each other, and not behind anybody else's. */
        ByteBuffer queue() {
            return origin.forwarder() ? user : address;
        }

        boolean isOpen() {
            long now = ticker.read();
            if (!bucket(pairs, pair, limits.userFromAddress()).hasOne(now)) {
                return false;
            }
            return isOpenForItsPlace(now);
        }

        /** The same for an attempt that has entered, and has waited meanwhile. */
        boolean isStillOpen() {
            return isOpenForItsPlace(ticker.read());
        }

        private boolean isOpenForItsPlace(long now) {
            if (origin.forwarder() || usualPlaces.getIfPresent(pair) != null) {
                return true;
            }
            return bucket(addresses, address, limits.address()).hasOne(now)
                    && (failedPlaces.getIfPresent(pair) == null
                            || bucket(users, user, limits.user()).hasOne(now));
        }

        /** So that not all guesses made at one moment get through before the first is found to be wrong. */
        boolean enter() {
            return bucket(pairs, pair, limits.userFromAddress()).tryTake(ticker.read());
        }

        void right() {
            neither();
            becomesUsual();
        }

        /** From now on this is a place from where the user has logged on. */
        void becomesUsual() {
            if (!origin.forwarder()) {
                usualPlaces.put(pair, true);
            }
        }

        void wrong() {
            if (!origin.forwarder() && usualPlaces.getIfPresent(pair) == null) {
                long now = ticker.read();
                failedPlaces.put(pair, true);
                bucket(addresses, address, limits.address()).take(now);
                bucket(users, user, limits.user()).take(now);
            }
        }

        /** It wasn't found out. */
        void neither() {
            bucket(pairs, pair, limits.userFromAddress()).putBack(ticker.read());
        }
    }

    private Bucket bucket(Cache<ByteBuffer, Bucket> buckets, ByteBuffer key, Size size) {
        return buckets.get(key, created -> new Bucket(size, ticker.read()));
    }
}
