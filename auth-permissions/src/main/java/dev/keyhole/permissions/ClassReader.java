package dev.keyhole.permissions;

import java.util.Optional;

/**
 * Reads a class in square brackets as PCRE does. Neither {@code &&} nor a second opening bracket is special in it, a
 * closing one that comes first is a character of the class, and hyphens beside a set of characters are refused unless
 * they come first or last.
 */
final class ClassReader {

    private static final int NO_RANGE = -1;

    private final PatternText text;
    private final PatternOptions options;
    private final EscapeReader escapes;
    private final int start;

    private CodePoints set = CodePoints.NONE;
    /** The last character, if a range may begin with it. */
    private int first = NO_RANGE;
    /** Whether a hyphen follows it. */
    private boolean inRange;

    private boolean quoting;

    /** At the first character after the opening bracket. */
    ClassReader(PatternText text, PatternOptions options) {
        this.text = text;
        this.options = options;
        this.escapes = new EscapeReader(text);
        this.start = text.position() - 1;
    }

    CodePoints read() {
        boolean negative = skipBeforeFirst(false);
        if (negative) {
            skipBeforeFirst(true);
        }
        do {
            if (text.atEnd()) {
                throw text.failureAt(start, "this class doesn't end; ']' is missing");
            }
            item();
        } while (quoting || text.peek() != ']');
        text.next();
        if (inRange) {
            add('-');
        }
        return negative ? set.complement() : set;
    }

    /** Passes over what means nothing before the first character, and over the caret that makes the class negative. */
    private boolean skipBeforeFirst(boolean isNegative) {
        while (true) {
            if (!isNegative && text.skip("^")) {
                return true;
            }
            boolean skipped = text.skip("\\E") || text.skip("\\Q\\E") || skipSpace();
            if (!skipped) {
                return false;
            }
        }
    }

    private boolean skipSpace() {
        return options.extendedMore() && (text.skip(" ") || text.skip("\t"));
    }

    private void item() {
        if (quoting) {
            if (text.skip("\\E")) {
                quoting = false;
            } else {
                character(text.next());
            }
            return;
        }
        if (skipSpace()) {
            return;
        }
        switch (text.peek()) {
            case '[' -> {
                if (hasPosixSyntax(text)) {
                    posix();
                } else {
                    character(text.next());
                }
            }
            case '-' -> hyphen();
            case '\\' -> escape();
            default -> character(text.next());
        }
    }

    private void hyphen() {
        if (first == NO_RANGE || inRange) {
            character(text.next());
        } else {
            text.next();
            inRange = true;
        }
    }

    private void escape() {
        int position = text.position();
        text.next();
        if (text.skip("Q")) {
            quoting = true;
        } else if (text.skip("E")) {
            quoting = false;
        } else if (text.skip("b")) {
            character('\b');
        } else if (text.peek() == '8' || text.peek() == '9' || text.peek() == 'g') {
            character(text.next());
        } else {
            Optional<CodePoints> named = escapes.set();
            if (named.isPresent()) {
                addSet(named.get(), position);
            } else {
                character(escapes.character());
            }
        }
    }

    private void posix() {
        int position = text.position();
        text.next();
        if (text.next() != ':') {
            throw text.failureAt(position, "collating elements aren't known to PCRE");
        }
        boolean negative = text.skip("^");
        String name = text.takeWhile(character -> character != ':', Integer.MAX_VALUE);
        boolean ended = text.skip(":]");
        if (name.equals("<") || name.equals(">")) {
            throw text.unsupported(position, "what is written [[:<:]] or [[:>:]]");
        }
        boolean letters = options.caseless() && (name.equals("upper") || name.equals("lower"));
        CodePoints named = CharacterClasses.posix(letters ? "alpha" : name)
                .filter(known -> ended)
                .orElseThrow(() -> text.failureAt(position, "there is no POSIX class of that name"));
        addSet(negative ? named.complement() : named, position);
    }

    /** Case doesn't make a set larger: {@code (?i)\p{Lu}} is upper case all the same. */
    private void addSet(CodePoints named, int position) {
        boolean hyphenFollows = text.peek() == '-' && text.peek(1) != ']' && text.peek(1) != PatternText.END;
        if (inRange || hyphenFollows) {
            throw text.failureAt(
                    position, "a range can't begin or end with a set of characters; write '\\-' for a hyphen");
        }
        set = set.union(named);
        first = NO_RANGE;
    }

    private void character(int character) {
        if (!inRange) {
            add(character);
            first = character;
            return;
        }
        if (character < first) {
            throw text.failure("this range ends before it begins");
        }
        CodePoints range = CodePoints.of(first, character);
        set = set.union(options.caseless() ? CaseVariants.close(range) : range);
        first = NO_RANGE;
        inRange = false;
    }

    private void add(int character) {
        set = set.union(options.caseless() ? CaseVariants.of(character) : CodePoints.single(character));
    }

    /** Whether the opening bracket that comes next begins <code>[:name:]</code>, or one of its kind. */
    static boolean hasPosixSyntax(PatternText text) {
        int kind = text.peek(1);
        if (kind != ':' && kind != '.' && kind != '=') {
            return false;
        }
        for (int i = 2; i + 1 < text.remaining(); i++) {
            int character = text.peek(i);
            int following = text.peek(i + 1);
            if (character == '\\' && (following == ']' || following == '\\')) {
                i++;
            } else if (character == ']' || (character == '[' && following == kind)) {
                return false;
            } else if (character == kind && following == ']') {
                return true;
            }
        }
        return false;
    }
}
