package dev.keyhole.permissions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Lists of rules like those that people write, with some that nobody should, and names for them; from a seed. */
final class RuleSets {

    private static final String[] WORDS = {
        "desk",
        "fx",
        "spot",
        "orders",
        "ACK",
        "EMEA",
        "NYC",
        "acct-0017",
        "prices",
        "x",
        "risk",
        "équité",
        "EUR.USD",
        "forward",
        "cash",
        "eq",
        "ldn",
        "sow",
        "queue",
        "2026",
        "a",
        "dlq"
    };

    /** What is put into braces is replaced by a word. */
    private static final String[] FORMS = {
        "/{}/{}",
        "/{}/{}/{}",
        "/{}/{}/{}/{}",
        "{}",
        "^/{}/",
        "^/{}/{}",
        "^/{}/{}/.*",
        "^/{}/{}/.*$",
        "^/{}$",
        "/{}$",
        ".*/{}$",
        "{}$",
        "/{}/",
        ".*/{}/.*",
        "{}",
        "^/{}/[^/]+$",
        "^/{}/[^/]+/{}$",
        "^/(?:{}|{})/",
        "^/({}|{})/.*/{}$",
        "^/{}/.*(?<!/{})$",
        "^/(?!{}/)",
        "^(?!.*/{}/)/{}/",
        "(?i)^/{}/",
        "(?i)/{}",
        "^/{}/[0-9]+$",
        "^/[A-Za-z]+/{}",
        "^/[^/]*/[^/]*/{}(/|$)",
        "\\b{}\\b",
        "^/([^/]+)/\\1",
        "^/{}/?$",
        "^/{}(/.*)?$",
        "^/[^/]{1,8}$",
        "{}|^/{}",
        "^$|/{}//",
        "^/.{3}/",
        "[[:upper:]]{3}/",
        "\\d{4}",
        "^/\\w+/\\w+$",
        "/x",
        "x",
        ".",
        "^/(.*)/(.*)/(.*)$",
        "(?:/[^/]+){4}",
        "(.*a){3}$",
        "(a+)+$",
        "(?:a|aa)+/$",
        "(?:a?){10}a{10}b",
    };

    private static final String[] CATCH_ALLS = {".*", "^", "$", "^.*$", ".", "^/"};

    private final Random random;

    RuleSets(long seed) {
        this.random = new Random(seed);
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String filled(String form) {
        String filled = form;
        while (filled.contains("{}")) {
            String word = any(WORDS);
            boolean isPattern = !PatternCompiler.isLiteral(form.replace("{}", ""));
            filled = filled.replaceFirst("\\{\\}", isPattern ? word.replace(".", "[.]") : word.replace(".", ""));
        }
        return filled;
    }

    /** A list of a few rules. */
    List<String> entries() {
        List<String> entries = new ArrayList<>(entries(1 + random.nextInt(30)));
        if (random.nextBoolean()) {
            entries.add(random.nextInt(entries.size() + 1), any(CATCH_ALLS));
        }
        return entries;
    }

    List<String> entries(int count) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(filled(any(FORMS)));
        }
        return entries;
    }

    /** Names that some of the rules are about, or nearly. */
    List<String> names(List<String> entries, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(
                    switch (random.nextInt(8)) {
                        case 0, 1, 2 -> bent(any(entries.toArray(new String[0])));
                        case 3 -> hostile();
                        default -> path();
                    });
        }
        return names;
    }

    private String path() {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            name.append(any("/", "/", "/", "//", "")).append(any(WORDS));
        }
        return name.append(any("", "", "", "/", "a", "7", "/2026")).toString();
    }

    /** A name made of a rule: without what is special in patterns, some of it doubled, left out or in the other case. */
    private String bent(String entry) {
        String plain = entry.replaceAll("[\\[\\]^$*+?(){}|\\\\]|\\.\\*", "");
        int cut = random.nextInt(plain.length() + 1);
        return switch (random.nextInt(6)) {
            case 0 -> plain.substring(cut);
            case 1 -> plain.substring(0, cut);
            case 2 -> plain + plain;
            case 3 -> plain.toUpperCase(Locale.ROOT);
            case 4 -> plain.substring(0, cut) + any(WORDS) + plain.substring(cut);
            default -> plain;
        };
    }

    private String hostile() {
        String unit = any("a", "/a", "aa/", "/x", "/desk", "A", "0");
        return unit.repeat(1 + random.nextInt(12)) + any("", "!", "b", "/");
    }
}
