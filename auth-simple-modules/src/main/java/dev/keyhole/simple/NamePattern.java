package dev.keyhole.simple;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression in the syntax of PCRE, which is searched for in names. A search is bounded: it gives up rather
 * than backtrack for ever. Immutable.
 */
final class NamePattern {

    /** How a search can end. */
    enum Search {
        FOUND,
        NOT_FOUND,
        /** The search was too costly to end. */
        GAVE_UP
    }

    /** How often a search may look at a character of a name: some milliseconds of work. */
    static final int MAX_LOOKS = 1_000_000;

    static final String GIVING_UP =
            "gave up: it needs more than " + MAX_LOOKS + " steps, or too deep a nesting, on the name";

    private final String text;
    private final Pattern pattern;

    private NamePattern(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * @throws IllegalArgumentException if the text isn't a regular expression, or one that means something else here than
     *     in PCRE; the message says what to write
     */
    static NamePattern compile(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it is empty; write .* to mean every name");
        }
        try {
            // Line ends of Unix only and case folding of all letters, as PCRE has them for UTF-8 texts.
            return new NamePattern(
                    text,
                    Pattern.compile(new PcreTranslator(text).translate(), Pattern.UNIX_LINES | Pattern.UNICODE_CASE));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription(), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("it is too long", e);
        }
    }

    String text() {
        return text;
    }

    Search search(String name) {
        try {
            return pattern.matcher(new CountedText(name)).find() ? Search.FOUND : Search.NOT_FOUND;
        } catch (TooManyLooks | StackOverflowError e) {
            return Search.GAVE_UP;
        }
    }

    @Override
    public String toString() {
        return text;
    }

    /** A text that can be looked at so and so often. Not thread-safe. */
    private static final class CountedText implements CharSequence {

        private final String text;
        private int left = MAX_LOOKS;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (left-- == 0) {
                throw new TooManyLooks();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Carries nothing, so that it costs nothing to throw. */
    private static final class TooManyLooks extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyLooks() {
            super(null, null, false, false);
        }
    }
}
