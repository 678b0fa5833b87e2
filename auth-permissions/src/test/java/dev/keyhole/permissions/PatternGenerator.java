package dev.keyhole.permissions;

import java.util.List;
import java.util.Random;

/** Makes patterns and names from a seed: from a grammar, and from bits of patterns thrown together. */
final class PatternGenerator {

    private static final String[] ATOMS = {
        "a",
        "b",
        "c",
        "/",
        "A",
        "B",
        "_",
        "1",
        "-",
        "\u00e9",
        "\ud83d\ude00",
        ".",
        "\\.",
        "\\d",
        "\\w",
        "\\W",
        "\\s",
        "\\D",
        "\\S",
        "\\h",
        "\\H",
        "\\N",
        "\\R",
        "\\V",
        "\\x61",
        "\\x{e9}",
        "\\141",
        "\\Qa.\\E",
        "[ab]",
        "[^a]",
        "[^/]",
        "[a-c]",
        "[[:alpha:]]",
        "[^[:^upper:]b]",
        "[\\w-]",
        "[]a]",
        "[^]a/]",
        "[a&&b]",
        "[[a]",
        "\\p{Lu}",
        "\\P{L}",
        "[\\d/]",
        "[\\W1]",
        "(?#x)",
        "k",
        "s",
        "\u212a",
    };

    private static final String[] BOUNDARIES = {"^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\G"};

    private static final String[] QUANTIFIERS = {
        "*", "+", "?", "*?", "+?", "??", "*+", "++", "?+", "{2}", "{1,2}", "{0,1}", "{2,}", "{0}", "{,2}", "{1,2}?",
        "{1,2}+", "{0,3}", "{3,1}", "{"
    };

    private static final String[] BITS = {
        "a",
        "b",
        "/",
        ".",
        "*",
        "+",
        "?",
        "^",
        "$",
        "|",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "\\",
        "-",
        ",",
        "1",
        "2",
        "0",
        "8",
        ":",
        "=",
        "!",
        "<",
        ">",
        "P",
        "i",
        "x",
        "#",
        " ",
        "&",
        "'",
        "n",
        "(?",
        "(?:",
        "(?=",
        "(?!",
        "(?<=",
        "(?<!",
        "(?>",
        "(?i)",
        "(?x)",
        "(?-i)",
        "(?xx)",
        "(?^",
        "(?n)",
        "(?<n>",
        "(?P<m>",
        "(?'o'",
        "\\k<n>",
        "(?P=m)",
        "\\g{-1}",
        "\\g1",
        "\\1",
        "\\2",
        "\\10",
        "\\Q",
        "\\E",
        "\\d",
        "\\w",
        "\\b",
        "\\K",
        "\\R",
        "[:alpha:]",
        "[[:",
        ":]",
        "[.",
        "\\x",
        "\\x{",
        "\\o{",
        "\\c",
        "\\p{",
        "\\pL",
        "\\N",
        "\\h",
        "{2}",
        "{1,}",
        "{,3}",
        "(?#",
        "\u00e9",
        "\\G",
        "\\A",
        "\\z",
        "\\N{U+61}",
        "[^",
        "[]",
        "[a-",
        "&&",
        "_",
        "J",
        "s",
        "m",
        "U",
    };

    private static final String[] NAME_BITS = {
        "a",
        "b",
        "c",
        "ab",
        "/",
        "A",
        "B",
        "_",
        "1",
        "-",
        " ",
        "\u00e9",
        "\u00c9",
        "\ud83d\ude00",
        "aa",
        "k",
        "K",
        "\u212a",
        "S",
        "\u017f",
        ".",
        "]",
        "[",
        "&",
        "\u2028",
        "\u00a0",
        "{",
        ",",
        "2",
        "}",
        "\\",
        "^",
        "#",
        "x",
        "n",
        "=",
        ":",
        "0",
        "8",
        "P",
    };

    private final Random random;
    private int groups;

    PatternGenerator(long seed) {
        this.random = new Random(seed);
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** From a grammar; nearly all can be compiled. */
    String pattern() {
        groups = 0;
        return alternatives(3);
    }

    private String alternatives(int depth) {
        StringBuilder pattern = new StringBuilder(sequence(depth));
        while (random.nextInt(4) == 0) {
            pattern.append('|').append(random.nextInt(8) == 0 ? "" : sequence(depth));
        }
        return pattern.toString();
    }

    private String sequence(int depth) {
        StringBuilder pattern = new StringBuilder();
        int length = 1 + random.nextInt(4);
        for (int i = 0; i < length; i++) {
            pattern.append(item(depth));
        }
        return pattern.toString();
    }

    private String item(int depth) {
        int kind = random.nextInt(depth > 0 ? 20 : 12);
        if (kind == 0) {
            return any(BOUNDARIES);
        }
        if (kind == 1 && groups > 0) {
            int group = 1 + random.nextInt(groups);
            return any("\\" + group, "\\g{" + group + "}", "(?i:\\" + group + ")") + quantifier();
        }
        if (kind == 2) {
            return any("(?i)", "(?x)", "(?-i)", "(?U)", "(?s)", "(?m)", "(?n)", "(?xx)", "(?^)");
        }
        if (kind < 12) {
            return any(ATOMS) + quantifier();
        }
        // PCRE 10.42 looks into a group that is repeated {0} times for what a match must begin with.
        return group(depth) + quantifier().replace("{0}", "");
    }

    private String quantifier() {
        return random.nextInt(3) == 0 ? any(QUANTIFIERS) : "";
    }

    private String group(int depth) {
        String open = any(
                "(", "(", "(?:", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?x: ", "(?<n" + groups + ">");
        if (open.equals("(") || open.startsWith("(?<n")) {
            groups++;
        }
        if (open.startsWith("(?<=") || open.startsWith("(?<!")) {
            String body = any(ATOMS) + any("", any(ATOMS));
            return open + body + any("", "", "|" + any(ATOMS), "|" + any(ATOMS) + any(ATOMS), any(QUANTIFIERS)) + ")";
        }
        return open + alternatives(depth - 1) + ")";
    }

    /** Bits of patterns in any order; few can be compiled. */
    String soup() {
        StringBuilder pattern = new StringBuilder();
        int length = 1 + random.nextInt(9);
        for (int i = 0; i < length; i++) {
            pattern.append(any(BITS));
        }
        return pattern.toString();
    }

    /** Names of few characters, most of which occur in the patterns. */
    List<String> names(int count) {
        return random.ints(count, 0, 9).mapToObj(this::name).toList();
    }

    private String name(int length) {
        StringBuilder name = new StringBuilder();
        boolean plain = random.nextBoolean();
        for (int i = 0; i < length; i++) {
            name.append(plain ? NAME_BITS[random.nextInt(5)] : any(NAME_BITS));
        }
        return name.toString();
    }
}
