package dev.keyhole.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.permissions.NamePattern.Match;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Validity;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns and names that were made to take for ever, or all memory, or all of the stack. */
class HostilePatternTest {

    private static final String LONGEST = "a".repeat(1_024);

    private static final int SMALL_STACK = 64 << 10;

    /** On a thread with that much stack. */
    private static Match match(String pattern, String name, int stackSize) throws Exception {
        FutureTask<Match> task =
                new FutureTask<>(() -> new PatternCompiler().compile(pattern).match(name));
        new Thread(null, task, "small stack", stackSize).start();
        return task.get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(.*a){12}$",
                "(a+)+$",
                ".*/NYC/.*",
                "(a|aa)+$",
                "^(a|a?)+$",
                "(.*){1,100}b",
                "(x+x+)+y",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "(?:a?){160}a{160}b",
                "(?:a|){240}b$",
                "(?:(?:(?:a*)*)*)*b",
                "a{1,490}b",
                "(?i)(k|s|a)*z",
            })
    void patternsWithoutLookAroundAreMatchedHoweverHostile(String pattern) throws Exception {
        assertThat(match(pattern, LONGEST, SMALL_STACK)).isNotEqualTo(Match.UNDECIDED);
        assertThat(match(pattern, LONGEST + "!", SMALL_STACK)).isEqualTo(Match.NO);
    }

    @ParameterizedTest
    @CsvSource({
        "(?=a)(.*a){12}$",
        "(?=(a+)+$)b",
        "(a+)+\\1b",
        "(a*)*\\1b",
        "(?:a|a)*(?!a)b",
        "^(?:(a)|(a))*\\1\\2b",
        "(?=.*b)(?:|){60}c",
        "(?!x)(?:^|^){60}b",
        "(?!x)(?:(?:)|(?=)){60}b",
        "(?!x)(?:a?){160}a{160}b",
        "(?<!x)(?:a*a*)*b",
        "(?:(?=(a+))\\1)*b(?!a)",
        "^(?=(a*)(a*)(a*)(a*)b)",
        "(?!(a|aa)+b)x",
    })
    void patternsThatBacktrackGiveUpInTime(String pattern) throws Exception {
        long start = System.nanoTime();
        Match match = match(pattern, LONGEST + "!", SMALL_STACK);

        assertThat(match).isNotEqualTo(Match.YES);
        // A match of so many steps takes a millisecond; this leaves room for the slowest machine.
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=a)(a+)+$x",
                "(?=.*b)(?:|){60}c",
                "(?!x)(?:^|^){60}b",
                "(a+)+\\1\\1c",
            })
    void whatGivesUpIsUndecided(String pattern) {
        assertThat(new PatternCompiler().compile(pattern).match(LONGEST + "b!")).isEqualTo(Match.UNDECIDED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 10_000, 15_000})
    void usefulPatternsThatBacktrackHaveStepsToSpare(int length) throws Exception {
        String name = "/desk/" + "x".repeat(length) + "/spot";

        assertThat(match("^/(?!secret/)", name, 64 << 10)).isEqualTo(Match.YES);
        assertThat(match("^(?!.*/secret/)/desk/", name, 64 << 10)).isEqualTo(Match.YES);
        assertThat(match("^/desk/(?:(?!/secret)[^/])*+/spot$", name, 64 << 10)).isEqualTo(Match.YES);
        assertThat(match(".*(?<=/)spot$", name, 64 << 10)).isEqualTo(Match.YES);
        assertThat(match("^/desk/([^/]*)/(?!\\1)", name, 64 << 10)).isEqualTo(Match.YES);
    }

    @Test
    @Timeout(60)
    void aCheckThatRunsOutOfStepsIsDeniedWithTheRuleThatDidIt() {
        PermissionsDocument document = Documents.topics(
                "{'topic': '/other', 'read': true}",
                "{'topic': '(?=(a+)+$)b', 'read': true}",
                "{'topic': '.*', 'read': true, 'write': true}");

        EntitlementDecision decision = document.decide(Permission.READ, Resource.topic(LONGEST + "!"));

        assertThat(Documents.brief(decision)).isEqualTo("no");
        assertThat(decision.explanation().rule()).isEqualTo("/topic/1");
        assertThat(decision.explanation().pattern()).isEqualTo("(?=(a+)+$)b");
        assertThat(decision.explanation().detail())
                .isEqualTo("it takes too many steps to find out whether the pattern matches");
        // The answer would be the same the next time, and take as long.
        assertThat(decision.validity()).isEqualTo(Validity.untilReset());
        assertThat(PermissionsDocument.ranOutOfSteps(decision)).isTrue();
        assertThat(PermissionsDocument.ranOutOfSteps(document.decide(Permission.READ, Resource.topic("/other"))))
                .isFalse();
        assertThat(Documents.brief(document.decide(Permission.WRITE, Resource.topic("c"))))
                .isEqualTo("yes");
    }
}
