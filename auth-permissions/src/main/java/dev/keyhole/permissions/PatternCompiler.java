package dev.keyhole.permissions;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles the names and patterns of one document, equal ones once. Each goes to the simplest matcher that means the
 * same: a comparison of strings, an automaton, or for what no automaton can do, counted backtracking.
 */
final class PatternCompiler {

    private static final CodePoints SPECIAL =
            "^$*.+?()[]{}|\\".chars().mapToObj(CodePoints::single).reduce(CodePoints.NONE, CodePoints::union);

    private final Map<String, NamePattern> known = new HashMap<>();
    private long size;

    /** Whether a text is one name and no pattern: it holds no character that is special in one. */
    static boolean isLiteral(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (SPECIAL.contains(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * @throws InvalidPatternException if it can't be used
     */
    NamePattern compile(String text) {
        NamePattern compiled = known.get(text);
        if (compiled == null) {
            compiled = compileNew(text);
            known.put(text, compiled);
        }
        return compiled;
    }

    private NamePattern compileNew(String text) {
        Text.control(text).ifPresent(index -> {
            throw new InvalidPatternException(
                    "it holds the control character " + Text.codePoint(text.charAt(index)) + ", which no name does",
                    text.codePointCount(0, index));
        });
        if (isLiteral(text)) {
            return new LiteralName(text);
        }
        Optional<SimplePattern> plain = SimplePattern.ofText(text);
        if (plain.isPresent()) {
            return plain.get();
        }
        Node node = PatternParser.parse(text);
        count(PatternSize.of(node));
        Optional<SimplePattern> simple = SimplePattern.of(text, node);
        if (simple.isPresent()) {
            return simple.get();
        }
        return Regularity.of(node) ? new LinearPattern(text) : CountedPattern.of(text, node);
    }

    private void count(long patternSize) {
        if (patternSize > DocumentLimits.MAX_PATTERN_SIZE) {
            throw new InvalidPatternException("it is too large once its repetitions are written out: " + patternSize
                    + " parts, and " + DocumentLimits.MAX_PATTERN_SIZE + " are allowed");
        }
        size += patternSize;
        if (size > DocumentLimits.MAX_PATTERNS_SIZE) {
            throw new InvalidPatternException("with it, the patterns of this document have more than "
                    + DocumentLimits.MAX_PATTERNS_SIZE + " parts once their repetitions are written out");
        }
    }
}
