package dev.keyhole.permissions;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Knows the groups that have begun so far, and reads what refers to one. */
final class ReferenceReader {

    private static final int MAX_NAME_LENGTH = 32;

    private final PatternText text;
    private final Map<String, Integer> names = new HashMap<>();
    private int groupCount;

    ReferenceReader(PatternText text) {
        this.text = text;
    }

    /** Counts a group that begins here, and returns its number. */
    int begin() {
        groupCount++;
        return groupCount;
    }

    /** Counts a group that begins here, whose name comes next, and returns its number. */
    int begin(String endOfName) {
        int start = text.position();
        if (names.putIfAbsent(name(endOfName), groupCount + 1) != null) {
            throw text.failureAt(start, "another group has that name");
        }
        return begin();
    }

    /** The group that is meant by {@code (?P=name)}, of which the name comes next. */
    int inBrackets(int start) {
        return known(names.getOrDefault(name(")"), 0), start);
    }

    /** The group that is meant by {@code \g}, of which what follows comes next. */
    int afterG(int start) {
        if (text.peek() == '<' || text.peek() == '\'') {
            throw text.unsupported(start, "calling a group as a subroutine");
        }
        boolean braced = text.skip("{");
        boolean back = text.skip("-");
        boolean ahead = !back && text.skip("+");
        String digits = text.takeWhile(PatternText::isDigit, Integer.MAX_VALUE);
        if (digits.isEmpty()) {
            if (!braced || back || ahead) {
                throw text.failureAt(start, "\\g must be followed by a number, or by a name in braces");
            }
            return known(names.getOrDefault(name("}"), 0), start);
        }
        if (braced && !text.skip("}")) {
            throw text.failureAt(start, "this reference doesn't end; '}' is missing");
        }
        if (ahead) {
            return known(0, start);
        }
        int number = number(digits);
        return known(back ? groupCount + 1 - Math.max(1, number) : number, start);
    }

    /** The group that is meant by {@code \k}, of which what follows comes next. */
    int afterK(int start) {
        String end;
        if (text.skip("{")) {
            end = "}";
        } else if (text.skip("<")) {
            end = ">";
        } else if (text.skip("'")) {
            end = "'";
        } else {
            throw text.failureAt(start, "\\k must be followed by a name in braces, angle brackets or apostrophes");
        }
        return known(names.getOrDefault(name(end), 0), start);
    }

    /**
     * The group that is meant by the digits that come next; empty, and nothing read, if they mean a character in octal.
     * One digit is a reference always; so are more of them that begin with 8 or 9, or that name a group that has begun.
     */
    OptionalInt digits(int start) {
        int first = text.position();
        String digits = text.takeWhile(PatternText::isDigit, Integer.MAX_VALUE);
        if (digits.length() == 1 || digits.charAt(0) >= '8' || number(digits) <= groupCount) {
            return OptionalInt.of(known(number(digits), start));
        }
        text.moveTo(first);
        return OptionalInt.empty();
    }

    private static int number(String digits) {
        return digits.length() > 8 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private int known(int group, int start) {
        if (group < 1 || group > groupCount) {
            throw text.unsupported(start, "a reference to a group that doesn't begin before it");
        }
        return group;
    }

    private String name(String end) {
        int start = text.position();
        String name = text.takeWhile(
                character -> character == '_' || Character.isLetter(character) || Character.isDigit(character),
                MAX_NAME_LENGTH);
        if (name.isEmpty() || Character.isDigit(name.codePointAt(0)) || !text.skip(end)) {
            throw text.failureAt(
                    start,
                    "the name of a group must be at most " + MAX_NAME_LENGTH
                            + " letters, digits and underscores, not a digit first, and then " + end);
        }
        return name;
    }
}
