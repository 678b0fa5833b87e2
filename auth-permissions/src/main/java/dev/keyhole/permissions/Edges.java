package dev.keyhole.permissions;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Texts that names begin with, or that they end with, each with the first rule that asks for it. Finds the first rule of
 * all those whose text fits a name, by one search among the sorted texts. Immutable.
 */
final class Edges {

    private static final int NO_PARENT = -1;

    private final boolean backwards;
    private final String[] texts;
    /** Of each text, the longest other one that it begins with; it stands before it. */
    private final int[] parents;
    /** Of each text, the first rule that asks for it, or for one that it begins with. */
    private final int[] rules;

    /**
     * @param ruleOfText the first rule that asks for each text
     * @param backwards whether names end with the texts, and else begin with them
     */
    private Edges(Map<String, Integer> ruleOfText, boolean backwards) {
        this.backwards = backwards;
        texts = ruleOfText.keySet().toArray(new String[0]);
        Arrays.sort(texts, Comparator.comparing(text -> backwards ? reversed(text) : text));
        parents = new int[texts.length];
        rules = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            int parent = i - 1;
            while (parent >= 0 && texts[parent].length() > common(texts[parent], texts[i], 0)) {
                parent = parents[parent];
            }
            parents[i] = parent;
            int rule = ruleOfText.getOrDefault(texts[i], PermissionIndex.NONE);
            rules[i] = parent == NO_PARENT ? rule : Math.min(rule, rules[parent]);
        }
    }

    private static String reversed(String text) {
        char[] characters = new char[text.length()];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = text.charAt(characters.length - 1 - i);
        }
        return new String(characters);
    }

    private char at(String text, int index) {
        return text.charAt(backwards ? text.length() - 1 - index : index);
    }

    /** How many characters two texts have in common, of which some are known. */
    private int common(String one, String other, int known) {
        int end = Math.min(one.length(), other.length());
        int common = known;
        if (backwards) {
            while (common < end && at(one, common) == at(other, common)) {
                common++;
            }
        } else {
            while (common < end && one.charAt(common) == other.charAt(common)) {
                common++;
            }
        }
        return common;
    }

    /** The first rule whose text fits; {@link PermissionIndex#NONE} if none does. */
    int find(String name) {
        int low = 0;
        int high = texts.length;
        int commonLow = 0;
        int commonHigh = 0;
        // Texts before low aren't greater than the name; those from high on are.
        while (low < high) {
            int middle = (low + high) >>> 1;
            String text = texts[middle];
            int common = common(text, name, Math.min(commonLow, commonHigh));
            boolean greater =
                    common < text.length() && (common == name.length() || at(text, common) > at(name, common));
            if (greater) {
                high = middle;
                commonHigh = common;
            } else {
                low = middle + 1;
                commonLow = common;
            }
        }
        // Whatever fits is the last one that isn't greater, or among the texts that it begins with.
        int candidate = low - 1;
        while (candidate >= 0 && texts[candidate].length() > commonLow) {
            candidate = parents[candidate];
        }
        return candidate < 0 ? PermissionIndex.NONE : rules[candidate];
    }

    /** Collects the texts. */
    static final class Builder {

        private final Map<String, Integer> ruleOfText = new HashMap<>();

        void add(String text, int rule) {
            ruleOfText.putIfAbsent(text, rule);
        }

        Edges build(boolean backwards) {
            return new Edges(ruleOfText, backwards);
        }
    }
}
