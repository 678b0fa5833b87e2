package dev.keyhole.exec;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Hides in one text what another one, a secret, has as well. */
final class Masking {

    private static final String MASK = "***";

    /** So many characters that a text has in common with a secret are no chance. */
    private static final int TELLING = 8;

    /** Shorter words are found in any text. */
    private static final int SHORTEST_WORD = 4;

    private Masking() {}

    /**
     * The text without any word of the secret, and without any part of it that is long enough to tell something: a token
     * may be repeated in pieces.
     */
    static String mask(String text, String secret) {
        BitSet hidden = new BitSet(text.length());
        hideParts(text, secret, hidden);
        hideWords(text, secret, hidden);
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i = hidden.get(i) ? hidden.nextClearBit(i) : i + 1) {
            shown.append(hidden.get(i) ? MASK : String.valueOf(text.charAt(i)));
        }
        return shown.toString();
    }

    private static void hideParts(String text, String secret, BitSet hidden) {
        Map<String, BitSet> places = new HashMap<>();
        for (int i = 0; i + TELLING <= text.length(); i++) {
            places.computeIfAbsent(text.substring(i, i + TELLING), part -> new BitSet())
                    .set(i);
        }
        for (int i = 0; i + TELLING <= secret.length() && !places.isEmpty(); i++) {
            BitSet found = places.remove(secret.substring(i, i + TELLING));
            if (found != null) {
                found.stream().forEach(place -> hidden.set(place, place + TELLING));
            }
        }
    }

    private static void hideWords(String text, String secret, BitSet hidden) {
        Set<String> words = new HashSet<>();
        for (String word : secret.split("\\s+")) {
            // Longer ones have been found part by part.
            if (word.length() >= SHORTEST_WORD && word.length() < TELLING) {
                words.add(word);
            }
        }
        for (String word : words) {
            for (int place = text.indexOf(word); place >= 0; place = text.indexOf(word, place + 1)) {
                hidden.set(place, place + word.length());
            }
        }
    }
}
