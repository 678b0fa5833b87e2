package dev.keyhole.permissions;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles the names and patterns of one document. Each goes to the simplest matcher that means the
 * same: a comparison of strings, an automaton, or for what no automaton can do, counted backtracking.
 */
final class PatternCompiler {

    private final PatternPool pool;
    private final Map<String, NamePattern> known = new HashMap<>();
    private long size;

    /** For a document that shares its patterns with no other. */
    PatternCompiler() {
        this(PatternPool.ofOneDocument());
    }

    /**
     * @param pool of patterns that other documents may have as well
     */
    PatternCompiler(PatternPool pool) {
        this.pool = pool;
    }

    /** What the automata of this document's patterns may keep. */
    AutomatonMemory memory() {
        return pool.memory();
    }

    /** Whether a text is one name and no pattern: it holds no character that is special in one. */
    static boolean isLiteral(String text) {
        return (CharacterKinds.of(text, 0, text.length()) & CharacterKinds.SPECIAL) == 0;
    }

    /** As {@link #compile(String, int)}, for a text whose characters haven't been looked at. */
    NamePattern compile(String text) {
        return compile(text, CharacterKinds.of(text, 0, text.length()));
    }

    /**
     * @param kinds of the text's characters, see {@link CharacterKinds}
     * @throws InvalidPatternException if it can't be used
     */
    NamePattern compile(String text, int kinds) {
        if ((kinds & CharacterKinds.CONTROL) != 0) {
            throw control(text);
        }
        if ((kinds & CharacterKinds.SPECIAL) == 0) {
            return new LiteralName(text);
        }
        Optional<SimplePattern> plain = SimplePattern.ofText(text);
        if (plain.isPresent()) {
            return plain.get();
        }
        NamePattern compiled = known.get(text);
        if (compiled == null) {
            compiled = pool.get(text, this::compileNew);
            count(compiled.size());
            known.put(text, compiled);
        }
        return compiled;
    }

    private static InvalidPatternException control(String text) {
        int index = Text.control(text).orElse(0);
        return new InvalidPatternException(
                "it holds the control character " + Text.codePoint(text.charAt(index)) + ", which no name does",
                text.codePointCount(0, index));
    }

    private NamePattern compileNew(String text) {
        Node node = PatternParser.parse(text);
        long parts = PatternSize.of(node);
        if (parts > DocumentLimits.MAX_PATTERN_SIZE) {
            throw new InvalidPatternException("it is too large once its repetitions are written out: " + parts
                    + " parts, and " + DocumentLimits.MAX_PATTERN_SIZE + " are allowed");
        }
        Optional<SimplePattern> simple = SimplePattern.of(text, node);
        if (simple.isPresent()) {
            return simple.get();
        }
        return Regularity.of(node)
                ? new LinearPattern(text, (int) parts, pool.memory())
                : CountedPattern.of(text, node);
    }

    private void count(int parts) {
        size += parts;
        if (size > DocumentLimits.MAX_PATTERNS_SIZE) {
            throw new InvalidPatternException("with it, the patterns of this document have more than "
                    + DocumentLimits.MAX_PATTERNS_SIZE + " parts once their repetitions are written out");
        }
    }
}
