package dev.keyhole.permissions;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The classes of characters that patterns have names for, as PCRE defines them without its option {@code UCP}: only
 * {@code \p} knows more than ASCII.
 */
final class CharacterClasses {

    static final CodePoints DIGIT = CodePoints.of('0', '9');
    static final CodePoints WORD = CodePoints.of('0', '9', 'A', 'Z', '_', '_', 'a', 'z');
    static final CodePoints SPACE = CodePoints.of('\t', '\r', ' ', ' ');
    static final CodePoints HORIZONTAL_SPACE = CodePoints.of(
            '\t', '\t', ' ', ' ', 0xa0, 0xa0, 0x1680, 0x1680, 0x180e, 0x180e, 0x2000, 0x200a, 0x202f, 0x202f, 0x205f,
            0x205f, 0x3000, 0x3000);
    static final CodePoints VERTICAL_SPACE = CodePoints.of('\n', '\r', 0x85, 0x85, 0x2028, 0x2029);

    private static final CodePoints ALPHA = CodePoints.of('A', 'Z', 'a', 'z');
    private static final CodePoints GRAPH = CodePoints.of(0x21, 0x7e);

    private static final Map<String, CodePoints> POSIX = Map.ofEntries(
            Map.entry("alnum", ALPHA.union(DIGIT)),
            Map.entry("alpha", ALPHA),
            Map.entry("ascii", CodePoints.of(0, 0x7f)),
            Map.entry("blank", CodePoints.of(' ', ' ', '\t', '\t')),
            Map.entry("cntrl", CodePoints.of(0, 0x1f, 0x7f, 0x7f)),
            Map.entry("digit", DIGIT),
            Map.entry("graph", GRAPH),
            Map.entry("lower", CodePoints.of('a', 'z')),
            Map.entry("print", CodePoints.of(0x20, 0x7e)),
            Map.entry("punct", GRAPH.intersection(ALPHA.union(DIGIT).complement())),
            Map.entry("space", SPACE),
            Map.entry("upper", CodePoints.of('A', 'Z')),
            Map.entry("word", WORD),
            Map.entry("xdigit", CodePoints.of('0', '9', 'A', 'F', 'a', 'f')));

    /** The types of {@link Character#getType}, by the two letters that Unicode has for each. */
    private static final Map<String, Integer> CATEGORIES = Map.ofEntries(
            Map.entry("cc", (int) Character.CONTROL),
            Map.entry("cf", (int) Character.FORMAT),
            Map.entry("cn", (int) Character.UNASSIGNED),
            Map.entry("co", (int) Character.PRIVATE_USE),
            Map.entry("cs", (int) Character.SURROGATE),
            Map.entry("ll", (int) Character.LOWERCASE_LETTER),
            Map.entry("lm", (int) Character.MODIFIER_LETTER),
            Map.entry("lo", (int) Character.OTHER_LETTER),
            Map.entry("lt", (int) Character.TITLECASE_LETTER),
            Map.entry("lu", (int) Character.UPPERCASE_LETTER),
            Map.entry("mc", (int) Character.COMBINING_SPACING_MARK),
            Map.entry("me", (int) Character.ENCLOSING_MARK),
            Map.entry("mn", (int) Character.NON_SPACING_MARK),
            Map.entry("nd", (int) Character.DECIMAL_DIGIT_NUMBER),
            Map.entry("nl", (int) Character.LETTER_NUMBER),
            Map.entry("no", (int) Character.OTHER_NUMBER),
            Map.entry("pc", (int) Character.CONNECTOR_PUNCTUATION),
            Map.entry("pd", (int) Character.DASH_PUNCTUATION),
            Map.entry("pe", (int) Character.END_PUNCTUATION),
            Map.entry("pf", (int) Character.FINAL_QUOTE_PUNCTUATION),
            Map.entry("pi", (int) Character.INITIAL_QUOTE_PUNCTUATION),
            Map.entry("po", (int) Character.OTHER_PUNCTUATION),
            Map.entry("ps", (int) Character.START_PUNCTUATION),
            Map.entry("sc", (int) Character.CURRENCY_SYMBOL),
            Map.entry("sk", (int) Character.MODIFIER_SYMBOL),
            Map.entry("sm", (int) Character.MATH_SYMBOL),
            Map.entry("so", (int) Character.OTHER_SYMBOL),
            Map.entry("zl", (int) Character.LINE_SEPARATOR),
            Map.entry("zp", (int) Character.PARAGRAPH_SEPARATOR),
            Map.entry("zs", (int) Character.SPACE_SEPARATOR));

    /** Those that somebody has asked for; there are fewer than fifty. */
    private static final Map<String, CodePoints> PROPERTIES = new ConcurrentHashMap<>();

    private CharacterClasses() {}

    /** The class that is written {@code [:name:]}. */
    static Optional<CodePoints> posix(String name) {
        return Optional.ofNullable(POSIX.get(name));
    }

    /**
     * The class that is written <code>\p{name}</code>: a general category of Unicode by its one or two letters,
     * {@code L&} or {@code LC} for letters with case, {@code Any}.
     */
    static Optional<CodePoints> property(String name) {
        String key = name.replaceAll("[ _-]", "").toLowerCase(Locale.ROOT);
        return switch (key) {
            case "any" -> Optional.of(CodePoints.ALL);
            case "l&", "lc" -> Optional.of(property(key, "ll", "lt", "lu"));
            default -> {
                String[] categories = CATEGORIES.keySet().stream()
                        .filter(category -> category.equals(key) || (key.length() == 1 && category.startsWith(key)))
                        .toArray(String[]::new);
                yield categories.length == 0 ? Optional.empty() : Optional.of(property(key, categories));
            }
        };
    }

    private static CodePoints property(String key, String... categories) {
        return PROPERTIES.computeIfAbsent(key, ignored -> {
            int types = 0;
            for (String category : categories) {
                types |= 1 << CATEGORIES.getOrDefault(category, 0);
            }
            int wanted = types;
            return CodePoints.where(character -> (wanted & 1 << Character.getType(character)) != 0);
        });
    }
}
