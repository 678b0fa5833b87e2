package dev.keyhole.simple;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Translates a character class. There a bracket or {@code &&} is itself, while {@link java.util.regex} would nest and
 * intersect classes.
 */
final class PcreClass {

    static final Pattern POSIX = Pattern.compile("\\[:\\^?[a-z]+:\\]");
    private static final Pattern NEARLY_POSIX = Pattern.compile("\\[([:.=])[^\\]]*\\1\\]");

    /** What {@link java.util.regex} calls them, all of ASCII. */
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            entry("alpha", "{Alpha}"),
            entry("digit", "{Digit}"),
            entry("alnum", "{Alnum}"),
            entry("upper", "{Upper}"),
            entry("lower", "{Lower}"),
            entry("punct", "{Punct}"),
            entry("space", "{Space}"),
            entry("blank", "{Blank}"),
            entry("cntrl", "{Cntrl}"),
            entry("graph", "{Graph}"),
            entry("print", "{Print}"),
            entry("xdigit", "{XDigit}"),
            entry("ascii", "{ASCII}"));

    private final Cursor in;
    private final StringBuilder out;

    PcreClass(Cursor in, StringBuilder out) {
        this.in = in;
        this.out = out;
    }

    /** Reads from behind the opening bracket to behind the closing one. */
    void translate() {
        out.append('[');
        if (in.skip("^")) {
            out.append('^');
        }
        // As the first, even a closing bracket is a member.
        do {
            member();
        } while (!in.skip("]"));
        out.append(']');
    }

    private void member() {
        boolean set = element();
        if (!in.at("-") || in.at("-]")) {
            return;
        }
        in.skip("-");
        if (set) {
            throw in.problem("a range can't begin with a set of characters; write \\- for the character");
        }
        out.append('-');
        if (element()) {
            throw in.problem("a range can't end with a set of characters; write \\- for the character");
        }
    }

    /** Whether it is a set of characters, and not a single one. */
    private boolean element() {
        if (in.atEnd()) {
            throw in.problem("a [ isn't closed");
        }
        Optional<String> posix = in.skip(POSIX);
        if (posix.isPresent()) {
            out.append(named(posix.get().substring(2, posix.get().length() - 2)));
            return true;
        }
        if (in.at(NEARLY_POSIX)) {
            throw in.problem("write \\[ for a bracket inside of a class");
        }
        if (!in.skip("\\")) {
            PcreTranslator.literal(out, in.next());
            return false;
        }
        if (in.atEnd()) {
            throw in.problem("a \\ stands at the end");
        }
        if (in.skip("b")) {
            out.append("\\x08");
            return false;
        }
        boolean set = in.atAny("dDwWsShHvVpP");
        PcreTranslator.character(in, out);
        return set;
    }

    private String named(String name) {
        boolean opposite = name.startsWith("^");
        String set = opposite ? name.substring(1) : name;
        if (set.equals("word")) {
            return opposite ? "\\W" : "\\w";
        }
        String property = PROPERTIES.get(set);
        if (property == null) {
            throw in.problem("[:" + name + ":] isn't a set of characters");
        }
        return (opposite ? "\\P" : "\\p") + property;
    }
}
