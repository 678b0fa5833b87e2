package dev.keyhole.cache;

import dev.keyhole.spi.EntitlementDecision;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All answers about one user between two resets, within the user's limit. A reset doesn't empty it but puts another in its
 * place, so whoever began to ask before the reset adds to one that nobody reads any more.
 */
final class Share<A> {

    /** How many used entries are passed over in the search for one to evict. */
    private static final int SECOND_CHANCES = 64;

    final Generation<A> generation;

    private final int limit;

    /** A bucket stays, be it empty, as long as somebody has a seat with its key: readers hold on to it. */
    private final ConcurrentHashMap<Object, Bucket<A>> buckets = new ConcurrentHashMap<>(2);

    private @Nullable Entry<A> oldest;
    private @Nullable Entry<A> newest;
    private int count;

    /** The count, for readers without the lock. */
    private volatile int size;

    Share(Generation<A> generation, int limit) {
        this.generation = generation;
        this.limit = limit;
    }

    int size() {
        return size;
    }

    @Nullable
    Bucket<A> find(Object key) {
        return buckets.get(key);
    }

    /**
     * Keeps an answer, unless the seat that asked is closed: what its closing dropped doesn't come back.
     *
     * @return whether it was kept
     */
    synchronized boolean put(Seat<A> seat, String name, int question, Entry.Kept<A> kept) {
        if (!seat.isOpen()) {
            return false;
        }
        Bucket<A> bucket = buckets.computeIfAbsent(seat.key(), key -> new Bucket<>(this));
        Contradictions.remove(bucket, name, question, kept, this::remove);
        Entry<A> former = bucket.find(name, question);
        if (former == null) {
            makeRoom();
        }
        if (former != null) {
            remove(former);
        }
        add(new Entry<>(bucket, name, question, kept, false));
        if (kept.coverage().isWide()) {
            makeRoom();
            add(new Entry<>(bucket, name, question, kept, true));
        }
        return true;
    }

    /** There is an answer that isn't kept, and says otherwise than what is known. */
    synchronized void contradicted(Seat<A> seat, String name, int question, EntitlementDecision decision) {
        Bucket<A> bucket = buckets.get(seat.key());
        if (bucket != null) {
            Contradictions.remove(bucket, name, question, decision, this::remove);
        }
    }

    private void makeRoom() {
        if (count >= limit) {
            evictOne();
        }
    }

    private void add(Entry<A> entry) {
        Entry<A> displaced = entry.bucket.add(entry);
        link(entry);
        if (displaced != null) {
            remove(displaced);
        }
    }

    /** Forgets what those with one key share. */
    synchronized void drop(Object key) {
        Bucket<A> bucket = buckets.remove(key);
        if (bucket != null) {
            bucket.all().forEach(this::unlink);
        }
    }

    private void evictOne() {
        int chances = SECOND_CHANCES;
        Entry<A> candidate = oldest;
        while (candidate != null && candidate.used && chances-- > 0) {
            candidate.used = false;
            unlink(candidate);
            link(candidate);
            candidate = oldest;
        }
        if (candidate != null) {
            remove(candidate);
        }
    }

    private void remove(Entry<A> entry) {
        unlink(entry);
        entry.bucket.remove(entry);
    }

    private void link(Entry<A> entry) {
        Entry<A> last = newest;
        entry.older = last;
        entry.newer = null;
        newest = entry;
        if (last == null) {
            oldest = entry;
        } else {
            last.newer = entry;
        }
        size = ++count;
    }

    private void unlink(Entry<A> entry) {
        Entry<A> before = entry.older;
        Entry<A> after = entry.newer;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        entry.older = null;
        entry.newer = null;
        size = --count;
    }
}
