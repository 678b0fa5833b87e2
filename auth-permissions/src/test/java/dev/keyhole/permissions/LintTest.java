package dev.keyhole.permissions;

import static dev.keyhole.permissions.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.permissions.PermissionsDocument.Finding;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader of a document is told. */
class LintTest {

    /** Findings about a document whose logons are in order. */
    private static List<Finding> findings(String fields) {
        return document("{'logon': true, " + fields + "}").lint();
    }

    private static List<Finding> topic(String... entries) {
        return findings("'topic': [" + String.join(", ", entries) + "]");
    }

    private static String granting(String pattern) {
        return "{'topic': '" + pattern + "', 'read': true}";
    }

    private static String denying(String pattern) {
        return "{'topic': '" + pattern + "'}";
    }

    private static List<Finding> patterns(String... patterns) {
        return topic(List.of(patterns).stream().map(LintTest::granting).toArray(String[]::new));
    }

    @Test
    void aCleanDocumentHasNoFindings() {
        assertThat(document("""
                {'logon': true, 'replication-logon': true, 'user_name': 'bob', 'comment': 'of 2026',
                 'topic': [{'topic': '/desk/fx/spot', 'read': '/region = 1', 'write': false, 'why': ''},
                           {'topic': '^/desk/', 'read': true, 'write': true, 'select': '+/a'},
                           {'topic': '^/log/[a-z]+$', 'write': true},
                           {'topic': '/public$', 'read': true},
                           {'topic': '.*/all/.*', 'read': true}],
                 'admin': [{'topic': '^/amps/administrator', 'read': false}, {'topic': '.*', 'read': true}],
                 'replicated-topics': ['^/copy/']}""").lint()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{} ~ `` ~ `there is no 'logon', so that this document lets nobody log on; write \"logon\": true to allow it, false to say that it is forbidden`",
                "{'replication-logon': true} ~ /replication-logon ~ `a replication source may log on and replicate nothing; list its topics in 'replicated-topics'`",
                "{'logon': true, 'replicated-topics': ['a']} ~ /replicated-topics ~ `no replication source may log on, so that these are of no use; write \"replication-logon\": true`",
                "{'logon': true, 'replication-logon': false, 'replicated-topics': ['a']} ~ /replicated-topics ~ `no replication source may log on, so that these are of no use; write \"replication-logon\": true`",
                "{'logon': true, 'topics': []} ~ /topics ~ `'topics' has no meaning and is ignored; did you mean 'topic'?`",
                "{'logon': true, 'replication_logon': false} ~ /replication_logon ~ `'replication_logon' has no meaning and is ignored; did you mean 'replication-logon'?`",
                "{'logon': true, 'Admin': []} ~ /Admin ~ `'Admin' has no meaning and is ignored; did you mean 'admin'?`",
                "{'logon': true, 'read': true} ~ /read ~ `'read' has no meaning here and is ignored; it belongs into an entry of a list`",
                "{'logon': true, 'topic': [{'topic': 'a', 'raed': true, 'write': true}]} ~ /topic/0/raed ~ `'raed' has no meaning and is ignored; did you mean 'read'?`",
                "{'logon': true, 'admin': [{'topic': 'a', 'READ': true, 'write': true}]} ~ /admin/0/READ ~ `'READ' has no meaning and is ignored; did you mean 'read'?`",
                "{'logon': true, 'topic': [{'topic': 'a', 'logon': true, 'write': true}]} ~ /topic/0/logon ~ `'logon' has no meaning here and is ignored; it belongs at the top of the document`",
                "{'logon': true, 'topic': [{'topic': 'a', 'write': true, 'select': '+/a'}]} ~ /topic/0/select ~ `'select' says which fields may be read, and 'read' grants nothing; add \"read\": true, or remove it`",
                "{'logon': true, 'topic': [{'topic': 'a', 'read': 'true'}]} ~ /topic/0/read ~ `this is a filter that reads 'true', and not the value true; remove the quotation marks`",
                "{'logon': true, 'topic': [{'topic': 'a', 'write': 'false'}]} ~ /topic/0/write ~ `this is a filter that reads 'false', and not the value false; remove the quotation marks`",
                "{'logon': true, 'admin': [{'topic': 'a', 'read': '/x = 1'}]} ~ /admin/0 ~ `filters and select lists are about messages, and nobody can apply them to an admin path: what they limit is denied; write true or false`",
                "{'logon': true, 'admin': [{'topic': 'a', 'write': '/x = 1'}]} ~ /admin/0 ~ `filters and select lists are about messages, and nobody can apply them to an admin path: what they limit is denied; write true or false`",
                "{'logon': true, 'admin': [{'topic': 'a', 'read': true, 'select': '+/a'}]} ~ /admin/0 ~ `filters and select lists are about messages, and nobody can apply them to an admin path: what they limit is denied; write true or false`",
                "{'logon': true, 'topic': [{'topic': 'desk.fx', 'read': true}]} ~ /topic/0 ~ `this is a pattern, as '.' stands for any character; it also matches longer names that contain it; for that one name, write \"^desk\\\\.fx$\"`",
                "{'logon': true, 'topic': [{'topic': '/desk/.*', 'read': true}]} ~ /topic/0 ~ `the pattern matches anywhere in a name; if names have to begin like that, write \"^/desk/.*\", and if not, \".*/desk/.*\" says so`",
                "{'logon': true, 'topic': [{'topic': 'a^b', 'read': true}]} ~ /topic/0 ~ `the pattern matches no name: something stands before the start or after the end of the name, or has to be a control character`",
                "{'logon': true, 'topic': [{'topic': '^a{,3}$', 'read': true}]} ~ /topic/0 ~ `'{,n}' stands for itself and repeats nothing; write '{0,n}'`",
                "{'logon': true, 'topic': [{'topic': ' a', 'read': true}]} ~ /topic/0 ~ `the name begins or ends with a space, which is part of it; remove the space if it is a mistake`",
                "{'logon': true, 'topic': [{'topic': 'a', 'read': true}, {'topic': 'b'}]} ~ /topic/1 ~ `the entry grants nothing, and no entry after it does, so that without it the answers are the same; remove it, or put it before the entry that it is meant to limit`",
                "{'logon': true, 'topic': [{'topic': '.*', 'read': true}, {'topic': 'a', 'write': true}]} ~ /topic/1 ~ `/topic/0 matches every name that this entry does and comes first, so that this one never decides; put it before that one, or remove it`",
                "{'replication-logon': true, 'replicated-topics': ['^/a', '/ab']} ~ /replicated-topics/1 ~ `/replicated-topics/0 matches every name that this entry does; remove it`",
            })
    void aFindingSaysWhatIsSoAndWhatToDo(String json, String pointer, String message) {
        assertThat(document(json.strip()).lint()).containsExactly(new Finding(pointer == null ? "" : pointer, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a^b",
                "$x",
                "x$y",
                "^a^",
                "a\\\\Ab",
                "\\\\zb",
                "(a|b)^c",
                "(?:^a)+^b",
                "(?:a|$)b^",
                "a+^",
                "[\\\\n]",
                "^\\\\x01",
                "\\\\n$",
                "[\\\\x00-\\\\x1f]x",
                "$(?=a)b",
                "a(?=^b)",
                "(?=\\\\n)",
                "(?<=\\\\t)a",
                "(?>a)^",
                "(a)\\\\1^",
                "a\\\\Gb",
                "(?:a$){2}",
                "(?:^a){2}",
                "(a$)b|c^d",
                "^$a"
            })
    void aPatternThatMatchesNothingIsFound(String pattern) {
        assertThat(patterns(pattern))
                .extracting(Finding::message)
                .anyMatch(message -> message.startsWith("the pattern matches no name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^a",
                "a$",
                "^$",
                "a*^b",
                "a?^b$c*",
                "(a|^)b",
                "(?:a|^)^b$",
                "x$y?",
                "(?:^a)?b",
                "(?:a$)?",
                "(?!a)^b",
                "(?<=a)$",
                "(?<!^)a$",
                "(?!\\\\n)a$",
                "^(a)?\\\\1^a?",
                "^(?:){2}a",
                "(?=$)a?$",
                "(?=^)a$",
                "\\\\b$",
                "^\\\\Ba",
                "[^\\\\n]$",
                "(?:^)*a$",
                "(?:$)+",
                "(?<=\\\\Aa)b$"
            })
    void aPatternThatMatchesSomethingIsNot(String pattern) {
        assertThat(patterns(pattern))
                .extracting(Finding::message)
                .noneMatch(message -> message.startsWith("the pattern matches no name"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "^/a ~ /ab",
                "^/a ~ ^/ab",
                "^/a ~ ^/a[bc]",
                "^/a ~ ^/ab$",
                "^/a ~ ^(?:/ab)(c)?",
                "^/a ~ ^/ab|^/ac.*d",
                "/a$ ~ b/a",
                "/a$ ~ x/a$",
                "/a$ ~ [bc]/a$",
                "(b) ~ abc",
                "(b) ~ ^abc",
                "(b) ~ [ac]b[ac]",
                ".* ~ a",
                ".* ~ ^[a-z]+$",
                ".* ~ (?!a)b$",
                "^.* ~ ^/x",
                "[a-c] ~ xb",
                "(?!x)a ~ a",
                "a ~ a",
                "a ~ ^a$",
                "^[ab]$ ~ ^[ab]$",
                "^a$ ~ a",
                "^a$ ~ ^(?:a)$",
                "(?i)^/A ~ /ab",
            })
    void anEntryThatAnEarlierOneHidesIsFound(String earlier, String later) {
        List<Finding> findings = patterns("^zzz$", earlier, "^yyy$", later);

        boolean all = earlier.equals(".*") || earlier.equals("^.*");
        assertThat(findings)
                .contains(new Finding(
                        "/topic/3",
                        "/topic/1 matches every name that this entry does and comes first, so that this one never decides; put it before"
                                + " that one, or remove it"));
        assertThat(findings.stream().filter(finding -> finding.message().contains("never decides")))
                .hasSize(all ? 2 : 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "^/ab ~ ^/a",
                "^/ab ~ /a",
                "^/a ~ ^[/]?a",
                "^/a ~ ^/ab|c$",
                "^/a ~ (?:/ab)",
                "x/a$ ~ [y]/a$",
                "/a$ ~ ^/ab$",
                "(b) ~ [abc]$",
                "^b ~ (b)$",
                "b$ ~ ^(b)",
                "^a$ ~ ^a",
                "^a$ ~ ab",
                "^[ab]$ ~ ^a$",
                "[a-c] ~ xd",
                "(?!a)b ~ ab$",
                "^a ~ ^(?:a|b)",
                "^a ~ ^a?b$",
            })
    void anEntryThatIsNotHiddenIsNotReported(String earlier, String later) {
        assertThat(patterns(earlier, later))
                .noneMatch(finding -> finding.message().contains("never decides")
                        && !(earlier.equals("(?!a)b") || earlier.equals("^[ab]$")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/desk/.*", "desk/[a-z]+", "/(a|b)/", "\\\\/a+", "/.*/spot", "a|b.*"})
    void aPatternThatOnlyLooksAnchoredIsFound(String pattern) {
        boolean found = patterns(pattern).stream()
                .anyMatch(finding -> finding.message().startsWith("the pattern matches anywhere"));

        // A choice at the top looks like nothing in particular.
        assertThat(found).isEqualTo(!pattern.equals("a|b.*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"^/desk/.*", ".*/desk/", "/spot$", "(?i)^a", "(a|b)c", "\\\\d+", "\\\\A/a.*", "^(?:a|b)"})
    void aPatternThatSaysWhereItMatchesIsNot(String pattern) {
        assertThat(patterns(pattern)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"desk.fx", "/desk/a.json", ".a", "a.b.c"})
    void aNameWithADotIsFound(String name) {
        assertThat(patterns(name))
                .hasSize(1)
                .first()
                .asString()
                .contains("for that one name, write \"^" + name.replace(".", "\\\\.") + "$\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^desk\\\\.fx$", ".", "..", "^a.b", ".*"})
    void aPatternThatIsNoNameWithADotIsNot(String name) {
        assertThat(patterns(name)).isEmpty();
    }

    @Test
    void entriesThatDenyAreNeededBeforeThoseThatGrantOnly() {
        assertThat(topic(denying("a"), granting("^b"))).isEmpty();
        assertThat(topic(denying("a"), granting("^b"), denying("c"), denying("d")))
                .extracting(Finding::pointer)
                .containsExactly("/topic/2", "/topic/3");
        assertThat(topic(denying("a"))).extracting(Finding::pointer).containsExactly("/topic/0");
    }

    @Test
    void anEntryThatNeverDecidesIsReportedForTheFirstThatHidesIt() {
        assertThat(patterns("^/a/", "^/", "/a/b", "/a/b"))
                .extracting(
                        finding -> finding.pointer() + " " + finding.message().split(" ")[0])
                .containsExactly("/topic/2 /topic/0", "/topic/3 /topic/0");
    }

    @Test
    void adminPathsAreReadAsTopicsAre() {
        assertThat(findings("'admin': [{'topic': '^/amps/', 'read': true, 'write': 'true'}, " + granting("^/amps/a")
                        + ", " + granting("/amps/.*") + "]"))
                .extracting(
                        finding -> finding.pointer() + " " + finding.message().split(" ")[0])
                .containsExactlyInAnyOrder(
                        "/admin/0/write this", "/admin/0 filters", "/admin/1 /admin/0", "/admin/2 the");
    }

    @Test
    void ignoredFieldsThatAreFarFromAnyOtherAreComments() {
        assertThat(findings("'comment': 1, 'owner': {'raed': 2}, '_': [], '': 0, 'x': {}"))
                .isEmpty();
    }

    @Test
    void fieldNamesInFindingsStayOnOneLine() {
        assertThat(findings("'logon\\n': 1"))
                .containsExactly(
                        new Finding("/logon\n", "'logon?' has no meaning and is ignored; did you mean 'logon'?"));
    }

    @Test
    void findingsAreLimited() {
        String entries = IntStream.range(0, 3_000)
                .mapToObj(i -> "{'topic': 'a.b" + i + "', 'read': true}")
                .collect(Collectors.joining(","));

        List<Finding> findings = topic(entries);

        assertThat(findings).hasSize(1_001);
        assertThat(findings.get(1_000))
                .isEqualTo(new Finding("", "there is more like this; the first 1000 findings are shown"));
    }

    @Test
    void aListThatIsTooLongToCompareIsCompareAsFarAsItGoes() {
        String entries = IntStream.range(0, 1_500)
                .mapToObj(i -> "{'topic': '^/" + i + "/', 'read': true}, {'topic': 'x" + i + "', 'read': true}")
                .collect(Collectors.joining(","));

        assertThat(topic(entries))
                .extracting(Finding::message)
                .containsExactly(
                        "the list is too long to compare each entry with all before it; from here on, entries that an"
                                + " earlier one hides aren't found");
    }
}
