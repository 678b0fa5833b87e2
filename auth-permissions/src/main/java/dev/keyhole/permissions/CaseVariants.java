package dev.keyhole.permissions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Characters that are the same where case doesn't count: those with one simple case folding in Unicode. That makes
 * {@code k}, {@code K} and the Kelvin sign one, and leaves the dotted and the dotless i of Turkish alone.
 */
final class CaseVariants {

    /** No character with a case stands above this one. */
    private static final int LAST = 0x1ffff;

    /** By their folding, all characters that have it, where these are more than one. */
    private static final Map<Integer, List<Integer>> VARIANTS = variants();

    private CaseVariants() {}

    private static Map<Integer, List<Integer>> variants() {
        Map<Integer, List<Integer>> variants = new HashMap<>();
        for (int character = 0; character <= LAST; character++) {
            int folded = fold(character);
            if (folded != character) {
                List<Integer> same = variants.computeIfAbsent(folded, key -> new ArrayList<>(List.of(key)));
                same.add(character);
            }
        }
        return variants;
    }

    /** The same for all characters that differ in case only. */
    static int fold(int character) {
        boolean turkish = character == 0x130 || character == 0x131;
        return turkish ? character : Character.toLowerCase(Character.toUpperCase(character));
    }

    /** The characters of a set, with all that differ from one of them in case only. */
    static CodePoints close(CodePoints set) {
        List<Integer> added = new ArrayList<>();
        VARIANTS.values().forEach(variants -> {
            if (variants.stream().anyMatch(set::contains)) {
                variants.forEach(variant -> {
                    added.add(variant);
                    added.add(variant);
                });
            }
        });
        return set.union(
                CodePoints.of(added.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** All characters that differ from one in case only, itself among them. */
    static CodePoints of(int character) {
        List<Integer> variants = VARIANTS.get(fold(character));
        if (variants == null) {
            return CodePoints.single(character);
        }
        return CodePoints.of(variants.stream()
                .flatMap(variant -> List.of(variant, variant).stream())
                .mapToInt(Integer::intValue)
                .toArray());
    }
}
