package dev.keyhole.permissions;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/** A set of characters. Immutable. */
final class CodePoints {

    static final CodePoints NONE = new CodePoints(new int[0]);

    /** All that names may hold: neither control characters nor halves of surrogate pairs. */
    static final CodePoints OF_NAMES = of(0x20, 0x7e, 0xa0, 0xd7ff, 0xe000, 0x10ffff);

    static final CodePoints ALL = of(0, 0x10ffff);

    /** First and last character of each range, ascending, with a gap of at least one between two ranges. */
    private final int[] ranges;

    private final long lowest;
    private final long low;

    private CodePoints(int[] ranges) {
        this.ranges = ranges;
        this.lowest = bits(ranges, 0);
        this.low = bits(ranges, Long.SIZE);
    }

    /** Those of 64 characters that are in the ranges, one bit each. */
    private static long bits(int[] ranges, int start) {
        long bits = 0;
        int end = start + Long.SIZE;
        for (int i = 0; i < ranges.length && ranges[i] < end; i += 2) {
            int first = Math.max(ranges[i], start);
            int last = Math.min(ranges[i + 1], end - 1);
            if (first <= last) {
                bits |= -1L >>> (Long.SIZE - 1 - (last - first)) << (first - start);
            }
        }
        return bits;
    }

    /**
     * @param firstsAndLasts first and last character of each range, in any order
     */
    static CodePoints of(int... firstsAndLasts) {
        int[] sorted = firstsAndLasts.clone();
        sort(sorted);
        int size = 0;
        for (int i = 0; i < sorted.length; i += 2) {
            if (size > 0 && sorted[i] <= sorted[size - 1] + 1) {
                sorted[size - 1] = Math.max(sorted[size - 1], sorted[i + 1]);
            } else {
                sorted[size] = sorted[i];
                sorted[size + 1] = sorted[i + 1];
                size += 2;
            }
        }
        return new CodePoints(Arrays.copyOf(sorted, size));
    }

    /** Sorts ranges by where they begin. */
    private static void sort(int[] ranges) {
        long[] packed = new long[ranges.length / 2];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (long) ranges[2 * i] << Integer.SIZE | ranges[2 * i + 1];
        }
        Arrays.sort(packed);
        for (int i = 0; i < packed.length; i++) {
            ranges[2 * i] = (int) (packed[i] >>> Integer.SIZE);
            ranges[2 * i + 1] = (int) packed[i];
        }
    }

    static CodePoints single(int character) {
        return new CodePoints(new int[] {character, character});
    }

    /** The characters of Unicode for which something holds. */
    static CodePoints where(IntPredicate holds) {
        int[] found = new int[64];
        int size = 0;
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (!holds.test(character)) {
                continue;
            }
            if (size > 0 && found[size - 1] == character - 1) {
                found[size - 1] = character;
                continue;
            }
            if (size == found.length) {
                found = Arrays.copyOf(found, size * 2);
            }
            found[size++] = character;
            found[size++] = character;
        }
        return new CodePoints(Arrays.copyOf(found, size));
    }

    boolean contains(int character) {
        if (character < 64) {
            return (lowest & 1L << character) != 0;
        }
        if (character < 128) {
            return (low & 1L << (character - 64)) != 0;
        }
        return find(ranges, character);
    }

    private static boolean find(int[] ranges, int character) {
        int index = Arrays.binarySearch(ranges, character);
        // Between a first and a last, the insertion point is odd.
        return index >= 0 || (-index - 1) % 2 == 1;
    }

    CodePoints union(CodePoints other) {
        if (isEmpty()) {
            return other;
        }
        int[] both = Arrays.copyOf(ranges, ranges.length + other.ranges.length);
        System.arraycopy(other.ranges, 0, both, ranges.length, other.ranges.length);
        return of(both);
    }

    /** All other characters there are. */
    CodePoints complement() {
        int[] gaps = new int[ranges.length + 2];
        int size = 0;
        int next = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] > next) {
                gaps[size++] = next;
                gaps[size++] = ranges[i] - 1;
            }
            next = ranges[i + 1] + 1;
        }
        if (next <= Character.MAX_CODE_POINT) {
            gaps[size++] = next;
            gaps[size++] = Character.MAX_CODE_POINT;
        }
        return new CodePoints(Arrays.copyOf(gaps, size));
    }

    CodePoints intersection(CodePoints other) {
        int[] common = new int[ranges.length + other.ranges.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < ranges.length && j < other.ranges.length) {
            int first = Math.max(ranges[i], other.ranges[j]);
            int last = Math.min(ranges[i + 1], other.ranges[j + 1]);
            if (first <= last) {
                common[size] = first;
                common[size + 1] = last;
                size += 2;
            }
            if (ranges[i + 1] < other.ranges[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return new CodePoints(Arrays.copyOf(common, size));
    }

    boolean isEmpty() {
        return ranges.length == 0;
    }

    /** The one character that is in this set; empty if there is another number of them. */
    OptionalInt only() {
        return ranges.length == 2 && ranges[0] == ranges[1] ? OptionalInt.of(ranges[0]) : OptionalInt.empty();
    }

    int rangeCount() {
        return ranges.length / 2;
    }

    int first(int range) {
        return ranges[2 * range];
    }

    int last(int range) {
        return ranges[2 * range + 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodePoints set && Arrays.equals(ranges, set.ranges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ranges);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < rangeCount(); i++) {
            text.append(i == 0 ? "" : " ").append(Text.codePoint(first(i)));
            if (last(i) > first(i)) {
                text.append('-').append(Text.codePoint(last(i)));
            }
        }
        return text.append(']').toString();
    }
}
