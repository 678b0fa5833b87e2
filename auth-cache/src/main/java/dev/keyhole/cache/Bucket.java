package dev.keyhole.cache;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers that those with one key share: a user, a user's client or a connection. Read without a lock, written under the
 * lock of its share. While its table grows, a reader may miss an answer that is there, and asks again.
 */
final class Bucket<A> {

    private static final int FIRST_SIZE = 8;

    /** How many answers that cover more than a name there may be: they are looked through one by one. */
    static final int MAX_WIDE = 64;

    /**
     * Entries in one slot; names can be chosen so that they all fall into one, and then looking for one of them would take
     * as long as looking through all.
     */
    static final int MAX_CHAIN = 16;

    private final Generation<A> generation;
    private final Member<A> owner;

    private volatile @Nullable Object[] table;

    private int count;

    /** Those that cover more than a name, the newest first. A new list takes the place of a former one. */
    private volatile List<Entry<A>> wide = List.of();

    Bucket(Generation<A> generation, Member<A> owner) {
        this.generation = generation;
        this.owner = owner;
        this.table = Table.of(owner, FIRST_SIZE);
        Table.begin(table, generation);
    }

    /** What is in force now; a reader holds on to it for as long as {@link Table#isOf} says so. */
    @Nullable
    Object[] table() {
        return table;
    }

    @Nullable
    Entry<A> find(String name, int question) {
        return Table.find(table, name, question);
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
                    && entry.coverage().covers(name)) {
                if (!entry.view.isFullGrant) {
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

    /** The one of the wide answers that goes if there are too many: the oldest that wasn't used since the last time. */
    Entry<A> leastUsedWide() {
        List<Entry<A>> all = wide;
        Entry<A> oldest = all.get(all.size() - 1);
        for (int i = all.size() - 1; i >= 0; i--) {
            Entry<A> entry = all.get(i);
            if (!entry.used) {
                return entry;
            }
            entry.used = false;
        }
        return oldest;
    }

    /** Adds an entry; returns one that has to make room for it, if its slot is full. */
    @Nullable
    Entry<A> add(Entry<A> entry) {
        if (entry.isWide()) {
            List<Entry<A>> more = new ArrayList<>(wide.size() + 1);
            more.add(entry);
            more.addAll(wide);
            wide = more;
            return null;
        }
        // Half full at most: a second entry in a slot is one thing more to fetch.
        if (2 * count >= Table.slots(table)) {
            grow();
        }
        count++;
        Table.add(table, entry);
        int length = 0;
        Entry<A> last = entry;
        for (Entry<A> one = entry; one != null; one = one.next) {
            last = one;
            length++;
        }
        return length > MAX_CHAIN ? last : null;
    }

    private void grow() {
        @Nullable Object[] former = table;
        @Nullable Object[] larger = Table.of(owner, Table.slots(former) * 2);
        Table.<A>forEach(former, entry -> Table.add(larger, entry));
        Table.begin(larger, generation);
        table = larger;
        Table.end(former);
    }

    void remove(Entry<A> entry) {
        if (entry.isWide()) {
            List<Entry<A>> fewer = new ArrayList<>(wide);
            fewer.remove(entry);
            wide = fewer;
        } else if (Table.remove(table, entry)) {
            count--;
        }
    }

    /** Nothing in it holds any more, and nothing stays in it. Nothing may be added after it. */
    void end() {
        Table.end(table);
        wide = List.of();
    }

    /** All, in no order. */
    List<Entry<A>> all() {
        List<Entry<A>> all = new ArrayList<>(wide);
        Table.<A>forEach(table, all::add);
        return all;
    }
}
