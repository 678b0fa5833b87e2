package dev.keyhole.permissions;

import static dev.keyhole.permissions.Documents.brief;
import static dev.keyhole.permissions.Documents.decide;
import static dev.keyhole.permissions.Documents.document;
import static dev.keyhole.permissions.Documents.topics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Validity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a document decides, and how it explains that. */
class PermissionsDocumentTest {

    private static final PermissionsDocument EXAMPLE = document("""
            {'logon': true,
             'topic': [{'topic': '/desk/fx/spot', 'read': '/region = EU', 'write': false},
                       {'topic': '^/desk/', 'read': true, 'write': true, 'select': '-/,+/id'},
                       {'topic': '^/log/', 'write': '/level > 3', 'select': '+/a'}],
             'admin': [{'topic': '^/amps/administrator', 'read': false, 'write': false},
                       {'topic': '.*', 'read': true, 'write': false}],
             'replicated-topics': ['/desk/fx', '^/copy/']}""");

    @ParameterizedTest
    @CsvSource({
        "READ, /desk/fx/spot, yes filter=/region = EU",
        "WRITE, /desk/fx/spot, no",
        "WRITE, /desk/fx, yes",
        "READ, /desk/fx, 'yes select=-/,+/id'",
        "READ, /desk/, 'yes select=-/,+/id'",
        "READ, /desk, no",
        "READ, x/desk/, no",
        "READ, /log/a, no",
        "WRITE, /log/a, yes filter=/level > 3",
        "READ, '', no",
        "REPLICATE, /desk/fx, yes",
        "REPLICATE, /desk/fx/, no",
        "REPLICATE, /copy/a, yes",
        "REPLICATE, /desk/a, no",
    })
    void theFirstEntryThatMatchesATopicDecides(Permission permission, String topic, String expected) {
        assertThat(brief(decide(EXAMPLE, permission, topic))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "READ, /amps/administrator/x, no",
        "READ, /amps/instance, yes",
        "WRITE, /amps/instance, no",
        "READ, /desk/fx, yes",
        "REPLICATE, /amps/instance, no",
        "LOGON, /amps/instance, no",
    })
    void adminPathsHaveAListOfTheirOwn(Permission permission, String path, String expected) {
        assertThat(brief(EXAMPLE.decide(permission, Resource.admin(path)))).isEqualTo(expected);
    }

    @Test
    void anEntryThatDeniesEndsTheSearch() {
        PermissionsDocument document = topics("{'topic': 'a', 'read': false}", "{'topic': 'a', 'read': true}");

        assertThat(brief(decide(document, Permission.READ, "a"))).isEqualTo("no");
    }

    @Test
    void aLiteralMustBeEqual() {
        PermissionsDocument document = topics("{'topic': '/a', 'read': true}");

        assertThat(brief(decide(document, Permission.READ, "/a"))).isEqualTo("yes");
        for (String other : new String[] {"/A", "a", "/a/", "//a", "/ab", " /a", ""}) {
            assertThat(brief(decide(document, Permission.READ, other)))
                    .as(other)
                    .isEqualTo("no");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"^", "$", "*", ".", "+", "?", "(", ")", "[", "]", "{", "}", "|", "\\\\"})
    void eachSpecialCharacterMakesAPattern(String special) {
        String text = "\\\\" + special;

        PermissionsDocument document = topics("{'topic': 'a" + text + "', 'read': true}");

        String name = "xxa" + special.replace("\\\\", "\\") + "yy";
        assertThat(brief(decide(document, Permission.READ, name))).isEqualTo("yes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a b", "a-b", "a,b", "a:b", "a#b", "a&b", "a~b", "a=b", "a!b", "a<b>", "a@b", "a%b", "\u00e4"})
    void otherCharactersDoNot(String text) {
        PermissionsDocument document = topics("{'topic': '" + text + "', 'read': true}");

        assertThat(brief(decide(document, Permission.READ, text))).isEqualTo("yes");
        assertThat(brief(decide(document, Permission.READ, text + "x"))).isEqualTo("no");
    }

    @Test
    void readAndWriteAreNotGrantedByAnEntryThatIsSilent() {
        PermissionsDocument document = topics("{'topic': 'a'}", "{'topic': '.*', 'read': true, 'write': true}");

        assertThat(brief(decide(document, Permission.READ, "a"))).isEqualTo("no");
        assertThat(brief(decide(document, Permission.WRITE, "a"))).isEqualTo("no");
    }

    @Test
    void writingHasNoSelectList() {
        PermissionsDocument document = topics("{'topic': 'a', 'read': '/x', 'write': '/y', 'select': '+/z'}");

        assertThat(brief(decide(document, Permission.READ, "a"))).isEqualTo("yes filter=/x select=+/z");
        assertThat(brief(decide(document, Permission.WRITE, "a"))).isEqualTo("yes filter=/y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | no | no",
                "{'logon': true} | yes | no",
                "{'logon': false} | no | no",
                "{'replication-logon': true} | no | yes",
                "{'logon': true, 'replication-logon': false} | yes | no",
            })
    void logonsAreGrantedInSoManyWordsOnly(String json, String logon, String replicationLogon) {
        PermissionsDocument document = document(json);

        assertThat(brief(document.decide(Permission.LOGON, Resource.logon()))).isEqualTo(logon);
        assertThat(brief(document.decide(Permission.LOGON, Resource.replicationLogon())))
                .isEqualTo(replicationLogon);
    }

    @ParameterizedTest
    @EnumSource(
            value = Permission.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LOGON"})
    void otherPermissionsMeanNothingForALogon(Permission permission) {
        PermissionsDocument document = document("{'logon': true, 'replication-logon': true}");

        assertThat(brief(document.decide(permission, Resource.logon()))).isEqualTo("no");
        assertThat(brief(document.decide(permission, Resource.replicationLogon())))
                .isEqualTo("no");
        assertThat(brief(document.decide(Permission.LOGON, Resource.topic("logon"))))
                .isEqualTo("no");
    }

    @Test
    void aLogonIsForbiddenInSoManyWordsOnly() {
        PermissionsDocument silent = document("{}");
        PermissionsDocument willing = document("{'logon': true, 'replication-logon': true}");
        PermissionsDocument unwilling = document("{'logon': false, 'replication-logon': false}");
        for (ConnectionKind kind : ConnectionKind.values()) {
            assertThat(silent.forbidsLogon(kind)).isFalse();
            assertThat(willing.forbidsLogon(kind)).isFalse();
            assertThat(unwilling.forbidsLogon(kind)).isEqualTo(kind != ConnectionKind.ADMIN);
        }
        assertThat(document("{'logon': false}").forbidsLogon(ConnectionKind.REPLICATION))
                .isFalse();
        assertThat(document("{'replication-logon': false}").forbidsLogon(ConnectionKind.APPLICATION))
                .isFalse();
    }

    @Test
    void aDocumentThatSaysNothingGrantsNothing() {
        PermissionsDocument document = document("{}");
        for (Permission permission : Permission.values()) {
            for (Resource resource : new Resource[] {
                Resource.logon(), Resource.replicationLogon(), Resource.topic("a"), Resource.admin("/a")
            }) {
                assertThat(brief(document.decide(permission, resource))).isEqualTo("no");
            }
        }
    }

    @Test
    void decisionsAreExplained() {
        PermissionsDocument document = document("""
                {'logon': false, 'replication-logon': true,
                 'topic': [{'topic': 'a', 'read': true}, {'topic': '^b', 'read': '/x', 'write': true}],
                 'replicated-topics': ['c']}""");

        assertThat(decide(document, Permission.READ, "a").explanation())
                .isEqualTo(new Explanation("/topic/0", "a", "the entry grants reading"));
        assertThat(decide(document, Permission.WRITE, "a").explanation())
                .isEqualTo(new Explanation("/topic/0", "a", "the entry doesn't grant it"));
        assertThat(decide(document, Permission.READ, "b").explanation())
                .isEqualTo(new Explanation("/topic/1", "^b", "the entry grants reading with a filter"));
        assertThat(decide(document, Permission.WRITE, "b").explanation())
                .isEqualTo(new Explanation("/topic/1", "^b", "the entry grants writing"));
        assertThat(decide(document, Permission.READ, "c").explanation())
                .isEqualTo(Explanation.of("no entry of 'topic' matches"));
        assertThat(decide(document, Permission.REPLICATE, "c").explanation())
                .isEqualTo(new Explanation("/replicated-topics/0", "c", "the entry grants replication"));
        assertThat(document.decide(Permission.READ, Resource.admin("a")).explanation())
                .isEqualTo(Explanation.of("'admin' has no entry"));
        assertThat(document.decide(Permission.LOGON, Resource.logon()).explanation())
                .isEqualTo(new Explanation("/logon", "", "'logon' is false"));
        assertThat(document.decide(Permission.LOGON, Resource.replicationLogon())
                        .explanation())
                .isEqualTo(new Explanation("/replication-logon", "", "'replication-logon' is true"));
        assertThat(document("{}").decide(Permission.LOGON, Resource.logon()).explanation())
                .isEqualTo(Explanation.of("the document has no 'logon'"));
    }

    @Test
    void decisionsHoldUntilResetAndAreMadeOnce() {
        EntitlementDecision first = decide(EXAMPLE, Permission.READ, "/desk/fx/spot");

        assertThat(first.validity()).isEqualTo(Validity.untilReset());
        assertThat(decide(EXAMPLE, Permission.READ, "/desk/fx/spot")).isSameAs(first);
        assertThat(decide(EXAMPLE, Permission.READ, "nowhere"))
                .isSameAs(decide(EXAMPLE, Permission.READ, "nowhere either"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n",
                "\na",
                "a\u0000",
                "a\tb",
                "a\u007f",
                "a\u0085",
                "a\u009f",
                "a\ud83d",
                "\ude00a",
                "\ud83d\ud83d\ude00"
            })
    void namesWithControlCharactersAreDeniedWhateverTheEntriesSay(String name) {
        PermissionsDocument document = document("""
                {'topic': [{'topic': '.*', 'read': true}, {'topic': '(?s)^.*$', 'read': true}],
                 'admin': [{'topic': '.*', 'read': true}], 'replicated-topics': ['.*']}""");

        assertThat(decide(document, Permission.READ, name))
                .isEqualTo(EntitlementDecision.denied(
                        Explanation.of("the name holds a control character, or half of a character")));
        assertThat(brief(decide(document, Permission.REPLICATE, name))).isEqualTo("no");
        assertThat(brief(document.decide(Permission.READ, Resource.admin(name))))
                .isEqualTo("no");
        assertThat(brief(decide(document, Permission.READ, "a\u00a0\ud83d\ude00")))
                .isEqualTo("yes");
    }

    @Test
    void documentsThatSayTheSameAreEqual() {
        PermissionsDocument one = document("{'logon': true, 'topic': [{'topic': '^a', 'read': true, 'write': false}]}");
        PermissionsDocument other = document(
                "{ 'x': 1, 'topic' : [ {'read': true, 'topic': '^\\u0061', 'y': {}} ],\n'logon': true, 'admin': []}");

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).hasToString("PermissionsDocument[1 rules]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'logon': false}",
                "{'logon': true, 'replication-logon': true}",
                "{'logon': true, 'replication-logon': false}",
                "{'logon': true, 'user_name': 'a'}",
                "{'logon': true, 'topic': [{'topic': 'a'}]}",
                "{'logon': true, 'topic': [{'topic': 'b'}]}",
                "{'logon': true, 'admin': [{'topic': 'a'}]}",
                "{'logon': true, 'topic': [{'topic': 'a', 'read': true}]}",
                "{'logon': true, 'topic': [{'topic': 'a', 'read': 'true'}]}",
                "{'logon': true, 'topic': [{'topic': 'a', 'write': true}]}",
                "{'logon': true, 'topic': [{'topic': 'a', 'read': true, 'select': '+/a'}]}",
                "{'logon': true, 'topic': [{'topic': 'a'}, {'topic': 'b'}]}",
                "{'logon': true, 'topic': [{'topic': 'b'}, {'topic': 'a'}]}",
                "{'logon': true, 'replicated-topics': ['a']}",
            })
    void documentsThatSayOtherThingsAreNot(String json) {
        assertThat(document(json)).isNotEqualTo(document("{'logon': true}"));
    }

    @Test
    void orderOfEntriesIsPartOfWhatADocumentSays() {
        assertThat(topics("{'topic': 'a'}", "{'topic': 'b'}")).isNotEqualTo(topics("{'topic': 'b'}", "{'topic': 'a'}"));
    }
}
