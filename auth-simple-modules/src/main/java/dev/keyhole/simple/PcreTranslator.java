package dev.keyhole.simple;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes a pattern of PCRE so that {@link java.util.regex} reads the same from it. What has no counterpart there, or
 * another meaning, is refused. Made for one pattern; not thread-safe.
 *
 * <p>Refused as well is what could take for ever without looking at the text, so that counting looks wouldn't bound it: a
 * counted repetition of what may be empty, such as {@code (a?|b?){40}}, and the same written out.
 */
final class PcreTranslator {

    /** What was read: it says what may be repeated, and how. */
    private enum Item {
        /** Takes at least one character. */
        SOLID,
        /** May be empty. */
        HOLLOW,
        /** Takes no character and can't be repeated. */
        ASSERTION
    }

    private static final int MAX_DEPTH = 100;
    private static final int MAX_COUNT = 65_535;

    /** Twice the ways to go for each, and for none of them need the text be looked at. */
    private static final int MAX_WAYS_TO_BE_EMPTY = 10;

    private static final Pattern COUNTS = Pattern.compile("\\{[0-9]{1,5}(?:,[0-9]{0,5})?\\}");
    private static final Pattern NEARLY_COUNTS = Pattern.compile("\\{[0-9, ]");
    private static final Pattern FLAGS = Pattern.compile("\\?(?:[ims]+(?:-[ims]+)?|-[ims]+)");
    private static final Pattern NAME = Pattern.compile("\\?(?:P?<[A-Za-z][A-Za-z0-9]*>|'[A-Za-z][A-Za-z0-9]*')");
    private static final Pattern LOOK_AROUND = Pattern.compile("\\?<?[=!]");
    private static final Pattern BACK_REFERENCE = Pattern.compile("[1-9]|k<[A-Za-z][A-Za-z0-9]*>");
    private static final Pattern CHARACTER = Pattern.compile("[dDwWsShHvVnrtfea]"
            + "|x(?:[0-9A-Fa-f]{2}|\\{[0-9A-Fa-f]{1,6}\\})"
            + "|[pP](?:[LMNPSZC]|\\{[LMNPSZC][a-z]?\\})");

    /** As they are written out: the categories on whose meaning under {@code (?i)} releases of PCRE differ. */
    private static final Pattern CASED = Pattern.compile("\\\\[pP]\\{L[ult]\\}");

    /** Word boundaries are those of ASCII on every JDK. */
    private static final Map<String, String> ASSERTIONS = Map.of(
            "b", "(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))",
            "B", "(?:(?<=\\w)(?=\\w)|(?<!\\w)(?!\\w))",
            "A", "\\A",
            "Z", "\\Z",
            "z", "\\z");

    private final Cursor in;
    private final StringBuilder out = new StringBuilder();
    private int groups;
    private int waysToBeEmpty;
    private boolean caseless;
    private int highestReference;

    PcreTranslator(String text) {
        in = new Cursor(text);
    }

    /**
     * @throws IllegalArgumentException with what is wrong, and where
     */
    String translate() {
        alternatives(0);
        if (!in.atEnd()) {
            throw in.problem("a ) closes nothing");
        }
        if (highestReference > groups) {
            throw in.problem("\\" + highestReference + " refers to a group that isn't there");
        }
        if (waysToBeEmpty > MAX_WAYS_TO_BE_EMPTY) {
            throw in.problem("parts of it may be empty in too many ways");
        }
        if (caseless && CASED.matcher(out).find()) {
            throw in.problem("(?i) and a category of upper or lower case contradict each other");
        }
        return out.toString();
    }

    /** Whether one of them may be empty. */
    private boolean alternatives(int depth) {
        boolean hollow = sequence(depth);
        while (in.skip("|")) {
            out.append('|');
            boolean another = sequence(depth);
            waysToBeEmpty += hollow && another ? 1 : 0;
            hollow |= another;
        }
        return hollow;
    }

    private boolean sequence(int depth) {
        boolean hollow = true;
        while (!in.atEnd() && !in.atAny("|)")) {
            Item item = item(depth);
            hollow &= quantified(item) != Item.SOLID;
        }
        return hollow;
    }

    private Item item(int depth) {
        if (in.skip("(")) {
            return group(depth + 1);
        }
        if (in.at(PcreClass.POSIX)) {
            throw in.problem("a named set of characters stands in a class: [[:digit:]]");
        }
        if (in.skip("[")) {
            new PcreClass(in, out).translate();
            return Item.SOLID;
        }
        if (in.skip("\\")) {
            return escape();
        }
        if (in.atAny("^$")) {
            out.appendCodePoint(in.next());
            return Item.ASSERTION;
        }
        if (in.skip(".")) {
            out.append('.');
            return Item.SOLID;
        }
        if (atQuantifier()) {
            throw in.problem("there is nothing to repeat");
        }
        literal(out, in.next());
        return Item.SOLID;
    }

    private Item group(int depth) {
        if (depth > MAX_DEPTH) {
            throw in.problem("groups are nested more than " + MAX_DEPTH + " deep");
        }
        if (in.at("*")) {
            throw in.problem("(* isn't understood here");
        }
        out.append('(');
        Optional<String> look = in.skip(LOOK_AROUND);
        Optional<String> flags = look.isPresent() ? Optional.empty() : in.skip(FLAGS);
        caseless |= flags.filter(names -> names.contains("i")).isPresent();
        if (flags.isPresent() && in.skip(")")) {
            out.append(flags.get()).append(')');
            return Item.ASSERTION;
        }
        if (look.isPresent()) {
            out.append(look.get());
        } else if (flags.isPresent()) {
            out.append(flags.get()).append(expect(":"));
        } else {
            opening();
        }
        boolean hollow = alternatives(depth);
        out.append(expect(")"));
        if (look.isPresent()) {
            return Item.ASSERTION;
        }
        return hollow ? Item.HOLLOW : Item.SOLID;
    }

    private void opening() {
        if (in.skip("?:")) {
            out.append("?:");
        } else if (in.skip("?>")) {
            out.append("?>");
        } else if (in.at("?")) {
            String name = in.skip(NAME).orElseThrow(() -> in.problem("this kind of group isn't understood here"));
            out.append("?<")
                    .append(name, name.startsWith("?P") ? 3 : 2, name.length() - 1)
                    .append('>');
            groups++;
        } else {
            groups++;
        }
    }

    private String expect(String text) {
        if (!in.skip(text)) {
            throw in.problem("a " + text + " is missing");
        }
        return text;
    }

    private Item escape() {
        if (in.atEnd()) {
            throw in.problem("a \\ stands at the end");
        }
        if (in.skip("Q")) {
            return quoted();
        }
        Optional<String> reference = in.skip(BACK_REFERENCE);
        if (reference.isPresent()) {
            if (in.atAny("0123456789")) {
                throw in.problem("back-references have one digit here");
            }
            if (Character.isDigit(reference.get().charAt(0))) {
                highestReference = Math.max(highestReference, Integer.parseInt(reference.get()));
            }
            // In a group, so that no digit of the pattern joins it.
            out.append("(?:\\").append(reference.get()).append(')');
            return Item.HOLLOW;
        }
        for (Map.Entry<String, String> assertion : ASSERTIONS.entrySet()) {
            if (in.skip(assertion.getKey())) {
                out.append(assertion.getValue());
                return Item.ASSERTION;
            }
        }
        character(in, out);
        return Item.SOLID;
    }

    /** Translates an escape that stands for a character, or one of a set, inside of a class or outside. */
    static void character(Cursor in, StringBuilder out) {
        Optional<String> known = in.skip(CHARACTER);
        if (known.isPresent()) {
            out.append('\\').append(known.get());
            return;
        }
        int character = in.next();
        if (character < 128 && Character.isLetterOrDigit(character)) {
            throw in.problem("\\" + Character.toString(character) + " isn't understood here");
        }
        literal(out, character);
    }

    private Item quoted() {
        Item item = Item.ASSERTION;
        while (!in.atEnd() && !in.skip("\\E")) {
            literal(out, in.next());
            item = Item.SOLID;
        }
        return item;
    }

    private boolean atQuantifier() {
        return in.atAny("*+?") || in.at(COUNTS);
    }

    private Item quantified(Item item) {
        if (!atQuantifier()) {
            refuseNearlyCounts();
            return item;
        }
        if (item == Item.ASSERTION) {
            throw in.problem("there is nothing to repeat");
        }
        waysToBeEmpty += item == Item.HOLLOW ? 1 : 0;
        boolean optional = quantifier(item);
        if (in.atAny("?+")) {
            out.appendCodePoint(in.next());
        }
        if (atQuantifier()) {
            throw in.problem("a repetition is repeated; put the first into (?:...)");
        }
        refuseNearlyCounts();
        return optional ? Item.HOLLOW : item;
    }

    /** Whether it allows for no repetition at all. */
    private boolean quantifier(Item item) {
        Optional<String> counts = in.skip(COUNTS);
        if (counts.isEmpty()) {
            int sign = in.next();
            out.appendCodePoint(sign);
            return sign != '+';
        }
        String[] bounds = counts.get().substring(1, counts.get().length() - 1).split(",", -1);
        int least = Integer.parseInt(bounds[0]);
        String upper = bounds[bounds.length - 1];
        int most = upper.isEmpty() ? least : Integer.parseInt(upper);
        if (most < least || most > MAX_COUNT) {
            throw in.problem(counts.get() + " must count upwards, to " + MAX_COUNT + " at most");
        }
        if (item == Item.HOLLOW && most > 1) {
            throw in.problem(counts.get() + " counts what may be empty; take * or + instead");
        }
        out.append(counts.get());
        return least == 0;
    }

    /** Releases of PCRE differ on whether these are counts. */
    private void refuseNearlyCounts() {
        if (in.at(NEARLY_COUNTS)) {
            throw in.problem("write \\{ for a brace, or {n,m} for a repetition");
        }
    }

    static void literal(StringBuilder out, int character) {
        boolean plain = Character.isLetterOrDigit(character) || character > 127;
        if (!plain) {
            out.append('\\');
        }
        out.appendCodePoint(character);
    }
}
