package dev.keyhole.permissions;

import static dev.keyhole.permissions.Documents.bytes;
import static dev.keyhole.permissions.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a document and what isn't, and how the fault is told. */
class DocumentParserTest {

    private static InvalidDocumentException failure(byte[] json) {
        InvalidDocumentException failure =
                catchThrowableOfType(InvalidDocumentException.class, () -> PermissionsDocument.parse(json));
        assertThat(failure)
                .as(() -> "no failure of " + new String(json, StandardCharsets.UTF_8))
                .isNotNull();
        return failure;
    }

    private static InvalidDocumentException failure(String json) {
        return failure(bytes(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \t\r\n{ } \n",
                "{'logon': true}",
                "{'replication-logon': false, 'logon': false}",
                "{'topic': [], 'admin': [], 'replicated-topics': []}",
                "{'topic': [{'topic': 'a'}]}",
                "{'topic': [{'topic': 'a', 'read': true, 'write': '/x = 1', 'select': '-/,+/id'}]}",
                "{'topic': [{'read': '/a = \\'b\\'', 'topic': '^/a'}]}",
                "{'admin': [{'topic': '.*', 'read': true}], 'topic': [{'topic': '.*', 'read': true}]}",
                "{'replicated-topics': ['a', '^b', 'a']}",
                "{'user_name': 'bob'}",
                "{'user_name': 'b\u00f6b \ud83d\ude00'}",
                "{'unknown': null, 'more': {'logon': 3, 'topic': [[{}], -1.5e10, 'x', null, true]}}",
                "{'topic': [{'topic': 'a', 'comment': {'topic': 1, 'b': {'topic': 2}}}]}",
                "{'Logon': 'not the field', 'TOPIC': 1}",
                "{'\\u0000': 1, '': 2}",
                "{'topic': [{'topic': 'a'}, {'topic': 'a'}]}"
            })
    void wellFormedDocumentsAreTaken(String json) {
        assertThat(document(json)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                // not JSON
                "`` | `` | the document is empty",
                "` ` | `` | the document is empty",
                "{ | `` | the document ends too early",
                "{'logon': true | /logon | the document ends too early",
                "{'logon' | /logon | the document ends too early",
                "{'logon': | /logon | the document ends too early",
                "{'logon': tru | /logon | this isn't JSON",
                "{'topic': [{'topic': 'a | /topic/0/topic | the document ends too early",
                "{'topic': [{'topic': 'a'}, | /topic/1 | the document ends too early",
                "<html>login page</html> | `` | this isn't JSON",
                "{logon: true} | `` | this isn't JSON",
                "{'logon': TRUE} | /logon | this isn't JSON",
                "{'logon': true,} | /logon | this isn't JSON",
                "{'logon': true 'admin': []} | /logon | this isn't JSON",
                "{'a': [1,]} | /a/1 | this isn't JSON",
                "{'a': [1 2]} | /a/1 | this isn't JSON",
                "{'a': 01} | /a | this isn't JSON",
                "{'a': +1} | /a | this isn't JSON",
                "{'a': .5} | /a | this isn't JSON",
                "{'a': 1.} | /a | this isn't JSON",
                "{'a': 0x1f} | /a | this isn't JSON",
                "{'a': NaN} | /a | this isn't JSON",
                "{'a': -Infinity} | /a | this isn't JSON",
                "{'a': '\\x41'} | /a | this isn't JSON",
                "{'a': '\\u12g4'} | /a | this isn't JSON",
                "{'a': '\t'} | /a | this isn't JSON",
                "{'a': 1} // why | `` | this isn't JSON",
                "{/* why */} | `` | this isn't JSON",
                "{'a': [}} | /a | this isn't JSON",
                "{'a': {]} | /a | this isn't JSON",
                "} | `` | this isn't JSON",
                // something after it
                "{} {} | `` | something follows after the end of the document",
                "{'logon': true} null | `` | something follows after the end of the document",
                "{'logon': true}] | `` | this isn't JSON",
                "{'logon': true}, | `` | this isn't JSON",
                // not an object
                "[] | `` | `a permissions document must be an object, not an array`",
                "[{'logon': true}] | `` | `a permissions document must be an object, not an array`",
                "null | `` | `a permissions document must be an object, not null`",
                "true | `` | `a permissions document must be an object, not true`",
                "'logon' | `` | `a permissions document must be an object, not a string`",
                "17 | `` | `a permissions document must be an object, not a number`",
                // wrong types
                "{'logon': 'true'} | /logon | `'logon' must be true or false, not a string`",
                "{'logon': 1} | /logon | `'logon' must be true or false, not a number`",
                "{'logon': null} | /logon | `'logon' must be true or false, not null`",
                "{'replication-logon': []} | /replication-logon | `'replication-logon' must be true or false, not an array`",
                "{'user_name': true} | /user_name | `'user_name' must be a string, not true`",
                "{'user_name': null} | /user_name | `'user_name' must be a string, not null`",
                "{'topic': {}} | /topic | `'topic' must be an array, not an object`",
                "{'topic': 'a'} | /topic | `'topic' must be an array, not a string`",
                "{'topic': null} | /topic | `'topic' must be an array, not null`",
                "{'topic': ['a']} | /topic/0 | `an entry must be an object, not a string`",
                "{'topic': [[]]} | /topic/0 | `an entry must be an object, not an array`",
                "{'topic': [null]} | /topic/0 | `an entry must be an object, not null`",
                "{'admin': false} | /admin | `'admin' must be an array, not false`",
                "{'admin': [{'topic': 'a'}, 3]} | /admin/1 | `an entry must be an object, not a number`",
                "{'replicated-topics': 'a'} | /replicated-topics | `'replicated-topics' must be an array, not a string`",
                "{'replicated-topics': ['a', {}]} | /replicated-topics/1 | `a replicated topic must be a string, not an object`",
                "{'topic': [{'topic': 1}]} | /topic/0/topic | `'topic' must be a string, not a number`",
                "{'topic': [{'topic': ['a']}]} | /topic/0/topic | `'topic' must be a string, not an array`",
                "{'topic': [{'topic': 'a', 'read': 1}]} | /topic/0/read | `'read', if it is no filter, must be true or false, not a number`",
                "{'topic': [{'topic': 'a', 'read': null}]} | /topic/0/read | `'read', if it is no filter, must be true or false, not null`",
                "{'topic': [{'topic': 'a', 'write': []}]} | /topic/0/write | `'write', if it is no filter, must be true or false, not an array`",
                "{'topic': [{'topic': 'a', 'select': true}]} | /topic/0/select | `'select' must be a string, not true`",
                "{'topic': [{'topic': 'a', 'select': ['+/a']}]} | /topic/0/select | `'select' must be a string, not an array`",
                // an entry without a topic, empty values
                "{'topic': [{'topic': 'a'}, {'read': true}]} | /topic/1 | `the entry has no 'topic', the name or pattern it is about`",
                "{'admin': [{}]} | /admin/0 | `the entry has no 'topic', the name or pattern it is about`",
                "{'topic': [{'topic': ''}]} | /topic/0/topic | `'topic' is empty, which is no name; to match every name, write '.*'`",
                "{'replicated-topics': ['']} | /replicated-topics/0 | `a replicated topic is empty, which is no name; to match every name, write '.*'`",
                "{'user_name': ''} | /user_name | `'user_name' is empty; leave it out to bind the name that was given at logon`",
                "{'user_name': 'a\\nb'} | /user_name | 'user_name' holds the control character U+000A",
                "{'user_name': '\\u0000'} | /user_name | 'user_name' holds the control character U+0000",
                "{'user_name': 'a\\u0085'} | /user_name | 'user_name' holds the control character U+0085",
                "{'topic': [{'topic': 'a', 'read': ''}]} | /topic/0/read | `'read' is an empty string; write true to grant without a filter, false to deny`",
                "{'topic': [{'topic': 'a', 'write': ' '}]} | /topic/0/write | `'write' is an empty string; write true to grant without a filter, false to deny`",
                "{'topic': [{'topic': 'a', 'select': ''}]} | /topic/0/select | `'select' is an empty string; leave it out to grant every field`",
                // half characters
                "{'user_name': 'a\\ud83d'} | /user_name | `'user_name' holds half of a surrogate pair, which is no character`",
                "{'user_name': '\\ude00\\ud83d'} | /user_name | `'user_name' holds half of a surrogate pair, which is no character`",
                "{'topic': [{'topic': 'a', 'read': '\\ud83d'}]} | /topic/0/read | `'read' holds half of a surrogate pair, which is no character`",
                // the same key twice
                "{'logon': false, 'logon': true} | /logon | the same key stands here a second time",
                "{'logon': true, '\\u006cogon': true} | /logon | the same key stands here a second time",
                "{'topic': [], 'admin': [], 'topic': []} | /topic | the same key stands here a second time",
                "{'x': 1, 'x': 1} | /x | the same key stands here a second time",
                "{'x': {'y': [{'z': 1, 'a': {}, 'z': 2}]}} | /x/y/0/z | the same key stands here a second time",
                "{'topic': [{'topic': 'a', 'read': true, 'read': true}]} | /topic/0/read | the same key stands here a second time",
                "{'topic': [{'topic': 'a', 'n': {'b': 1, 'b': 1}}]} | /topic/0/n/b | the same key stands here a second time",
                "{'topic': [{'topic': 'a', 'topic': 'b'}]} | /topic/0/topic | the same key stands here a second time",
                // patterns
                "{'topic': [{'topic': 'a'}, {'topic': '(a'}]} | /topic/1/topic | this name or pattern can't be used",
                "{'admin': [{'topic': '[z-a]'}]} | /admin/0/topic | this name or pattern can't be used",
                "{'replicated-topics': ['*']} | /replicated-topics/0 | this name or pattern can't be used",
            })
    void aFaultIsToldWithItsPlace(String json, String pointer, String message) {
        InvalidDocumentException failure = failure(json == null ? "" : json);

        assertThat(failure).hasMessageStartingWith(message);
        assertThat(failure.pointer()).isEqualTo(pointer == null ? "" : pointer);
        assertThat(failure)
                .hasMessageEndingWith(
                        " (at %s, line %d, column %d)",
                        failure.pointer().isEmpty() ? "the root" : failure.pointer(), failure.line(), failure.column());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{'logon': 1}` | 1 | 11",
                "`{\n  'logon': true,\n  'topic': 7\n}` | 3 | 12",
                "`{\r\n  'logon': true,\r\n  'topic': 7\r\n}` | 3 | 12",
                "`{\r  'logon': true,\r  'topic': 7\r}` | 3 | 12",
                "`\n\n{'topic': [{'topic': 'a',\n 'read': null}]}` | 4 | 10",
                "`{'topic': [\n  {'topic': 'a'},\n    {'read': true}]}` | 3 | 5",
                "`{'x': '\u00e4\u20ac\ud83d\ude00', 'logon': 1}` | 1 | 23",
                "`\ufeff{'logon': 1}` | 1 | 11",
                "`{'logon': true, 'logon': true}` | 1 | 17",
                "`{} {}` | 1 | 4",
                "`[]` | 1 | 1",
            })
    void placesAreCountedInLinesAndCharactersFromOne(String json, int line, int column) {
        InvalidDocumentException failure = failure(json);

        assertThat(failure.line() + ":" + failure.column()).isEqualTo(line + ":" + column);
    }

    @Test
    void messagesShowNothingOfTheDocument() {
        for (String json : new String[] {
            "{'logon': joshua}", "joshua", "{'user_name': 'joshua', 'a': joshua}", "{'user_name': ['joshua']}"
        }) {
            assertThat(failure(json)).hasMessageNotContaining("joshua");
        }
    }

    @Test
    void pointersAreEscapedAndMessagesStayOnOneLine() {
        InvalidDocumentException failure = failure("{'a/b~c\\n\\u202e': {'x': 1, 'x': 2}}");

        assertThat(failure.pointer()).isEqualTo("/a~1b~0c\n\u202e/x");
        assertThat(failure).hasMessageContaining("at /a~1b~0c??/x,");
    }

    @Test
    void longPointersAreCutInMessages() {
        assertThat(failure("{'" + "n".repeat(10_000) + "': {'x': 1, 'x': 2}}").getMessage())
                .hasSizeLessThan(400)
                .contains("nnn...");
    }

    static Stream<Arguments> malformedText() {
        return Stream.of(
                Arguments.of("stray continuation byte", new int[] {0x80}),
                Arguments.of("overlong slash", new int[] {0xc0, 0xaf}),
                Arguments.of("overlong in two", new int[] {0xc1, 0xbf}),
                Arguments.of("overlong in three", new int[] {0xe0, 0x9f, 0xbf}),
                Arguments.of("overlong in four", new int[] {0xf0, 0x8f, 0xbf, 0xbf}),
                Arguments.of("surrogate", new int[] {0xed, 0xa0, 0x80}),
                Arguments.of("last surrogate", new int[] {0xed, 0xbf, 0xbf}),
                Arguments.of("past the last character", new int[] {0xf4, 0x90, 0x80, 0x80}),
                Arguments.of("no such first byte", new int[] {0xf5, 0x80, 0x80, 0x80}),
                Arguments.of("Latin-1", new int[] {0xe4, 'x'}),
                Arguments.of("two of three", new int[] {0xe2, 0x82, 'x'}),
                Arguments.of("three of four", new int[] {0xf0, 0x9f, 0x98, 'x'}),
                Arguments.of("two of four", new int[] {0xf0, 0x9f, 'x', 'x'}),
                Arguments.of("0xff", new int[] {0xff}),
                Arguments.of("NUL", new int[] {0}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedText")
    void textThatIsNotUtf8IsRefused(String what, int[] malformed) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes(bytes("{'a':\n '"));
        for (int b : malformed) {
            json.write(b);
        }
        json.writeBytes(bytes("'}"));

        InvalidDocumentException failure = failure(json.toByteArray());

        assertThat(failure.getMessage()).contains("UTF-8");
        assertThat(failure.line() + ":" + failure.column()).isEqualTo("2:3");
    }

    @Test
    void textThatEndsInsideACharacterIsRefused() {
        byte[] smile = "{\"a\": \"\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
        for (int length = smile.length - 3; length < smile.length; length++) {
            assertThat(failure(java.util.Arrays.copyOf(smile, length))).hasMessageContaining("isn't UTF-8");
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0xa0, 0x7ff, 0x800, 0xfff, 0x1000, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x3ffff, 0x40000, 0x10ffff})
    void everyCharacterMayStandInATopic(int character) {
        String name = "a" + Character.toString(character);
        PermissionsDocument document = document("{'topic': [{'topic': '" + name + "', 'read': true}]}");

        assertThat(Documents.brief(Documents.decide(document, dev.keyhole.spi.Permission.READ, name)))
                .isEqualTo("yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE", "UTF-32"})
    void otherEncodingsAreRefused(String charset) {
        assertThat(failure("{\"logon\": true}".getBytes(Charset.forName(charset))))
                .hasMessageContaining("UTF-8");
    }

    @Test
    void oneByteOrderMarkIsPassedOver() {
        assertThat(document("\ufeff{'logon': true}")).isEqualTo(document("{'logon': true}"));
        assertThat(failure("\ufeff\ufeff{}")).hasMessageStartingWith("this isn't JSON");
        assertThat(failure("\ufeff ")).hasMessageStartingWith("the document is empty");
    }

    @Test
    void depthIsLimitedInIgnoredFieldsToo() {
        int inner = DocumentLimits.MAX_DEPTH - 1;
        assertThat(document("{'x': " + "[".repeat(inner) + "]".repeat(inner) + "}"))
                .isNotNull();
        assertThat(failure("{'x': " + "[".repeat(inner + 1) + "]".repeat(inner + 1) + "}"))
                .hasMessageStartingWith("this is nested deeper than 64 levels");
        assertThat(failure("{'x':".repeat(1_000_000))).hasMessageStartingWith("this is nested deeper than 64 levels");
        assertThat(failure("[".repeat(1_000_000))).hasMessageContaining("must be an object");
    }

    @Test
    void lengthsAreLimited() {
        String name = "n".repeat(DocumentLimits.MAX_NAME_LENGTH);
        String filter = "f".repeat(DocumentLimits.MAX_FILTER_LENGTH);
        String accepted = "{'user_name': '%s', 'replicated-topics': ['%s'], 'topic': [{'topic': '%s', 'read': '%s'}]}";

        assertThat(document(accepted.formatted(name, name, name, filter))).isNotNull();
        assertThat(failure(accepted.formatted(name + "n", name, name, filter)))
                .hasMessageStartingWith("'user_name' is longer than 4096 characters");
        assertThat(failure(accepted.formatted(name, name + "n", name, filter)))
                .hasMessageStartingWith("a replicated topic is longer than 4096 characters");
        assertThat(failure(accepted.formatted(name, name, name + "n", filter)))
                .hasMessageStartingWith("'topic' is longer than 4096 characters");
        assertThat(failure(accepted.formatted(name, name, name, filter + "f")))
                .hasMessageStartingWith("'read' is longer than 65536 characters");
    }

    @Test
    void longNamesAndNumbersOfIgnoredFieldsAreRefusedRatherThanRead() {
        assertThat(failure("{'" + "n".repeat(1_000_000) + "': 1}")).hasMessageContaining("too long to be read");
        assertThat(failure("{'x': " + "9".repeat(1_000_000) + "}")).hasMessageContaining("too long to be read");
    }

    @Test
    void entriesOfAllListsAreCountedTogether() {
        String half = "'a',".repeat(DocumentLimits.MAX_RULES / 2 - 1) + "'a'";
        String entries = half.replace("'a'", "{'topic':'a'}");
        PermissionsDocument largest = document("{'replicated-topics': [" + half + "], 'topic': [" + entries + "]}");

        assertThat(largest.ruleCount()).isEqualTo(DocumentLimits.MAX_RULES);
        assertThat(failure(
                        "{'replicated-topics': [" + half + "], 'topic': [" + entries + "], 'admin': [{'topic': 'a'}]}"))
                .hasMessageStartingWith("the document has more than 100000 entries");
    }

    @Test
    void sizeIsLimited() {
        byte[] padded = new byte[DocumentLimits.MAX_BYTES + 1];
        java.util.Arrays.fill(padded, (byte) ' ');
        padded[0] = '{';
        padded[1] = '}';

        assertThat(failure(padded)).hasMessageStartingWith("the document is larger than 67108864 bytes");
        assertThat(PermissionsDocument.parse(java.util.Arrays.copyOf(padded, DocumentLimits.MAX_BYTES)))
                .isEqualTo(document("{}"));
    }

    @Test
    void everyTruncationOfADocumentIsRefused() {
        byte[] whole =
                bytes("{'logon': true, 'topic': [{'topic': '^/a', 'read': '/x = 1', 'n': [1, {}]}], 'user_name': 'b'}");
        for (int length = 0; length < whole.length; length++) {
            failure(java.util.Arrays.copyOf(whole, length));
        }
        assertThat(PermissionsDocument.parse(whole).userName()).contains("b");
    }
}
