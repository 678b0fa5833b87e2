package dev.keyhole.permissions;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The keys of one object, and after {@link #clear} those of the next. Nearly all objects have few, which are found faster
 * one by one than by their hashes.
 */
final class KeySet {

    private static final int FEW = 8;

    private final String[] few = new String[FEW];
    private int count;
    /** All of them, from when there are more than a few. */
    private Set<String> all = Set.of();

    /** Forgets all. */
    void clear() {
        count = 0;
    }

    /** Adds a key; false if it is there already. */
    boolean add(String key) {
        if (count == FEW) {
            all = new HashSet<>(Arrays.asList(few));
        }
        boolean isNew = count < FEW ? !isAmongFew(key) : all.add(key);
        if (!isNew) {
            return false;
        }
        if (count < FEW) {
            few[count] = key;
        }
        count++;
        return true;
    }

    private boolean isAmongFew(String key) {
        for (int i = 0; i < count; i++) {
            if (few[i].equals(key)) {
                return true;
            }
        }
        return false;
    }
}
