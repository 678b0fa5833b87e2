package dev.keyhole.cache;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table of entries, which are linked in their slots. It is a bare array, so that a reader who holds on to it has
 * nothing to fetch between it and the entries: in front stands the generation that its answers are of, or nothing as soon as
 * they no longer hold, or no longer stand here; and then the user whom they are about. Read without a lock; written under the lock of the share that it belongs to.
 */
final class Table {

    private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Object[].class);

    /** Where the generation stands, then the user; slots come after them. */
    private static final int FRONT = 0;

    private static final int OWNER = 1;
    private static final int SLOTS = 2;

    private static final @Nullable Object[] NONE = new Object[SLOTS + 1];

    private Table() {}

    /** One that is never in force. */
    static @Nullable Object[] none() {
        return NONE;
    }

    /**
     * @param slots a power of two
     */
    static @Nullable Object[] of(Member<?> owner, int slots) {
        @Nullable Object[] table = new Object[slots + SLOTS];
        table[OWNER] = owner;
        return table;
    }

    static int slots(@Nullable Object[] table) {
        return table.length - SLOTS;
    }

    /** Whom the answers are about; only for one that was once in force. */
    @SuppressWarnings("unchecked") // only such are put in
    static <A> Member<A> owner(@Nullable Object[] table) {
        return requireNonNull((Member<A>) PLACE.getAcquire(table, OWNER));
    }

    static int hash(String name, int question) {
        int hash = (name.hashCode() + question) * 0x9E37_79B9;
        return hash ^ (hash >>> 16);
    }

    private static int place(@Nullable Object[] table, int hash) {
        return (hash & (table.length - SLOTS - 1)) + SLOTS;
    }

    /** Whether what is found here holds, if it is asked for in this generation. */
    static boolean isOf(@Nullable Object[] table, Generation<?> generation) {
        return PLACE.getAcquire(table, FRONT) == generation;
    }

    /** From now on what is found here holds. */
    static void begin(@Nullable Object[] table, Generation<?> generation) {
        PLACE.setVolatile(table, FRONT, generation);
    }

    /**
     * From now on nothing that is found here holds: whoever looks at the front from now on knows. Whoever holds on to it
     * and doesn't look holds no answers.
     */
    static void end(@Nullable Object[] table) {
        PLACE.setVolatile(table, FRONT, null);
        Arrays.fill(table, SLOTS, table.length, null);
    }

    @SuppressWarnings("unchecked") // only such are put in
    private static <A> @Nullable Entry<A> first(@Nullable Object[] table, int place) {
        return (Entry<A>) PLACE.getAcquire(table, place);
    }

    static <A> @Nullable Entry<A> find(@Nullable Object[] table, String name, int question) {
        int hash = hash(name, question);
        Entry<A> entry = first(table, place(table, hash));
        while (entry != null && !(entry.hash == hash && entry.question == question && entry.name.equals(name))) {
            entry = entry.next;
        }
        return entry;
    }

    /** Adds an entry in front of its slot. */
    static <A> void add(@Nullable Object[] table, Entry<A> entry) {
        int place = place(table, entry.hash);
        entry.next = first(table, place);
        PLACE.setRelease(table, place, entry);
    }

    /**
     * @return whether it was there
     */
    static <A> boolean remove(@Nullable Object[] table, Entry<A> entry) {
        int place = place(table, entry.hash);
        Entry<A> one = first(table, place);
        if (one == entry) {
            PLACE.setRelease(table, place, entry.next);
            return true;
        }
        while (one != null && one.next != entry) {
            one = one.next;
        }
        if (one == null) {
            return false;
        }
        one.next = entry.next;
        return true;
    }

    /** Passes all entries on, in no order; an entry may be linked elsewhere meanwhile. */
    static <A> void forEach(@Nullable Object[] table, Consumer<Entry<A>> action) {
        for (int place = SLOTS; place < table.length; place++) {
            Entry<A> entry = first(table, place);
            while (entry != null) {
                Entry<A> next = entry.next;
                action.accept(entry);
                entry = next;
            }
        }
    }
}
