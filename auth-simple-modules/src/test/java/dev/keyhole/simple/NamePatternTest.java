package dev.keyhole.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyhole.simple.NamePattern.Search;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "desk,            /desk/fx,        FOUND",
        "^/desk,          x/desk,          NOT_FOUND",
        "fx$,             desk/fx,         FOUND",
        "desk.fx,         desk/fx,         FOUND",
        "desk\\.fx,       desk/fx,         NOT_FOUND",
        "(?i)DESK/Ü,      desk/ü,          FOUND",
        "^(?!private/),   private/x,       NOT_FOUND",
        "(a)\\1,          xaay,            FOUND"
    })
    void isSearchedForInTheName(String pattern, String name, Search expected) {
        assertThat(NamePattern.compile(pattern).search(name)).isEqualTo(expected);
    }

    /** What PCRE means by them is the member itself, or a set of ASCII characters. */
    @ParameterizedTest
    @CsvSource({
        "^[[:alpha:]]+$,   desk,   FOUND",
        "^[[:alpha:]]+$,   d4sk,   NOT_FOUND",
        "^[[:^digit:]]+$,  desk,   FOUND",
        "^[[a]+$,          [a,     FOUND",
        "^[a&&b]+$,        a&b,    FOUND",
        "^[]a]+$,          ]a,     FOUND",
        "^[^]a]+$,         ]a,     NOT_FOUND",
        "^[\\w-]+$,        a-b,    FOUND",
        "^{a}$,            {a},    FOUND",
        "^\\Qa.b\\E+$,     a.bb,   FOUND",
        "^(?P<x>a)\\k<x>$, aa,     FOUND",
        "^(?'x'a)(?>b)$,   ab,     FOUND",
        "'^a{2}(?:b){1,3}+c{0,}$', aabbb, FOUND",
        "\\bfx\\b,         éfxé,   FOUND",
        "^\\p{Lu}\\pL$,    Äb,     FOUND",
        "^\\x{e4}\\x62$,   äb,     FOUND"
    })
    void meansWhatItMeansInPcre(String pattern, String name, Search expected) {
        assertThat(NamePattern.compile(pattern).search(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                ")",
                "[a",
                "[]",
                "a\\",
                "*a",
                "a**",
                "a{2}{3}",
                "a{3,2}",
                "a{70000}",
                "a{,3}",
                "^*",
                "(?=a)*",
                "(?i)*",
                "\\2(a)",
                "(a)\\10",
                "\\k<x>",
                "(?<x>a)(?<x>b)",
                "(?R)",
                "(?|a|b)",
                "(?#a)",
                "(*FAIL)",
                "(?U)a",
                "(?x)a b",
                "\\R",
                "\\X",
                "\\K",
                "\\N",
                "\\G",
                "\\uFFFF",
                "\\cA",
                "\\07",
                "\\p{Alpha}",
                "\\p{IsAlphabetic}",
                "[:alpha:]",
                "[[:foo:]]",
                "[[.a.]]",
                "[a-\\d]",
                "[\\d-a]",
                "[z-a]",
                "[\\Qa\\E]",
                "(?:a?){3}",
                "(a|b*|){40}",
                "\\x{110000}",
                "\\",
                "\\p{Lu}(?i)a",
                "(?i:[\\P{Ll}])"
            })
    void isRefusedIfItIsBrokenOrMeansSomethingElseInPcre(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamePattern.compile(pattern))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void saysWhereItIsBroken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamePattern.compile("^desk/(?R)"))
                .withMessage("this kind of group isn't understood here (at character 7)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^.*.*.*.*.*x$", "(.*a){5}\\1x", "(?:.*?a){12}x", "^(?:(a+)\\1?)+b", "(?=(a+))a*b\\1.*.*x"})
    void givesUpOnANameThatTakesForEver(String pattern) {
        assertThat(NamePattern.compile(pattern).search("a".repeat(1_000) + "!")).isEqualTo(Search.GAVE_UP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*x$", "^(a*)*\\1b"})
    void neverFindsWhatIsNotThereHoweverLongItTakes(String pattern) {
        assertThat(NamePattern.compile(pattern).search("a".repeat(1_000) + "!")).isNotEqualTo(Search.FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(|)", "(?:^|^)", "(?:a?)?", "(a*)*", "(?:a?|b*)"})
    void isRefusedIfItCouldTryForEverWithoutLookingAtTheName(String piece) {
        assertThat(NamePattern.compile("^a" + piece.repeat(10) + "c").search("a"))
                .isEqualTo(Search.NOT_FOUND);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamePattern.compile("^a" + piece.repeat(60) + "c"))
                .withMessageStartingWith("parts of it may be empty in too many ways");
    }

    @Test
    void survivesANameThatNestsTooDeep() {
        assertThat(NamePattern.compile("^(?:a|b)*$").search("ab".repeat(200_000)))
                .isEqualTo(Search.GAVE_UP);
    }

    @Test
    void refusesAPatternThatNestsTooDeep() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamePattern.compile("(".repeat(5_000) + "a" + ")".repeat(5_000)))
                .withMessageContaining("nested");
    }

    @Test
    void findsItsWayThroughNamesOfTheUsualLength() {
        String name = "desk/" + "fx/".repeat(300) + "spot";
        assertThat(NamePattern.compile("^desk/.*/spot$").search(name)).isEqualTo(Search.FOUND);
        assertThat(NamePattern.compile("x/.*spo.$").search(name)).isEqualTo(Search.FOUND);
        assertThat(NamePattern.compile("secret").search(name)).isEqualTo(Search.NOT_FOUND);
    }
}
