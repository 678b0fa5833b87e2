package dev.keyhole.permissions;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** A pattern that is matched in a time that grows with the length of the name and no faster. */
final class LinearPattern implements NamePattern {

    private final String text;
    private final Pattern pattern;

    private LinearPattern(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    static LinearPattern compile(String text) {
        try {
            return new LinearPattern(text, Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new InvalidPatternException(e.getDescription(), Math.max(0, e.getIndex()));
        }
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Match match(String name) {
        return pattern.matcher(name).find() ? Match.YES : Match.NO;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearPattern linear && text.equals(linear.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
