package dev.keyhole.http;

import dev.keyhole.permissions.DocumentPool;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ContextServices;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Documents by bound user name, each for as long as its user has a connection. Thread-safe.
 *
 * <p>Who is in here decides; so a reset empties it at once, and a document that was asked for before a reset doesn't
 * come in after it.
 */
final class DocumentStore {

    /** Most different logons of one user that are remembered at a time. */
    private static final int MAX_PROOFS = 64;

    private final LongSupplier nanoTime;
    /** Users whose documents say the same share one; users of other stores share nothing with them. */
    private final DocumentPool pool = new DocumentPool();

    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final Map<String, String> proven = new ConcurrentHashMap<>();
    private final Set<ContextServices> users = ConcurrentHashMap.newKeySet();
    private final AtomicLong resets = new AtomicLong();

    DocumentStore(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What is kept for a user. Changed only under the lock of its key. */
    private static final class Entry {

        private volatile PermissionsDocument document;
        private final Set<String> proofs = new HashSet<>();
        private long comparedAt;
        private int leases;

        Entry(PermissionsDocument document, long now) {
            this.document = document;
            this.comparedAt = now;
        }
    }

    /** One connection's claim that its user's document be kept. */
    final class Lease implements AutoCloseable {

        private final String userName;
        private final Entry entry;
        private final long resetsBefore;
        private final PermissionsDocument document;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Lease(String userName, Entry entry, long resetsBefore) {
            this.userName = userName;
            this.entry = entry;
            this.resetsBefore = resetsBefore;
            this.document = entry.document;
        }

        /** The bound name. */
        String userName() {
            return userName;
        }

        /** The same claim for another connection; empty if there was a reset since the document was asked for. */
        Optional<Lease> again() {
            AtomicBoolean valid = new AtomicBoolean();
            entries.computeIfPresent(userName, (name, kept) -> {
                if (kept == entry && resets.get() == resetsBefore) {
                    valid.set(true);
                    kept.leases++;
                }
                return kept;
            });
            return valid.get() ? Optional.of(new Lease(userName, entry, resetsBefore)) : Optional.empty();
        }

        /**
         * Remembers that the service accepted a logon, for as long as the document is kept.
         *
         * @param proof equal for logons that show the same credentials
         */
        void prove(String proof) {
            entries.computeIfPresent(userName, (name, kept) -> {
                if (kept == entry && entry.proofs.size() < MAX_PROOFS && entry.proofs.add(proof)) {
                    proven.put(proof, name);
                }
                return kept;
            });
        }

        /** The document that counted when the lease began. */
        PermissionsDocument document() {
            return document;
        }

        /** Ends the claim. Idempotent. */
        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                release(userName, entry);
            }
        }
    }

    /** Reads documents for this store. */
    DocumentPool pool() {
        return pool;
    }

    /** A reading to hand to {@link #keep}, taken before the document is asked for. */
    long resets() {
        return resets.get();
    }

    /**
     * Keeps a user's document, unless there is one already; then that one is kept. Once the kept one is old enough, the
     * two are compared, and if they differ, the new one takes its place and the user's connections are reset.
     *
     * @param userName the bound name
     * @param document what a logon brought
     * @param maxAge age at which a kept document is compared; empty for never
     * @param resetsBefore {@link #resets()} before the document was asked for
     * @param connection the connection that logs on, which is spared by a reset
     * @return empty if there was a reset meanwhile, so that the document may be out of date
     */
    Optional<Lease> keep(
            String userName,
            PermissionsDocument document,
            Optional<Duration> maxAge,
            long resetsBefore,
            ConnectionInfo connection) {
        AtomicBoolean changed = new AtomicBoolean();
        AtomicBoolean stale = new AtomicBoolean();
        Entry entry = entries.compute(userName, (name, kept) -> {
            if (resets.get() != resetsBefore) {
                stale.set(true);
                return kept;
            }
            long now = nanoTime.getAsLong();
            Entry result = kept == null ? new Entry(document, now) : kept;
            if (isOld(result, maxAge, now)) {
                changed.set(!result.document.equals(document));
                result.document = document;
                result.comparedAt = now;
            }
            result.leases++;
            return result;
        });
        if (stale.get() || entry == null) {
            return Optional.empty();
        }
        Lease lease = new Lease(userName, entry, resetsBefore);
        if (changed.get()) {
            users.forEach(
                    user -> user.resetOthers(userName, "the user's permissions document has changed", connection));
        }
        return Optional.of(lease);
    }

    /** Keeps the document of a user who is connected and showed the same credentials before. */
    Optional<Lease> keepBy(String proof) {
        String userName = proven.get(proof);
        if (userName == null) {
            return Optional.empty();
        }
        long resetsBefore = resets.get();
        AtomicBoolean valid = new AtomicBoolean();
        Entry entry = entries.computeIfPresent(userName, (name, kept) -> {
            if (kept.proofs.contains(proof)) {
                valid.set(true);
                kept.leases++;
            }
            return kept;
        });
        return valid.get() && entry != null ? Optional.of(new Lease(userName, entry, resetsBefore)) : Optional.empty();
    }

    /**
     * Forgets every logon of a user by which the service accepted it, because it refused one of them since: the password
     * has changed, or the user is gone.
     */
    void disprove(String proof) {
        String userName = proven.get(proof);
        if (userName != null) {
            entries.computeIfPresent(userName, (name, kept) -> {
                kept.proofs.forEach(proven::remove);
                kept.proofs.clear();
                return kept;
            });
        }
    }

    private static boolean isOld(Entry entry, Optional<Duration> maxAge, long now) {
        return maxAge.isPresent() && now - entry.comparedAt >= maxAge.get().toNanos();
    }

    Optional<PermissionsDocument> find(String userName) {
        Entry entry = entries.get(userName);
        return entry == null ? Optional.empty() : Optional.of(entry.document);
    }

    private void release(String userName, Entry entry) {
        AtomicBoolean last = new AtomicBoolean();
        entries.compute(userName, (name, kept) -> {
            entry.leases--;
            last.set(kept == entry && entry.leases == 0);
            return last.get() ? drop(entry) : kept;
        });
        if (last.get()) {
            forgetUser(userName);
        }
    }

    /** Drops what contexts of this store decided about a user, and disconnects nobody. */
    void forgetUser(String userName) {
        users.forEach(user -> user.forgetUser(userName));
    }

    /** Drops a user's document, whoever is connected. */
    void resetUser(String userName) {
        resets.incrementAndGet();
        entries.computeIfPresent(userName, (name, kept) -> drop(kept));
    }

    /** Drops every document, whoever is connected. */
    void reset() {
        resets.incrementAndGet();
        entries.keySet().forEach(userName -> entries.computeIfPresent(userName, (name, kept) -> drop(kept)));
    }

    /** Under the lock of its key: what the map is to hold instead. */
    private @Nullable Entry drop(Entry entry) {
        entry.proofs.forEach(proven::remove);
        return null;
    }

    /** Number of users whose document is kept. */
    int size() {
        return entries.size();
    }

    /** Whether a context uses the store. */
    boolean isUsed() {
        return !users.isEmpty();
    }

    /** Tells a context what happens to the users of this store, until {@link #leave}. */
    void join(ContextServices context) {
        users.add(context);
    }

    void leave(ContextServices context) {
        users.remove(context);
    }
}
