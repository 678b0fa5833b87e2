package dev.keyhole.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers that those with one key share: a user, a user's client or a connection. A hash table, read without a lock,
 * written under the lock of its share. While it grows, a reader may miss an answer that is there, and asks again.
 */
final class Bucket<A> {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Entry[].class);

    private static final int FIRST_SIZE = 8;

    /** How many answers that cover more than a name there may be: they are looked through one by one. */
    static final int MAX_WIDE = 64;

    /**
     * Entries in one slot; names can be chosen so that they all fall into one, and then looking for one of them would take
     * as long as looking through all.
     */
    private static final int MAX_CHAIN = 16;

    final Share<A> share;

    /** Entries by their hash, those of one slot linked; its length is a power of two. */
    private volatile @Nullable Entry<A>[] slots = slots(FIRST_SIZE);

    private int count;

    /** Those that cover more than a name, the newest first. A new list takes the place of a former one. */
    private volatile List<Entry<A>> wide = List.of();

    Bucket(Share<A> share) {
        this.share = share;
    }

    @SuppressWarnings("unchecked") // an array of a generic type can't be made
    private static <A> @Nullable Entry<A>[] slots(int size) {
        return (Entry<A>[]) new Entry<?>[size];
    }

    static int hash(String name, int question) {
        int hash = (name.hashCode() + question) * 0x9E37_79B9;
        return hash ^ (hash >>> 16);
    }

    @SuppressWarnings("unchecked") // only such are put in
    private static <A> @Nullable Entry<A> first(@Nullable Entry<A>[] some, int hash) {
        return (Entry<A>) SLOT.getAcquire(some, hash & (some.length - 1));
    }

    @Nullable
    Entry<A> find(String name, int question) {
        int hash = hash(name, question);
        Entry<A> entry = first(slots, hash);
        while (entry != null && !(entry.hash == hash && entry.question == question && entry.name.equals(name))) {
            entry = entry.next;
        }
        return entry;
    }

    boolean hasWide() {
        return !wide.isEmpty();
    }

    /**
     * Of the answers that cover a name and still hold, the newest of those that limit it, else the newest. Makes no object.
     */
    @Nullable
    Entry<A> findCovering(String name, int question, long now) {
        List<Entry<A>> all = wide;
        Entry<A> found = null;
        for (int i = 0; i < all.size(); i++) {
            Entry<A> entry = all.get(i);
            if (entry.question == question
                    && !entry.endedBy(now)
                    && entry.kept.coverage().covers(name)) {
                if (!entry.kept.isFullGrant()) {
                    return entry;
                }
                found = found == null ? entry : found;
            }
        }
        return found;
    }

    List<Entry<A>> wide() {
        return wide;
    }

    /** Adds an entry; returns one that has to make room for it, if its slot is full. */
    @Nullable
    Entry<A> add(Entry<A> entry) {
        if (entry.wide) {
            List<Entry<A>> more = new ArrayList<>(wide.size() + 1);
            more.add(entry);
            more.addAll(wide);
            wide = more;
            return null;
        }
        if (count > slots.length) {
            grow();
        }
        count++;
        link(slots, entry);
        int length = 0;
        Entry<A> last = entry;
        for (Entry<A> one = entry; one != null; one = one.next) {
            last = one;
            length++;
        }
        return length > MAX_CHAIN ? last : null;
    }

    private static <A> void link(@Nullable Entry<A>[] some, Entry<A> entry) {
        entry.next = first(some, entry.hash);
        SLOT.setRelease(some, entry.hash & (some.length - 1), entry);
    }

    private void grow() {
        @Nullable Entry<A>[] larger = slots(slots.length * 2);
        for (Entry<A> first : slots) {
            Entry<A> entry = first;
            while (entry != null) {
                Entry<A> next = entry.next;
                link(larger, entry);
                entry = next;
            }
        }
        slots = larger;
    }

    void remove(Entry<A> entry) {
        if (entry.wide) {
            List<Entry<A>> fewer = new ArrayList<>(wide);
            fewer.remove(entry);
            wide = fewer;
            return;
        }
        int slot = entry.hash & (slots.length - 1);
        Entry<A> one = slots[slot];
        if (one == entry) {
            SLOT.setRelease(slots, slot, entry.next);
            count--;
            return;
        }
        while (one != null && one.next != entry) {
            one = one.next;
        }
        if (one != null) {
            one.next = entry.next;
            count--;
        }
    }

    /** All, in no order. */
    List<Entry<A>> all() {
        List<Entry<A>> all = new ArrayList<>(wide);
        for (Entry<A> first : slots) {
            for (Entry<A> entry = first; entry != null; entry = entry.next) {
                all.add(entry);
            }
        }
        return all;
    }
}
