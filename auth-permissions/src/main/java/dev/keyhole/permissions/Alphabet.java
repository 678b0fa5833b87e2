package dev.keyhole.permissions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** All characters, divided into classes: those of one class are in the same ones of some sets. Immutable. */
final class Alphabet {

    private static final int ASCII = 128;

    private final char[] ofAscii = new char[ASCII];

    /** First characters of ranges, ascending; the first is 0. */
    private final int[] starts;

    private final char[] ofRanges;
    private final int[] members;

    private Alphabet(int[] starts, char[] ofRanges, int[] members) {
        this.starts = starts;
        this.ofRanges = ofRanges;
        this.members = members;
        for (int character = 0; character < ASCII; character++) {
            ofAscii[character] = ofRanges[rangeOf(character)];
        }
    }

    /**
     * All characters, divided by some sets.
     *
     * @param numbers of the sets
     * @param setsOfClasses for each class the numbers of the sets that it is in
     */
    record Division(Alphabet alphabet, Map<CodePoints, Integer> numbers, List<BitSet> setsOfClasses) {}

    /**
     * @param sets different from each other
     */
    static Division divide(List<CodePoints> sets) {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0));
        for (CodePoints set : sets) {
            for (int i = 0; i < set.rangeCount(); i++) {
                cuts.add(set.first(i));
                cuts.add(set.last(i) + 1);
            }
        }
        int[] starts = cuts.stream().mapToInt(Integer::intValue).toArray();
        BitSet[] setsOfRanges = new BitSet[starts.length];
        Arrays.setAll(setsOfRanges, range -> new BitSet(sets.size()));
        Map<CodePoints, Integer> numbers = new HashMap<>();
        for (CodePoints set : sets) {
            int number = numbers.size();
            numbers.put(set, number);
            for (int i = 0; i < set.rangeCount(); i++) {
                int range = Arrays.binarySearch(starts, set.first(i));
                while (range < starts.length && starts[range] <= set.last(i)) {
                    setsOfRanges[range++].set(number);
                }
            }
        }
        return divide(starts, setsOfRanges, numbers);
    }

    private static Division divide(int[] starts, BitSet[] setsOfRanges, Map<CodePoints, Integer> numbers) {
        Map<BitSet, Integer> classes = new HashMap<>();
        List<BitSet> setsOfClasses = new ArrayList<>();
        char[] ofRanges = new char[starts.length];
        int[] members = new int[starts.length];
        for (int i = 0; i < starts.length; i++) {
            int number = classes.computeIfAbsent(setsOfRanges[i], ignored -> classes.size());
            if (number == setsOfClasses.size()) {
                setsOfClasses.add(setsOfRanges[i]);
                members[number] = starts[i];
            }
            ofRanges[i] = (char) number;
        }
        Alphabet alphabet = new Alphabet(starts, ofRanges, Arrays.copyOf(members, classes.size()));
        return new Division(alphabet, numbers, setsOfClasses);
    }

    /** What it takes, estimated. */
    long bytes() {
        return 2L * ASCII
                + (long) starts.length * (Integer.BYTES + Character.BYTES)
                + (long) members.length * Integer.BYTES;
    }

    int classCount() {
        return members.length;
    }

    /** A character of a class. */
    int member(int number) {
        return members[number];
    }

    int classOf(int character) {
        return character < ASCII ? ofAscii[character] : ofRanges[rangeOf(character)];
    }

    private int rangeOf(int character) {
        int index = Arrays.binarySearch(starts, character);
        return index >= 0 ? index : -index - 2;
    }
}
