package dev.keyhole.permissions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the rules that a name may fit by short texts (grams) that each of these rules asks for: one pass over the name
 * looks each of its parts of that length up. Immutable.
 */
final class GramFilter {

    /** What is done with a rule that the name may fit; each comes once. */
    interface Candidates {
        void add(int rule);
    }

    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final int EMPTY = -1;
    private static final int SLOTS_PER_GRAM = 4;

    /** Bits of the sieve for each slot. */
    private static final int SIEVE_BITS_LOG = 4;

    private final int length;
    private final long mask;
    private final int shift;
    /** Bits for the upper bits of the spread grams: few other texts of names have theirs set. */
    private final long[] sieve;

    private final int sieveShift;
    private final long[] grams;
    /** For each place of the table, the number of the gram there. */
    private final int[] numbers;
    /** For each gram, the rules that ask for it, in order. */
    private final int[][] rules;

    private GramFilter(int length, Map<Long, List<Integer>> rulesOfGrams) {
        this.length = length;
        this.mask = mask(length);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, rulesOfGrams.size() * SLOTS_PER_GRAM));
        shift = Long.SIZE - bits;
        sieveShift = shift - SIEVE_BITS_LOG;
        sieve = Bits.forCount(1 << (bits + SIEVE_BITS_LOG));
        grams = new long[1 << bits];
        numbers = new int[1 << bits];
        Arrays.fill(numbers, EMPTY);
        rules = new int[rulesOfGrams.size()][];
        int count = 0;
        for (Map.Entry<Long, List<Integer>> entry : rulesOfGrams.entrySet()) {
            Bits.set(sieve, (int) ((entry.getKey() * SPREAD) >>> sieveShift));
            int slot = slot(entry.getKey());
            while (numbers[slot] != EMPTY) {
                slot = (slot + 1) & (grams.length - 1);
            }
            grams[slot] = entry.getKey();
            numbers[slot] = count;
            rules[count++] = entry.getValue().stream()
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .distinct()
                    .toArray();
        }
    }

    private static long mask(int length) {
        return -1L >>> (Long.SIZE - Character.SIZE * length);
    }

    private int slot(long gram) {
        return (int) ((gram * SPREAD) >>> shift);
    }

    /** The gram that begins somewhere in a text. */
    static long gram(String text, int start, int length) {
        long gram = 0;
        for (int i = start; i < start + length; i++) {
            gram = (gram << Character.SIZE) | text.charAt(i);
        }
        return gram;
    }

    /** Offers the rules before a limit whose gram is in the name. */
    void find(String name, int limit, Candidates candidates) {
        long window = 0;
        long[] seen = null;
        for (int i = 0; i < name.length(); i++) {
            window = ((window << Character.SIZE) | name.charAt(i)) & mask;
            int bit = (int) ((window * SPREAD) >>> sieveShift);
            if ((sieve[bit >>> 6] & 1L << bit) == 0) {
                continue;
            }
            int slot = slot(window);
            int number = numbers[slot];
            while (number != EMPTY && grams[slot] != window) {
                slot = (slot + 1) & (grams.length - 1);
                number = numbers[slot];
            }
            if (number == EMPTY || i + 1 < length || rules[number][0] >= limit) {
                continue;
            }
            if (seen == null) {
                seen = Bits.forCount(rules.length);
            }
            if (Bits.add(seen, number)) {
                offer(rules[number], limit, candidates);
            }
        }
    }

    private static void offer(int[] some, int limit, Candidates candidates) {
        for (int i = 0; i < some.length && some[i] < limit; i++) {
            candidates.add(some[i]);
        }
    }

    /** Collects rules with the texts that they ask for, and finds for each rule a gram that few ask for. */
    static final class Builder {

        /** Places of the estimate of how often a gram occurs. */
        private static final int COUNTS = 1 << 16;

        private static final int COUNT_SHIFT = Long.SIZE - 16;

        private final int length;
        private final int[] counts = new int[COUNTS];
        private final Map<Long, List<Integer>> rulesOfGrams = new HashMap<>();

        Builder(int length) {
            this.length = length;
        }

        boolean isEmpty() {
            return rulesOfGrams.isEmpty();
        }

        /** Counts what stands in a text: what is frequent in rules is taken to be frequent in names. */
        void count(String text) {
            for (int start = 0; start + length <= text.length(); start++) {
                counts[place(gram(text, start, length))]++;
            }
        }

        private static int place(long gram) {
            return (int) ((gram * SPREAD) >>> COUNT_SHIFT);
        }

        /** Whether one of the texts is long enough to be found by. */
        boolean takes(List<String> texts) {
            return texts.stream().anyMatch(text -> text.length() >= length);
        }

        /**
         * Adds a rule, after all texts were counted.
         *
         * @param texts all of which are in each name that the rule fits
         */
        void add(int rule, List<String> texts) {
            long best = 0;
            int least = Integer.MAX_VALUE;
            for (String text : texts) {
                for (int start = 0; start + length <= text.length(); start++) {
                    long gram = gram(text, start, length);
                    int count = counts[place(gram)];
                    if (count < least) {
                        least = count;
                        best = gram;
                    }
                }
            }
            rulesOfGrams.computeIfAbsent(best, gram -> new ArrayList<>(1)).add(rule);
        }

        GramFilter build() {
            return new GramFilter(length, rulesOfGrams);
        }
    }
}
