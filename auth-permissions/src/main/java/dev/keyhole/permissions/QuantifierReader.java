package dev.keyhole.permissions;

import dev.keyhole.permissions.Node.Greed;
import dev.keyhole.permissions.Node.Repeat;

/** Reads how often something is repeated. */
final class QuantifierReader {

    private static final int MAX_REPETITIONS = 65_535;

    private final PatternText text;

    QuantifierReader(PatternText text) {
        this.text = text;
    }

    /** Whether a quantifier comes next. A brace that begins none is a character, as in <code>{,3}</code>. */
    boolean isNext() {
        return isNext(0);
    }

    /** Whether a quantifier comes that many characters after the next one. */
    boolean isNext(int distance) {
        return switch (text.peek(distance)) {
            case '*', '+', '?' -> true;
            case '{' -> isCounted(distance + 1);
            default -> false;
        };
    }

    private boolean isCounted(int start) {
        int firstNumber = digits(start);
        if (firstNumber == start) {
            return false;
        }
        int end = text.peek(firstNumber) == ',' ? digits(firstNumber + 1) : firstNumber;
        return text.peek(end) == '}';
    }

    /** Where digits end that begin here. */
    private int digits(int begin) {
        int end = begin;
        while (PatternText.isDigit(text.peek(end))) {
            end++;
        }
        return end;
    }

    /** What is repeated, with the quantifier that comes next. */
    Node read(Node body, PatternOptions options) {
        int start = text.position();
        int least = 0;
        int most = Repeat.UNLIMITED;
        switch (text.next()) {
            case '*' -> {}
            case '+' -> least = 1;
            case '?' -> most = 1;
            default -> {
                least = number();
                most = least;
                if (text.skip(",")) {
                    most = PatternText.isDigit(text.peek()) ? number() : Repeat.UNLIMITED;
                }
                text.next();
            }
        }
        if (most != Repeat.UNLIMITED && most < least) {
            throw text.failureAt(start, "the numbers of this repetition are out of order");
        }
        return new Repeat(body, least, most, greed(options));
    }

    private int number() {
        int start = text.position();
        String digits = text.takeWhile(PatternText::isDigit, Integer.MAX_VALUE).replaceFirst("^0+(?=.)", "");
        int number = digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (number > MAX_REPETITIONS) {
            throw text.failureAt(start, "nothing can be repeated more than " + MAX_REPETITIONS + " times");
        }
        return number;
    }

    private Greed greed(PatternOptions options) {
        boolean skipped = true;
        while (skipped) {
            // These may stand between the two halves of a quantifier.
            skipped = text.skip("\\E") || text.skip("\\Q\\E") || text.skipComment(options.extended());
        }
        if (text.skip("+")) {
            return Greed.POSSESSIVE;
        }
        return text.skip("?") == options.ungreedy() ? Greed.GREEDY : Greed.LAZY;
    }
}
