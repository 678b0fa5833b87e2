package dev.keyhole.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers that those with one key share: a user, a user's client or a connection. Read without a lock, written under
 * the lock of its share.
 */
final class Bucket<A> {

    /** How many answers that cover more than a name there may be: they are looked through one by one. */
    static final int MAX_WIDE = 64;

    final Share<A> share;

    private final ConcurrentHashMap<String, Entry<A>> entries = new ConcurrentHashMap<>();

    /** Those that cover more than a name, the newest first. A new list takes the place of a former one. */
    private volatile List<Entry<A>> wide = List.of();

    Bucket(Share<A> share) {
        this.share = share;
    }

    @Nullable
    Entry<A> find(String name, int question) {
        Entry<A> entry = entries.get(name);
        while (entry != null && entry.question != question) {
            entry = entry.next;
        }
        return entry;
    }

    boolean hasWide() {
        return !wide.isEmpty();
    }

    /** The newest answer that covers a name and still holds. Makes no object. */
    @Nullable
    Entry<A> findCovering(String name, int question, long now) {
        List<Entry<A>> all = wide;
        for (int i = 0; i < all.size(); i++) {
            Entry<A> entry = all.get(i);
            if (entry.question == question
                    && !entry.endedBy(now)
                    && entry.kept.coverage().covers(name)) {
                return entry;
            }
        }
        return null;
    }

    List<Entry<A>> wide() {
        return wide;
    }

    void add(Entry<A> entry) {
        if (entry.wide) {
            List<Entry<A>> more = new ArrayList<>(wide.size() + 1);
            more.add(entry);
            more.addAll(wide);
            wide = more;
        } else {
            entry.next = entries.get(entry.name);
            entries.put(entry.name, entry);
        }
    }

    void remove(Entry<A> entry) {
        if (entry.wide) {
            List<Entry<A>> fewer = new ArrayList<>(wide);
            fewer.remove(entry);
            wide = fewer;
            return;
        }
        Entry<A> first = entries.get(entry.name);
        if (first == entry) {
            Entry<A> next = entry.next;
            if (next == null) {
                entries.remove(entry.name);
            } else {
                entries.put(entry.name, next);
            }
            return;
        }
        for (Entry<A> before = first; before != null; before = before.next) {
            if (before.next == entry) {
                before.next = entry.next;
                return;
            }
        }
    }

    /** All, in no order. */
    List<Entry<A>> all() {
        List<Entry<A>> all = new ArrayList<>(wide);
        for (Entry<A> first : entries.values()) {
            for (Entry<A> entry = first; entry != null; entry = entry.next) {
                all.add(entry);
            }
        }
        return all;
    }
}
