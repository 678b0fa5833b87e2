package dev.keyhole.http.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.http.client.PayloadText;
import java.net.URLEncoder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class QuestionTest {

    /** Every character of ASCII, some beyond, and what would end a value in either form. */
    private static final String EVERYTHING =
            IntStream.range(0, 0x180).mapToObj(Character::toString).collect(Collectors.joining())
                    + "€😀\"}&acc=2,\"acc\":2";

    @ParameterizedTest
    @ValueSource(strings = {"", "falken", "a b", "a&b=c", "%2e", "\"", "\\", "\n", "😀", "+~*-._"})
    void aFormIsWrittenAsBrowsersDo(String value) {
        assertForm(value);
    }

    @Test
    void noCharacterEndsAValueBeforeItsTime() throws Exception {
        assertForm(EVERYTHING);
        assertThat(fieldOf(json(EVERYTHING))).isEqualTo(EVERYTHING);
    }

    private static void assertForm(String value) {
        try (Question question = new Question().text("x", value).number("acc", 4)) {
            String expected = "x=" + URLEncoder.encode(value, UTF_8) + "&acc=4";
            assertThat(PayloadText.body(question.payload(RequestMethod.PUT, ParamsMode.FORM)))
                    .isEqualTo(expected);
            assertThat(PayloadText.query(question.payload(RequestMethod.GET, ParamsMode.FORM)))
                    .isEqualTo(expected);
        }
    }

    private static String json(String value) {
        try (Question question = new Question().text("x", value).number("acc", 4)) {
            return PayloadText.body(question.payload(RequestMethod.GET, ParamsMode.JSON));
        }
    }

    private static String fieldOf(String json) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            assertThat(parser.nextName()).isEqualTo("x");
            parser.nextToken();
            String value = parser.getString();
            assertThat(parser.nextName()).isEqualTo("acc");
            parser.nextToken();
            assertThat(parser.getIntValue()).isEqualTo(4);
            parser.nextToken();
            assertThat(parser.nextToken()).isNull();
            return value;
        }
    }

    @Test
    void jsonIsAsShortAsItCanBe() {
        assertThat(json("a")).isEqualTo("{\"x\":\"a\",\"acc\":4}");
        assertThat(json("ä\"\\\u0000\u001f\u007f")).isEqualTo("{\"x\":\"ä\\\"\\\\\\u0000\\u001F\u007f\",\"acc\":4}");
    }

    @Test
    void whatIsClosedIsWiped() {
        byte[] password = "joshua".getBytes(UTF_8);
        Question question = new Question().text("password", password);
        var payload = question.payload(RequestMethod.POST, ParamsMode.JSON);
        question.close();
        assertThat(password).containsOnly(0);
        assertThat(PayloadText.body(payload)).contains("joshua");
        payload.close();
        assertThat(PayloadText.body(payload)).doesNotContain("joshua");
        assertThat(payload).hasToString("Payload[POST]");
    }
}
