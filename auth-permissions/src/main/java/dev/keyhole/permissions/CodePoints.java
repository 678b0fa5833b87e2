package dev.keyhole.permissions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
        this.low = bits(ranges, 64);
    }

    /** Those of 64 characters that are in the ranges, one bit each. */
    private static long bits(int[] ranges, int first) {
        long bits = 0;
        for (int i = 0; i < 64; i++) {
            if (find(ranges, first + i)) {
                bits |= 1L << i;
            }
        }
        return bits;
    }

    /**
     * @param firstsAndLasts first and last character of each range, in any order
     */
    static CodePoints of(int... firstsAndLasts) {
        List<int[]> ranges = new ArrayList<>();
        for (int i = 0; i < firstsAndLasts.length; i += 2) {
            ranges.add(new int[] {firstsAndLasts[i], firstsAndLasts[i + 1]});
        }
        ranges.sort(Comparator.comparingInt(range -> range[0]));
        int[] merged = new int[ranges.size() * 2];
        int size = 0;
        for (int[] range : ranges) {
            if (size > 0 && range[0] <= merged[size - 1] + 1) {
                merged[size - 1] = Math.max(merged[size - 1], range[1]);
            } else {
                merged[size++] = range[0];
                merged[size++] = range[1];
            }
        }
        return new CodePoints(Arrays.copyOf(merged, size));
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
        return complement().union(other.complement()).complement();
    }

    boolean isEmpty() {
        return ranges.length == 0;
    }

    boolean containsAll(CodePoints other) {
        return other.intersection(this).equals(other);
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
