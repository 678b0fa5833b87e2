package dev.keyhole.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.keyhole.permissions.NamePattern.Match;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Permission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a list of rules is searched, the first rule that matches decides. */
class CompiledListTest {

    private static final int NAMES = 25;

    private final Map<String, Predicate<String>> matchers = new HashMap<>();
    private int outOfSteps;

    // --- the reference: each entry in order, by other engines than ours where there are some

    private int firstMatch(List<String> entries, String name) {
        for (int i = 0; i < entries.size(); i++) {
            String entry = entries.get(i);
            if (PatternCompiler.isLiteral(entry)
                    ? entry.equals(name)
                    : matcher(entry).test(name)) {
                return i;
            }
        }
        return entries.size();
    }

    // --- end of the reference

    private Predicate<String> matcher(String pattern) {
        return matchers.computeIfAbsent(pattern, text -> {
            Node node = PatternParser.parse(text);
            Optional<Pattern> re2 = Re2Syntax.of(node).map(Pattern::compile);
            CountedPattern counted = CountedPattern.of(text, node);
            return re2.isPresent() ? name -> re2.get().matcher(name).find() : name -> counted.match(name) == Match.YES;
        });
    }

    private static int decision(PermissionList list, String name) {
        EntitlementDecision decision = list.decide(Permission.READ, name);
        assertThat(PermissionsDocument.ranOutOfSteps(decision)).isFalse();
        return rule(list, decision);
    }

    private static int rule(PermissionList list, EntitlementDecision decision) {
        String rule = decision.explanation().rule();
        return rule.isEmpty() ? list.rules().size() : Integer.parseInt(rule.substring("/topic/".length()));
    }

    private static PermissionList compile(List<String> entries) {
        PatternCompiler compiler = new PatternCompiler();
        List<Rule> rules = new ArrayList<>();
        for (String entry : entries) {
            rules.add(new Rule(
                    "topic",
                    rules.size(),
                    compiler.compile(entry),
                    new Grants(Access.FULL, Access.NONE, Access.NONE, "")));
        }
        return new IndexedPermissionList(
                rules, EntitlementDecision.denied(Explanation.of("no entry matches")), new AutomatonMemory());
    }

    /**
     * Compares some lists on some names; returns how many pairs there were. Where a check ran out of steps, it must have
     * denied, at a rule that isn't behind the first that matches.
     */
    private int compare(List<String> entries, List<String> names) {
        PermissionList list = compile(entries);
        for (String name : names) {
            EntitlementDecision decision = list.decide(Permission.READ, name);
            int first = firstMatch(entries, name);
            if (PermissionsDocument.ranOutOfSteps(decision)) {
                outOfSteps++;
                assertThat(decision).as("'%s' in %s", name, entries).isInstanceOf(EntitlementDecision.Denied.class);
                assertThat(rule(list, decision)).as("'%s' in %s", name, entries).isLessThanOrEqualTo(first);
            } else {
                assertThat(rule(list, decision)).as("'%s' in %s", name, entries).isEqualTo(first);
            }
        }
        return names.size();
    }

    private int compareRuleSets(long seed, int pairs) {
        RuleSets sets = new RuleSets(seed);
        int compared = 0;
        while (compared < pairs) {
            List<String> entries = sets.entries();
            compared += compare(entries, sets.names(entries, NAMES));
        }
        return compared;
    }

    private int compareGenerated(long seed, int pairs) {
        PatternGenerator generator = new PatternGenerator(seed);
        Random random = new Random(seed);
        int compared = 0;
        while (compared < pairs) {
            List<String> entries = new ArrayList<>();
            while (entries.size() < 1 + random.nextInt(20)) {
                String pattern = random.nextInt(5) == 0 ? String.join("", generator.names(1)) : generator.pattern();
                if (isTaken(pattern)) {
                    entries.add(pattern);
                }
            }
            compared += compare(entries, generator.names(NAMES));
        }
        return compared;
    }

    private static boolean isTaken(String pattern) {
        try {
            return !pattern.isEmpty()
                    && !new PatternCompiler().compile(pattern).text().isEmpty();
        } catch (InvalidPatternException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theFirstRuleThatMatchesDecides(long seed) {
        assertThat(compareRuleSets(seed, 35_000)).isGreaterThanOrEqualTo(35_000);
        assertThat(outOfSteps).as("real rules never run out of steps").isZero();
        assertThat(compareGenerated(seed, 15_000)).isGreaterThanOrEqualTo(15_000);
        assertThat(outOfSteps).as("pairs that ran out of steps").isLessThan(15);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void theFirstRuleThatMatchesDecidesInAMillionPairs(long seed) {
        assertThat(compareRuleSets(seed, 140_000)).isGreaterThanOrEqualTo(140_000);
        assertThat(outOfSteps).as("real rules never run out of steps").isZero();
        assertThat(compareGenerated(seed, 60_000)).isGreaterThanOrEqualTo(60_000);
        assertThat(outOfSteps).as("pairs that ran out of steps").isLessThan(60);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void everyEngineThatTakesAPatternSaysTheSame(long seed) {
        RuleSets sets = new RuleSets(seed);
        for (int i = 0; i < 40; i++) {
            List<String> entries = sets.entries();
            List<String> names = sets.names(entries, 5);
            entries.forEach(entry -> allEnginesSayTheSame(entry, names));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {23, 24})
    void everyEngineThatTakesAPatternNobodyWouldWriteSaysTheSame(long seed) {
        PatternGenerator generator = new PatternGenerator(seed);
        for (int taken = 0; taken < 1_000; ) {
            String pattern = generator.pattern();
            if (isTaken(pattern)) {
                taken++;
                allEnginesSayTheSame(pattern, generator.names(5));
            }
        }
    }

    private static void allEnginesSayTheSame(String pattern, List<String> names) {
        List<Engine> engines = Engine.of(pattern);
        for (String name : names) {
            assertThat(engines.stream()
                            .map(engine -> engine.match(name))
                            .filter(match -> match != Match.UNDECIDED)
                            .distinct())
                    .as("'%s' by %s", name, pattern)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void ruleSetsOfThousandsDecideAsSmallOnesDo() {
        RuleSets sets = new RuleSets(31);
        List<String> entries = sets.entries(5_000);
        PermissionList list = compile(entries);
        for (String name : sets.names(entries, 400)) {
            assertThat(decision(list, name)).as(name).isEqualTo(firstMatch(entries, name));
        }
    }

    @Test
    void stepsOfAllPatternsOfACheckAreCountedTogether() {
        // Each takes more than half of the steps of a check.
        String hostile = "(?=a)(?:a|a){12}b";
        String name = "a".repeat(12);
        CountedPattern pattern = (CountedPattern) new PatternCompiler().compile(hostile);
        assertThat(pattern.match(name)).isEqualTo(Match.NO);
        List<String> entries = new ArrayList<>(List.of("/x", "/y", "/z"));
        for (int i = 0; i < 10; i++) {
            entries.add("(?#" + i + ")" + hostile);
        }

        EntitlementDecision decision = compile(entries).decide(Permission.READ, name);

        assertThat(PermissionsDocument.ranOutOfSteps(decision)).isTrue();
        assertThat(decision.explanation().rule()).startsWith("/topic/");
    }

    @Test
    void aRuleThatComesBeforeTheOneThatTakesTooLongDecides() {
        String hostile = "(?=(a+)+$)b";
        String name = "a".repeat(1_024) + "!";

        assertThat(decision(compile(List.of("/x", "/y", "^a", hostile)), name)).isEqualTo(2);
        assertThat(PermissionsDocument.ranOutOfSteps(
                        compile(List.of("/x", "/y", hostile, "^a")).decide(Permission.READ, name)))
                .isTrue();
    }
}
