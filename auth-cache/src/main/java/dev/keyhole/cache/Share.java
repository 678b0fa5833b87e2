package dev.keyhole.cache;

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
    synchronized boolean put(Seat<A> seat, String name, int question, Seat.Kept<A> kept) {
        if (!seat.isOpen()) {
            return false;
        }
        Bucket<A> bucket = buckets.computeIfAbsent(seat.key(), key -> new Bucket<>(this));
        Entry<A> former = bucket.find(name, question);
        if (former == null && count >= limit) {
            evictOne();
        }
        Entry<A> entry = kept.in(bucket, name, question);
        bucket.add(entry);
        link(entry);
        if (former != null) {
            remove(former);
        }
        return true;
    }

    /** Forgets what those with one key share. */
    synchronized void drop(Object key) {
        Bucket<A> bucket = buckets.remove(key);
        if (bucket != null) {
            for (Entry<A> first : bucket.firstEntries()) {
                for (Entry<A> entry = first; entry != null; entry = entry.next) {
                    unlink(entry);
                }
            }
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
