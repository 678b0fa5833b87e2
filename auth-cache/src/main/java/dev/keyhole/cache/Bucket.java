package dev.keyhole.cache;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers that those with one key share: a user, a user's client or a connection. Read without a lock, written under
 * the lock of its share.
 */
final class Bucket<A> {

    final Share<A> share;

    private final ConcurrentHashMap<String, Entry<A>> entries = new ConcurrentHashMap<>();

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

    void add(Entry<A> entry) {
        entry.next = entries.get(entry.name);
        entries.put(entry.name, entry);
    }

    void remove(Entry<A> entry) {
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

    Iterable<Entry<A>> firstEntries() {
        return entries.values();
    }
}
