package dev.keyhole.cache;

import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.EntitlementDecision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All answers about one user between two resets, within the user's limits. A reset doesn't empty it but puts another in its
 * place, so whoever began to ask before the reset adds to one that nobody reads any more.
 */
final class Share<A> {

    /** How many used entries are passed over in the search for one to evict. */
    private static final int SECOND_CHANCES = 64;

    final Generation<A> generation;

    private final Member<A> owner;
    private final CacheLimits limits;

    /** A bucket stays, be it empty, as long as somebody has a seat with its key: readers hold on to it. */
    private final ConcurrentHashMap<Object, Bucket<A>> buckets = new ConcurrentHashMap<>(2);

    /** How many entries there are of each decision: it counts once for what it weighs. */
    private final Map<View<A>, Integer> uses = new HashMap<>(4);

    private @Nullable Entry<A> oldest;
    private @Nullable Entry<A> newest;
    private int count;
    private long weight;
    private boolean ended;

    /** The count, for readers without the lock. */
    private volatile int size;

    /** The weight, for readers without the lock. */
    private volatile long bytes;

    Share(Generation<A> generation, Member<A> owner, CacheLimits limits) {
        this.generation = generation;
        this.owner = owner;
        this.limits = limits;
    }

    int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }

    @Nullable
    Bucket<A> find(Object key) {
        return buckets.get(key);
    }

    /**
     * Another takes its place: nothing in it holds any more, nor does anything come into it. Tables are emptied, as
     * connections that ask nothing may hold on to them; that takes microseconds if the user has as many answers as one may.
     */
    synchronized void end() {
        ended = true;
        buckets.values().forEach(Bucket::end);
        uses.clear();
        oldest = null;
        newest = null;
    }

    /**
     * Keeps an answer, unless the seat that asked is closed: what its closing dropped doesn't come back.
     *
     * @param terms null for the usual ones
     * @return whether it was kept
     */
    synchronized boolean put(Seat<A> seat, String name, int question, View<A> view, @Nullable Terms terms) {
        if (!seat.isOpen() || ended) {
            return false;
        }
        Bucket<A> bucket = buckets.computeIfAbsent(seat.key(), key -> new Bucket<>(generation, owner));
        Coverage coverage = terms == null ? Coverage.name() : terms.coverage();
        Contradictions.remove(bucket, name, question, view, coverage, this::remove);
        Entry<A> former = bucket.find(name, question);
        if (former != null) {
            remove(former);
        }
        boolean ofName = add(new Entry<>(bucket, name, question, view, ofName(terms)));
        return coverage.isWide() ? add(new Entry<>(bucket, name, question, view, terms)) || ofName : ofName;
    }

    private static @Nullable Terms ofName(@Nullable Terms terms) {
        if (terms == null || !terms.coverage().isWide()) {
            return terms;
        }
        return terms.ends() ? terms.ofName() : null;
    }

    /** There is an answer that isn't kept, and says otherwise than what is known. */
    synchronized void contradicted(Seat<A> seat, String name, int question, EntitlementDecision decision) {
        Bucket<A> bucket = ended ? null : buckets.get(seat.key());
        if (bucket != null) {
            Contradictions.remove(bucket, name, question, decision, this::remove);
        }
    }

    /**
     * @return whether there is room for it at all
     */
    private boolean add(Entry<A> entry) {
        long more = entry.bytes();
        // What weighs more than all may is asked for each time.
        if (more + entry.view.bytes() > limits.bytesOfOne()) {
            return false;
        }
        while (count >= limits.ofOne() || weight + more + added(entry.view) > limits.bytesOfOne()) {
            evictOne();
        }
        Entry<A> displaced = entry.bucket.add(entry);
        link(entry);
        weigh(entry, 1);
        if (displaced != null) {
            remove(displaced);
        }
        return true;
    }

    private long added(View<A> view) {
        return uses.containsKey(view) ? 0 : view.bytes();
    }

    /** Counts an entry in, or out. */
    private void weigh(Entry<A> entry, int change) {
        if (change > 0) {
            weight += added(entry.view);
        }
        Integer left = uses.merge(entry.view, change, (before, more) -> before + more == 0 ? null : before + more);
        if (left == null) {
            weight -= entry.view.bytes();
        }
        weight += (long) change * entry.bytes();
        count += change;
        bytes = weight;
        size = count;
    }

    /** Forgets what those with one key share. */
    synchronized void drop(Object key) {
        Bucket<A> bucket = ended ? null : buckets.remove(key);
        if (bucket != null) {
            List<Entry<A>> all = bucket.all();
            bucket.end();
            for (Entry<A> entry : all) {
                unlink(entry);
                weigh(entry, -1);
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
        weigh(entry, -1);
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
    }
}
