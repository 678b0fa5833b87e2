package dev.keyhole.permissions;

import dev.keyhole.permissions.Node.Atomic;
import dev.keyhole.permissions.Node.BackReference;
import dev.keyhole.permissions.Node.Boundary;
import dev.keyhole.permissions.Node.Characters;
import dev.keyhole.permissions.Node.Choice;
import dev.keyhole.permissions.Node.Group;
import dev.keyhole.permissions.Node.Look;
import dev.keyhole.permissions.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads a pattern as PCRE2 10.42 reads it in UTF mode, with none of its options set. What that version refuses is
 * refused; of what it accepts, the parts that belong into programs rather than patterns (recursion, conditions, verbs,
 * call-outs) are refused by name. Used once.
 */
final class PatternParser {

    private static final int MAX_DEPTH = 100;

    private final PatternText text;
    private final EscapeReader escapes;
    private final QuantifierReader quantifiers;
    private final ReferenceReader references;
    private PatternOptions options = PatternOptions.NONE;
    private boolean quoting;
    private int depth;
    private boolean inLook;
    private boolean inLookBehind;

    private PatternParser(String pattern) {
        this.text = new PatternText(pattern);
        this.escapes = new EscapeReader(text);
        this.quantifiers = new QuantifierReader(text);
        this.references = new ReferenceReader(text);
    }

    /**
     * @throws InvalidPatternException if it can't be used
     */
    static Node parse(String pattern) {
        PatternParser parser = new PatternParser(pattern);
        Node node = parser.alternatives();
        if (!parser.text.atEnd()) {
            throw parser.text.failure("this bracket closes nothing; write '\\)' for the character");
        }
        return node;
    }

    private Node alternatives() {
        List<Node> branches = new ArrayList<>();
        branches.add(sequence());
        while (text.skip("|")) {
            branches.add(sequence());
        }
        return branches.size() == 1 ? branches.get(0) : new Choice(List.copyOf(branches));
    }

    private Node sequence() {
        List<Node> items = new ArrayList<>();
        boolean repeatable = false;
        while (!text.atEnd()) {
            if (!PatternText.isPlain(text.peek()) && skipIgnored()) {
                continue;
            }
            if (quoting || PatternText.isPlain(text.peek())) {
                items.add(literal(text.next()));
                repeatable = true;
            } else if (text.peek() == '|' || text.peek() == ')') {
                break;
            } else if (quantifiers.isNext()) {
                if (!repeatable) {
                    throw text.failure("there is nothing here that can be repeated");
                }
                items.add(quantifiers.read(items.remove(items.size() - 1), options));
                repeatable = false;
            } else {
                Optional<Node> item = item();
                item.ifPresent(items::add);
                repeatable = item.filter(node -> !(node instanceof Boundary)).isPresent();
            }
        }
        return new Sequence(List.copyOf(items));
    }

    /** Passes over what means nothing by itself: comments, blanks where they don't count, begin and end of a quote. */
    private boolean skipIgnored() {
        if (text.skip("\\E")) {
            quoting = false;
            return true;
        }
        if (quoting) {
            return false;
        }
        if (text.skip("\\Q")) {
            quoting = true;
            return true;
        }
        return text.skipComment(options.extended());
    }

    private Node literal(int character) {
        return options.caseless() ? Characters.of(CaseVariants.of(character)) : Characters.of(character);
    }

    /** What comes next; empty if it leaves no trace, as options do. */
    private Optional<Node> item() {
        switch (text.peek()) {
            case '(' -> {
                return group();
            }
            case '\\' -> {
                return escape();
            }
            case '[' -> {
                if (ClassReader.hasPosixSyntax(text)) {
                    throw text.failure("a POSIX class stands in a class only, as in [[:alpha:]]");
                }
                text.next();
                return Optional.of(Characters.of(new ClassReader(text, options).read()));
            }
            default -> {
                int character = text.next();
                return Optional.of(
                        switch (character) {
                            case '^' -> Boundary.START;
                            case '$' -> Boundary.END;
                            case '.' -> Characters.any();
                            default -> literal(character);
                        });
            }
        }
    }

    // --- escapes

    private Optional<Node> escape() {
        int start = text.position();
        text.next();
        int letter = text.peek();
        switch (letter) {
            case 'K' -> {
                text.next();
                if (inLook) {
                    throw text.failureAt(start, "\\K has no place in a look-around");
                }
                // It moves the start of what is found, and all that is asked is whether something is.
                return Optional.empty();
            }
            // What \R matches differs between builds of PCRE, and names hold none of it that all agree on.
            case 'X', 'C', 'R' -> throw text.unsupported(start, "\\" + (char) letter);
            case 'g' -> {
                text.next();
                return Optional.of(reference(references.afterG(start), start));
            }
            case 'k' -> {
                text.next();
                return Optional.of(reference(references.afterK(start), start));
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                OptionalInt group = references.digits(start);
                return Optional.of(
                        group.isPresent() ? reference(group.getAsInt(), start) : literal(escapes.character()));
            }
            default -> {
                return Optional.of(simpleEscape(letter));
            }
        }
    }

    private Node simpleEscape(int letter) {
        Optional<Node> simple =
                switch (letter) {
                    // A search begins where the name does, so that \G is there too.
                    case 'A', 'G' -> Optional.of(Boundary.START);
                    case 'z', 'Z' -> Optional.of(Boundary.END);
                    case 'b' -> Optional.of(Boundary.WORD);
                    case 'B' -> Optional.of(Boundary.NOT_WORD);
                    case 'N' -> isNamedCharacter() ? Optional.empty() : Optional.of(Characters.any());
                    default -> Optional.empty();
                };
        if (simple.isEmpty()) {
            return escapes.set().<Node>map(Characters::of).orElseGet(() -> literal(escapes.character()));
        }
        text.next();
        return simple.get();
    }

    /** Whether {@code \N} has a name or a number in braces after it, which isn't how often it is repeated. */
    private boolean isNamedCharacter() {
        return text.peek(1) == '{' && !quantifiers.isNext(1);
    }

    private Node reference(int group, int start) {
        if (inLookBehind) {
            throw text.unsupported(start, "a reference to a group in a look-behind");
        }
        return new BackReference(group, options.caseless());
    }

    // --- groups

    private Optional<Node> group() {
        int start = text.position();
        if (depth == MAX_DEPTH) {
            throw text.failure("groups stand in each other more than " + MAX_DEPTH + " deep");
        }
        text.next();
        if (text.peek() == '*') {
            throw text.unsupported(start, "what is written (*...)");
        }
        if (!text.skip("?")) {
            return Optional.of(options.plainGroups() ? body(start) : new Group(references.begin(), body(start)));
        }
        refuseUnsupported(start);
        if (text.skip("=")) {
            return Optional.of(look(true, false, start));
        }
        if (text.skip("!")) {
            return Optional.of(look(true, true, start));
        }
        if (text.skip("<=")) {
            return Optional.of(look(false, false, start));
        }
        if (text.skip("<!")) {
            return Optional.of(look(false, true, start));
        }
        if (text.skip(">")) {
            return Optional.of(new Atomic(body(start)));
        }
        if (text.skip("P=")) {
            return Optional.of(reference(references.inBrackets(start), start));
        }
        if (text.skip("P<") || text.skip("<")) {
            return Optional.of(new Group(references.begin(">"), body(start)));
        }
        if (text.skip("'")) {
            return Optional.of(new Group(references.begin("'"), body(start)));
        }
        return options(start);
    }

    private void refuseUnsupported(int start) {
        int first = text.peek();
        int second = text.peek(1);
        if (first == '|') {
            throw text.unsupported(start, "a group that counts anew in each alternative, (?|,");
        }
        if (first == '(') {
            throw text.unsupported(start, "a condition, (?(,");
        }
        if (first == 'C') {
            throw text.unsupported(start, "a call-out, (?C,");
        }
        if (first == '*' || (first == '<' && second == '*')) {
            throw text.unsupported(start, "a look-around that isn't atomic, (?* or (?<*,");
        }
        boolean relative = (first == '+' || first == '-') && PatternText.isDigit(second);
        if (first == 'R' || first == '&' || PatternText.isDigit(first) || relative || text.startsWith("P>")) {
            throw text.unsupported(start, "recursion, or calling a group as a subroutine,");
        }
    }

    private Node look(boolean ahead, boolean negative, int start) {
        boolean outerInLook = inLook;
        boolean outerInLookBehind = inLookBehind;
        inLook = true;
        inLookBehind = !ahead;
        Node body = body(start);
        inLook = outerInLook;
        inLookBehind = outerInLookBehind;
        if (!ahead && !FixedLength.hasFixedBranches(body)) {
            throw text.unsupported(start, "a look-behind with an alternative of no fixed length");
        }
        return new Look(ahead, negative, body);
    }

    /** Options alone hold up to the end of the group they stand in; with a colon, for what follows it. */
    private Optional<Node> options(int start) {
        PatternOptions outer = options;
        options = options.read(text);
        if (text.skip(")")) {
            return Optional.empty();
        }
        text.next();
        Node body = body(start);
        options = outer;
        return Optional.of(body);
    }

    /** What stands between here and the closing bracket. Options that are set in it end with it. */
    private Node body(int start) {
        PatternOptions outer = options;
        depth++;
        Node body = alternatives();
        depth--;
        options = outer;
        if (!text.skip(")")) {
            throw text.failureAt(start, "this bracket isn't closed; write '\\(' for the character");
        }
        return body;
    }
}
