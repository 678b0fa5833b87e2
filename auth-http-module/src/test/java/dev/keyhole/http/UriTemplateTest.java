package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriTemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "http://h/{{USER_NAME}}.json        | falken     | /falken.json",
                "http://h/{{AMPS_USER_NAME}}        | falken     | /falken",
                "http://h                           | falken     | /",
                "http://h?u={{USER_NAME}}           | falken     | /?u=falken",
                "http://h/x?u={{USER_NAME}}&v=1     | a&v=2#/?   | /x?u=a%26v%3D2%23%2F%3F&v=1",
                "http://h/x?u={{USER_NAME}}         | ..         | /x?u=..",
                "http://h/x?u={{USER_NAME}}         | a//../b    | /x?u=a%2F%2F..%2Fb",
                "http://h/{{USER_NAME}}/p           | a/b        | /a%2Fb/p",
                "http://h/{{USER_NAME}}/p           | DOM\\joe   | /DOM%5Cjoe/p",
                "http://h/{{USER_NAME}}             | ?x=1       | /%3Fx%3D1",
                "http://h/{{USER_NAME}}             | #          | /%23",
                "http://h/{{USER_NAME}}             | %2e%2e     | /%252e%252e",
                "http://h/{{USER_NAME}}             | ;v=1       | /%3Bv%3D1",
                "http://h/{{USER_NAME}}             | \"a b+c\"  | /a%20b%2Bc",
                "http://h/{{USER_NAME}}             | Jürgen     | /J%C3%BCrgen",
                "http://h/{{USER_NAME}}             | 🔑         | /%F0%9F%94%91",
                "http://h/{{USER_NAME}}.json        | .          | /..json",
                "http://h/{{USER_NAME}}             | ...        | /...",
                "http://h/{{USER_NAME}}             | a.b-c_d~e  | /a.b-c_d~e",
                "http://h/{{USER_NAME}}             | {{USER_NAME}} | /%7B%7BUSER_NAME%7D%7D",
                "http://h/é/{{USER_NAME}}           | x          | /%C3%A9/x",
                "http://h/{{USER_NAME}}#part        | x          | /x",
                "http://h/a%20b/{{USER_NAME}}       | x          | /a%20b/x",
                "http://h/{{USER_NAME}}/{{USER_NAME}}?{{USER_NAME}} | x | /x/x?x",
            })
    void aNameIsEncodedForItsPlace(String template, String name, String target) {
        assertThat(UriTemplate.parse(template).target(name)).isEqualTo(new Expansion.Text(target));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "http://h/{{USER_NAME}}      | .",
                "http://h/{{USER_NAME}}      | ..",
                "http://h/x/.{{USER_NAME}}   | .",
                "http://h/x/{{USER_NAME}}.   | .",
                "http://h/x/%2e{{USER_NAME}} | .",
                "http://h/{{USER_NAME}}      | ../falken",
                "http://h/{{USER_NAME}}      | x/../falken",
                "http://h/{{USER_NAME}}.json | x/../falken",
                "http://h/{{USER_NAME}}      | x/./falken",
                "http://h/{{USER_NAME}}      | /falken",
                "http://h/{{USER_NAME}}      | falken/",
                "http://h/{{USER_NAME}}      | x//falken",
                "http://h/{{USER_NAME}}      | /",
                "http://h/{{USER_NAME}}      | ..\\falken",
                "http://h/{{USER_NAME}}      | x\\..\\falken",
            })
    void aNameThatAServerMayTakeForAnotherPathIsRefused(String template, String name) {
        assertThat(UriTemplate.parse(template).target(name)).isInstanceOf(Expansion.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\rb", "a\nb", "\t", "\u007f", "\u0085", "\ud83d", "\udd11", "\udd11\ud83d"})
    void aNameWithAControlCharacterOrHalfOfACharacterIsRefusedEverywhere(String name) {
        assertThat(UriTemplate.parse("http://h/{{USER_NAME}}").target(name)).isInstanceOf(Expansion.Refused.class);
        assertThat(UriTemplate.parse("http://h/?{{USER_NAME}}").target(name)).isInstanceOf(Expansion.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://{{USER_NAME}}/x            | the user name may stand in the path and in the query only",
                "http://{{USER_NAME}}.example/x    | the user name may stand in the path and in the query only",
                "http://h:{{USER_NAME}}/x          | the user name may stand in the path and in the query only",
                "http://{{USER_NAME}}@h/x          | the user name may stand in the path and in the query only",
                "http://h{{USER_NAME}}             | the user name may stand in the path and in the query only",
                "http://h{{USER_NAME}}?x           | the user name may stand in the path and in the query only",
                "{{USER_NAME}}://h/x               | the user name may stand in the path and in the query only",
                "http://h/x#{{USER_NAME}}          | the user name may stand in the path and in the query only",
                "http://h/x#/?{{USER_NAME}}        | the user name may stand in the path and in the query only",
                "{{USER_NAME}}                     | it has to begin with http:// or https://",
                "/permissions/{{USER_NAME}}        | it has to begin with http:// or https://",
                "h/x?http://                       | it has to begin with http:// or https://",
                "''                                | it has to begin with http:// or https://",
                "#http://h/x                       | it has to begin with http:// or https://",
                "h/http://h/x                      | it has to begin with http:// or https://",
                "/://h/x                           | it has to begin with http:// or https://",
                "./http://h/{{USER_NAME}}          | it has to begin with http:// or https://",
                "?http://h/x                       | it has to begin with http:// or https://",
                "://h/x                            | it has to begin with http:// or https://",
                "x:http://h/x                      | it has to begin with http:// or https://",
                "1http://h/x                       | it has to begin with http:// or https://",
                "http://                           | Expected authority",
                "http://?x                         | it has no host",
                "ftp://h/{{USER_NAME}}             | its scheme has to be http or https",
                "http://me:secret@h/{{USER_NAME}}  | it must not hold a user name or password before the host",
                "http://h:0/{{USER_NAME}}          | its host or port isn't valid",
                "http://h:65536/{{USER_NAME}}      | its host or port isn't valid",
                "http://h:port/{{USER_NAME}}       | its host or port isn't valid",
                "http:///{{USER_NAME}}             | it has no host",
                "http://h/../{{USER_NAME}}         | its path must have no segment '.' or '..'",
                "http://h/%2E%2e/{{USER_NAME}}     | its path must have no segment '.' or '..'",
                "http://h/{{USER_NAM}}             | did you mean 'USER_NAME'?",
                "http://h/{{AMPS_PASSWORD}}        | '{{AMPS_PASSWORD}}' can't be used here",
                "http://h/{{user_name}}            | did you mean 'USER_NAME'?",
                "http://h/{{USER_NAME              | a '{{' has no '}}' after it",
                "http://h/{{USER_NAME}}/{x         | Illegal character",
                "http://h/a b                      | Illegal character",
                "http://h/%zz                      | Malformed escape pair",
            })
    void aTemplateThatCanNotWorkIsExplained(String template, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UriTemplate.parse(template))
                .withMessageContaining(message);
    }

    @Test
    void anAuthorityIsTakenAsItStands() {
        assertThat(UriTemplate.parse("http://my_service:8080/{{USER_NAME}}").host())
                .hasToString("http://my_service:8080");
        assertThat(UriTemplate.parse("HTTP://Example/{{USER_NAME}}").host().getPort())
                .isEqualTo(80);
        assertThat(UriTemplate.parse("https://example/").host().getPort()).isEqualTo(443);
        assertThat(UriTemplate.parse("http://[::1]:8080/{{USER_NAME}}").host().getHostName())
                .isEqualTo("::1");
        assertThat(UriTemplate.parse("http://[::1]:8080/{{USER_NAME}}").service())
                .hasToString("http://[::1]:8080/");
    }

    @Test
    void itIsWhatItsTextIs() {
        UriTemplate template = UriTemplate.parse("http://h/{{USER_NAME}}");

        assertThat(template)
                .isEqualTo(UriTemplate.parse("http://h/{{USER_NAME}}"))
                .hasSameHashCodeAs(UriTemplate.parse("http://h/{{USER_NAME}}"))
                .isNotEqualTo(UriTemplate.parse("http://h/{{AMPS_USER_NAME}}"))
                .hasToString("http://h/{{USER_NAME}}");
        assertThat(template.isTls()).isFalse();
        assertThat(UriTemplate.parse("https://h/").isTls()).isTrue();
    }
}
