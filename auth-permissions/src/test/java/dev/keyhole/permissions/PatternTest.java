package dev.keyhole.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhole.permissions.NamePattern.Match;
import dev.keyhole.permissions.PatternTable.Line;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What patterns match, which are refused, and what keeps a hostile one from doing harm. */
class PatternTest {

    private static NamePattern compile(String pattern) {
        return new PatternCompiler().compile(pattern);
    }

    private static String refusal(String pattern) {
        InvalidPatternException refusal = catchThrowableOfType(InvalidPatternException.class, () -> compile(pattern));
        assertThat(refusal).as(pattern).isNotNull();
        return refusal.getMessage();
    }

    /** Each way to match a pattern. */
    static List<Engine> matchers(String pattern) {
        SimplePattern.ofText(pattern)
                .ifPresent(plain -> assertThat(SimplePattern.of(pattern, PatternParser.parse(pattern)))
                        .contains(plain));
        return Engine.of(pattern);
    }

    static Stream<Line> lines() {
        return PatternTable.lines().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void aPatternMeansWhatItMeansToPcreOrIsRefused(Line line) {
        switch (line.fate()) {
            case TAKEN ->
                line.names().forEach((name, matches) -> {
                    for (Engine matcher : matchers(line.pattern())) {
                        assertThat(matcher.match(name))
                                .as("%s on '%s'", matcher.name(), name)
                                .isEqualTo(matches ? Match.YES : Match.NO);
                    }
                });
            case UNSUPPORTED -> assertThat(refusal(line.pattern())).contains(" isn't supported, at character ");
            case LARGE ->
                assertThat(refusal(line.pattern())).contains("too large once its repetitions are written out");
            case REFUSED -> assertThat(refusal(line.pattern())).contains(" at character ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "^/desk/, SimplePattern",
        "^/desk/.*, SimplePattern",
        "^.*/desk, SimplePattern",
        ".*, SimplePattern",
        "^/desk/fx$, SimplePattern",
        "\\.json$, SimplePattern",
        "^(/desk)(?:/fx), SimplePattern",
        "^/desk/.*/spot, LinearPattern",
        "(?i)^/desk, LinearPattern",
        "[a-c], LinearPattern",
        "a|b, LinearPattern",
        "(.*a){12}$, LinearPattern",
        "(a+)+$, LinearPattern",
        "(?!a)b, CountedPattern",
        "(a)\\1, CountedPattern",
        "a*+b, CountedPattern",
        "(?>a)b, CountedPattern",
        "/desk, LiteralName",
        "a-b:c, LiteralName",
    })
    void eachGoesToTheSimplestMatcher(String pattern, String matcher) {
        assertThat(compile(pattern).getClass().getSimpleName()).isEqualTo(matcher);
        assertThat(compile(pattern).text()).isEqualTo(pattern);
    }

    @Test
    void aSimplePatternIsTheSameWhetherSeenFromItsTextOrItsMeaning() {
        for (String start : List.of("", "^", ".*", "^.*", "^^", ".*.*", "\\A")) {
            for (String part : List.of("", "a", "/a/b", "a.b", "$", "^", "a*")) {
                for (String end : List.of("", "$", ".*", ".*$", "$$", ".*.*", ".*?")) {
                    matchers(start + part + end);
                }
            }
        }
        for (String plain : List.of(".*", "^", "$", "^$", "^.*$", ".*$", "^.*", "^/a/.*", ".*/a$", "^/a$", "/a$")) {
            assertThat(SimplePattern.ofText(plain)).as(plain).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a(b ~ this bracket isn't closed; write '\\(' for the character, at character 2 of the pattern",
                "ab) ~ this bracket closes nothing; write '\\)' for the character, at character 3 of the pattern",
                "[a ~ this class doesn't end; ']' is missing, at character 1 of the pattern",
                "*/desk ~ there is nothing here that can be repeated, at character 1 of the pattern",
                "\u00e9\ud83d\ude00** ~ there is nothing here that can be repeated, at character 4 of the pattern",
                "a{3,2} ~ the numbers of this repetition are out of order, at character 2 of the pattern",
                "a{70000} ~ nothing can be repeated more than 65535 times, at character 3 of the pattern",
                "[b-a] ~ this range ends before it begins, at character 5 of the pattern",
                "[a-\\d] ~ a range can't begin or end with a set of characters; write '\\-' for a hyphen, at character 4 of the pattern",
                "[[:foo:]] ~ there is no POSIX class of that name, at character 2 of the pattern",
                "[:alpha:] ~ a POSIX class stands in a class only, as in [[:alpha:]], at character 1 of the pattern",
                "a\\ ~ nothing follows the last backslash, at character 3 of the pattern",
                "\\y ~ \\y has no meaning here, at character 2 of the pattern",
                "\\U ~ \\U isn't known to PCRE, at character 2 of the pattern",
                "a\\F ~ \\F isn't known to PCRE, at character 3 of the pattern",
                "a\\x{110000} ~ there is no such character, at character 3 of the pattern",
                "a\\x{61 ~ between the braces there must be digits, and nothing else, at character 3 of the pattern",
                "(?R) ~ recursion, or calling a group as a subroutine, isn't supported, at character 1 of the pattern",
                "a(*FAIL) ~ what is written (*...) isn't supported, at character 2 of the pattern",
                "(a)?(?(1)b) ~ a condition, (?(, isn't supported, at character 5 of the pattern",
                "\\R ~ \\R isn't supported, at character 1 of the pattern",
                "\\p{Greek} ~ this property (general categories are, as \\p{L}, \\p{Lu} and \\p{Nd}) isn't supported, at character 2 of the pattern",
                "(?<=a+)b ~ a look-behind with an alternative of no fixed length isn't supported, at character 1 of the pattern",
                "\\2(a) ~ a reference to a group that doesn't begin before it isn't supported, at character 1 of the pattern",
                "(?z) ~ PCRE knows no group or option that is written like this, at character 3 of the pattern",
                "(?#a ~ this comment doesn't end; ')' is missing, at character 1 of the pattern",
            })
    void aRefusalSaysWhyAndWhere(String pattern, String message) {
        assertThat(refusal(pattern)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n", "^a\u0000", "(?x)a\n#b", "\u007f", "a\u009f"})
    void controlCharactersAreRefusedInNamesAndPatterns(String pattern) {
        assertThat(refusal(pattern))
                .contains("holds the control character U+00")
                .contains(", which no name does, at character");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1000}){1000}",
                "((((a{100}){100}){100}){100}){100}",
                "(?:a{1000}){65535}",
                "(?:){65535}",
                "(?:(?:){0,65535}){0,65535}",
                "a{2000}",
                "(?=a{2000})",
                "(?<=a{65535})b",
                "((a{9}){9}){9}{9}",
                "[a-c]{3000}",
                "\\p{L}{100}",
                "(a|b|c|d){500}",
            })
    void repetitionsThatMultiplyAreRefusedBeforeTheyTakeMemory(String pattern) {
        assertThat(refusal(pattern)).containsAnyOf("too large", "nothing here that can be repeated", "no fixed length");
    }

    @Test
    void groupsMayNotStandInEachOtherForEver() {
        assertThat(compile("(".repeat(100) + "a.b" + ")".repeat(100)).match("axb"))
                .isEqualTo(Match.YES);
        assertThat(refusal("(".repeat(101) + "a.b" + ")".repeat(101)))
                .isEqualTo("groups stand in each other more than 100 deep, at character 101 of the pattern");
        assertThat(refusal("(?:".repeat(1_000))).startsWith("groups stand in each other");
        assertThat(refusal("(?=".repeat(1_000))).startsWith("groups stand in each other");
    }

    @Test
    void allPatternsOfADocumentTogetherAreLimitedAndEqualOnesCountOnce() {
        PatternCompiler compiler = new PatternCompiler();
        for (int i = 0; i < 10_000; i++) {
            compiler.compile("(?i)x{450}");
        }
        long size = PatternSize.of(PatternParser.parse("(?i)x{450}"));
        for (int i = 1_000; ; i++) {
            String pattern = "^x{450}" + i + "+";
            size += PatternSize.of(PatternParser.parse(pattern));
            if (size > DocumentLimits.MAX_PATTERNS_SIZE) {
                assertThatExceptionOfType(InvalidPatternException.class)
                        .isThrownBy(() -> compiler.compile(pattern))
                        .withMessageContaining("the patterns of this document have more than 2000000 parts");
                return;
            }
            compiler.compile(pattern);
        }
    }
}
