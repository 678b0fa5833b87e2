package dev.keyhole.permissions;

/** Sets of small numbers, as bits of a {@code long[]}. */
final class Bits {

    private Bits() {}

    static long[] forCount(int count) {
        return new long[(count + Long.SIZE - 1) / Long.SIZE];
    }

    static void set(long[] bits, int number) {
        bits[number / Long.SIZE] |= 1L << number;
    }

    /** Adds a number; false if it was there. */
    static boolean add(long[] bits, int number) {
        long bit = 1L << number;
        boolean isNew = (bits[number / Long.SIZE] & bit) == 0;
        bits[number / Long.SIZE] |= bit;
        return isNew;
    }

    static boolean isEmpty(long[] bits) {
        for (long word : bits) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }
}
