package dev.keyhole.permissions;

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

    Alphabet(List<CodePoints> sets) {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0));
        for (CodePoints set : sets) {
            for (int i = 0; i < set.rangeCount(); i++) {
                cuts.add(set.first(i));
                cuts.add(set.last(i) + 1);
            }
        }
        starts = cuts.stream().mapToInt(Integer::intValue).toArray();
        ofRanges = new char[starts.length];
        Map<BitSet, Integer> classes = new HashMap<>();
        int[] found = new int[starts.length];
        for (int i = 0; i < starts.length; i++) {
            BitSet in = new BitSet(sets.size());
            for (int j = 0; j < sets.size(); j++) {
                in.set(j, sets.get(j).contains(starts[i]));
            }
            int number = classes.computeIfAbsent(in, ignored -> classes.size());
            found[number] = starts[i];
            ofRanges[i] = (char) number;
        }
        members = Arrays.copyOf(found, classes.size());
        for (int character = 0; character < ASCII; character++) {
            ofAscii[character] = ofRanges[rangeOf(character)];
        }
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
