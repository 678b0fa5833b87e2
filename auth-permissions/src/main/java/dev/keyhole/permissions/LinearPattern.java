package dev.keyhole.permissions;

import com.google.re2j.Pattern;

/** A pattern that RE2/J matches, in a time that grows with the length of the name and no faster. */
record LinearPattern(String text, Pattern pattern) implements NamePattern {

    /**
     * @param syntax the same in RE2/J's own syntax
     */
    static LinearPattern of(String text, String syntax) {
        return new LinearPattern(text, Pattern.compile(syntax));
    }

    @Override
    public Match match(String name) {
        try {
            return pattern.matcher(name).find() ? Match.YES : Match.NO;
        } catch (StackOverflowError e) {
            // RE2/J goes as deep as the pattern is large, never as the name is long: 256 KiB of stack are enough for
            // the largest. A caller who has less left gets no answer; RE2/J's machine isn't used again then.
            return Match.UNDECIDED;
        }
    }
}
