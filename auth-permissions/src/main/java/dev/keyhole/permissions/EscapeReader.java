package dev.keyhole.permissions;

import java.util.Optional;

/** Reads what follows a backslash where it means the same in a class and outside: a character, or a set of them. */
final class EscapeReader {

    private static final int MAX_PROPERTY_NAME = 50;

    private final PatternText text;

    EscapeReader(PatternText text) {
        this.text = text;
    }

    /** The set that comes next, as {@code \d}; empty, and nothing read, if no set does. */
    Optional<CodePoints> set() {
        Optional<CodePoints> set =
                switch (text.peek()) {
                    case 'd' -> Optional.of(CharacterClasses.DIGIT);
                    case 'D' -> Optional.of(CharacterClasses.DIGIT.complement());
                    case 'w' -> Optional.of(CharacterClasses.WORD);
                    case 'W' -> Optional.of(CharacterClasses.WORD.complement());
                    case 's' -> Optional.of(CharacterClasses.SPACE);
                    case 'S' -> Optional.of(CharacterClasses.SPACE.complement());
                    case 'h' -> Optional.of(CharacterClasses.HORIZONTAL_SPACE);
                    case 'H' -> Optional.of(CharacterClasses.HORIZONTAL_SPACE.complement());
                    case 'v' -> Optional.of(CharacterClasses.VERTICAL_SPACE);
                    case 'V' -> Optional.of(CharacterClasses.VERTICAL_SPACE.complement());
                    default -> Optional.empty();
                };
        if (set.isPresent()) {
            text.next();
            return set;
        }
        return text.peek() == 'p' || text.peek() == 'P' ? Optional.of(property()) : Optional.empty();
    }

    private CodePoints property() {
        int start = text.position();
        boolean negative = text.next() == 'P';
        String name;
        if (text.skip("{")) {
            if (text.skip("^")) {
                negative = !negative;
            }
            name = text.takeWhile(character -> character != '}', MAX_PROPERTY_NAME);
            if (!text.skip("}")) {
                throw text.failureAt(start, "this property doesn't end; '}' is missing");
            }
        } else {
            name = text.takeWhile(PatternText::isAsciiLetter, 1);
        }
        CodePoints property = CharacterClasses.property(name)
                .orElseThrow(() -> text.unsupported(
                        start, "this property (general categories are, as \\p{L}, \\p{Lu} and \\p{Nd})"));
        return negative ? property.complement() : property;
    }

    /** The one character that is meant. Digits other than 0 are octal. */
    int character() {
        int start = text.position();
        if (text.atEnd()) {
            throw text.failure("nothing follows the last backslash");
        }
        int character = text.next();
        return switch (character) {
            case 'a' -> 0x07;
            case 'e' -> 0x1b;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'c' -> control();
            case 'x' -> hexadecimal();
            case 'o' -> braced(8, start);
            case 'N' -> named(start);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                text.moveTo(start);
                yield number(text.takeWhile(digit -> digit >= '0' && digit <= '7', 3), 8, start);
            }
            default -> {
                boolean unknown = PatternText.isAsciiLetter(character);
                if (unknown) {
                    boolean knownToPerl = "FLlUu".indexOf(character) >= 0;
                    throw text.failureAt(
                            start,
                            "\\" + (char) character + (knownToPerl ? " isn't known to PCRE" : " has no meaning here"));
                }
                yield character;
            }
        };
    }

    private int control() {
        if (text.peek() < 0x20 || text.peek() > 0x7e) {
            throw text.failure("\\c must be followed by a printable ASCII character");
        }
        return Character.toUpperCase(text.next()) ^ 0x40;
    }

    private int hexadecimal() {
        if (text.peek() == '{') {
            return braced(16, text.position() - 1);
        }
        String digits = text.takeWhile(digit -> digit < 128 && Character.digit(digit, 16) >= 0, 2);
        return digits.isEmpty() ? 0 : Integer.parseInt(digits, 16);
    }

    private int named(int start) {
        if (!text.skip("{U+")) {
            throw text.failureAt(start, "\\N{name} isn't known to PCRE, and \\N has no place in a class");
        }
        return closed(16, start);
    }

    private int braced(int radix, int start) {
        if (!text.skip("{")) {
            throw text.failureAt(start, "'{' must follow here");
        }
        return closed(radix, start);
    }

    private int closed(int radix, int start) {
        String digits = text.takeWhile(digit -> digit < 128 && Character.digit(digit, radix) >= 0, Integer.MAX_VALUE);
        if (digits.isEmpty() || !text.skip("}")) {
            throw text.failureAt(start, "between the braces there must be digits, and nothing else");
        }
        return number(digits, radix, start);
    }

    private int number(String digits, int radix, int start) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        long number = significant.length() > 8 ? Long.MAX_VALUE : Long.parseLong(significant, radix);
        boolean surrogate = number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE;
        if (number > Character.MAX_CODE_POINT || surrogate) {
            throw text.failureAt(start, "there is no such character");
        }
        return (int) number;
    }
}
