package dev.keyhole.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.permissions.NamePattern.Match;
import dev.keyhole.permissions.PatternTable.Fate;
import dev.keyhole.permissions.PatternTable.Line;
import dev.keyhole.permissions.Pcre.Question;
import dev.keyhole.permissions.Pcre.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns mean here what they mean to PCRE, or are refused. */
@Tag("comparison")
class PcreComparisonTest {

    /** More than the build takes; for a long run by hand. */
    private static final int ROUNDS = Integer.getInteger("keyhole.pcre.rounds", 1);

    private static final int PATTERNS = 4_000;
    private static final int NAMES = 12;

    @BeforeAll
    static void requirePcre() {
        Pcre.require();
    }

    @Test
    void theTableOfPatternsIsWhatPcreSays() {
        List<Line> lines = PatternTable.lines();
        List<Verdict> verdicts = Pcre.judge(lines.stream()
                .map(line ->
                        new Question(line.pattern(), List.copyOf(line.names().keySet())))
                .toList());
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            assertThat(verdicts.get(i).compiles()).as(line.toString()).isEqualTo(line.fate() != Fate.REFUSED);
            if (line.fate() == Fate.TAKEN) {
                assertThat(verdicts.get(i).matches())
                        .as(line.toString())
                        .isEqualTo(line.names().values().stream()
                                .map(matches -> matches ? Pcre.Match.YES : Pcre.Match.NO)
                                .toList());
            }
        }
    }

    /** As a second witness, with all of PCRE's optimizations. */
    @Test
    void pcre2grepFindsTheSameLines() {
        PatternTable.taken().limit(60).forEach(line -> {
            List<String> names = line.names().keySet().stream()
                    .filter(name -> !name.isEmpty())
                    .toList();
            assertThat(Pcre.grep(line.pattern(), names))
                    .as(line.toString())
                    .isEqualTo(names.stream().filter(line.names()::get).toList());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void generatedPatternsMeanTheSame(long seed) {
        compareRounds(seed, PatternGenerator::pattern, 0.6);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void whateverIsThrownTogetherMeansTheSameOrIsRefused(long seed) {
        compareRounds(seed, PatternGenerator::soup, 0.1);
    }

    private static void compareRounds(long seed, Function<PatternGenerator, String> make, double leastAccepted) {
        for (int round = 0; round < ROUNDS; round++) {
            PatternGenerator generator = new PatternGenerator(seed + 1_000L * round);
            List<Question> questions = Stream.generate(
                            () -> new Question(make.apply(generator), generator.names(NAMES)))
                    .limit(PATTERNS)
                    .toList();
            assertThat(compare(questions)).isGreaterThan((int) (leastAccepted * PATTERNS));
        }
    }

    /** Returns how many patterns both sides took. */
    private static int compare(List<Question> questions) {
        List<Verdict> verdicts = Pcre.judge(questions);
        List<String> differences = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            Verdict verdict = verdicts.get(i);
            Node node;
            try {
                node = PatternParser.parse(question.pattern());
            } catch (InvalidPatternException e) {
                if (verdict.compiles() && !e.getMessage().contains("isn't supported")) {
                    differences.add(question.pattern() + " is refused by us only: " + e.getMessage());
                }
                continue;
            }
            if (!verdict.compiles()) {
                differences.add(question.pattern() + " is refused by PCRE only");
                continue;
            }
            if (PatternSize.of(node) > DocumentLimits.MAX_PATTERN_SIZE) {
                continue;
            }
            accepted++;
            compare(question, verdict, differences);
        }
        assertThat(differences.stream()
                        .sorted(Comparator.comparingInt(String::length))
                        .limit(10))
                .isEmpty();
        return accepted;
    }

    private static void compare(Question question, Verdict verdict, List<String> differences) {
        List<Engine> matchers = PatternTest.matchers(question.pattern());
        for (int j = 0; j < question.names().size(); j++) {
            String name = question.names().get(j);
            Pcre.Match expected = verdict.matches().get(j);
            for (Engine matcher : matchers) {
                Match match = matcher.match(name);
                boolean undecided = match == Match.UNDECIDED || expected == Pcre.Match.NEITHER;
                if (!undecided && !match.name().equals(expected.name())) {
                    differences.add("%s on '%s': PCRE says %s, %s says %s"
                            .formatted(question.pattern(), visible(name), expected, matcher.name(), match));
                }
            }
        }
    }

    private static String visible(String name) {
        return name.codePoints()
                .mapToObj(character ->
                        character >= ' ' && character < 127 ? Character.toString(character) : Text.codePoint(character))
                .collect(Collectors.joining());
    }
}
