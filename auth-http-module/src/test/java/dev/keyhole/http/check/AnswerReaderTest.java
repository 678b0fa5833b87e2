package dev.keyhole.http.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.http.client.WebAnswer;
import dev.keyhole.spi.ModuleUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

    private static Vote read(ResponseMode mode, int status, String body, String... cacheControl) {
        List<Header> headers = java.util.stream.Stream.of(cacheControl)
                .<Header>map(value -> new BasicHeader("cache-CONTROL", value))
                .toList();
        return new AnswerReader(mode, OnServerError.CONTRACT)
                .read(new WebAnswer(status, headers, body.getBytes(UTF_8)));
    }

    private static String kind(Vote vote) {
        return vote instanceof Vote.Yes ? "yes" : vote instanceof Vote.No ? "no" : "none";
    }

    @ParameterizedTest
    @CsvSource({
        "200,yes",
        "204,yes",
        "299,yes",
        "300,none",
        "302,none",
        "399,none",
        "400,no",
        "401,no",
        "404,no",
        "499,no",
        "500,none",
        "503,none",
        "599,none",
        "600,none",
        "199,none",
    })
    void theStatusIsTheAnswer(int status, String expected) {
        Vote vote = read(ResponseMode.STATUS, status, "");
        assertThat(kind(vote)).isEqualTo(expected);
        assertThat(vote.detail()).isEqualTo("the service answered " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "200,ok,yes", "200,OK,yes", "201,oK,yes", "200,Ok,yes", "200,okay,no", "200,o,no", "200,ko,no", "200,nk,no",
        "200,on,no", "200,' ok',no", "200,'',no", "200,o\u212a,no", "400,ok,no", "302,ok,no", "500,ok,no", "199,ok,no",
    })
    void theTextIsTheAnswer(int status, String body, String expected) {
        assertThat(kind(read(ResponseMode.TEXT, status, body))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"ok\":true} | yes",
                "204 | {\"OK\":true} | yes",
                "200 | {\"oK\":true, \"x\":[{\"ok\":false}], \"y\":{\"ok\":false}} | yes",
                "200 | {\"ok\":false} | no",
                "200 | {\"ok\":null} | none",
                "200 | {} | none",
                "200 | {\"oк\":true} | none",
                "200 | {\"o\u212a\":true} | none",
                "200 | {\"ok\":null, \"ttl\":null, \"scope\":null, \"error\":null} | none",
                "300 | {\"ok\":true} | no",
                "404 | {\"ok\":true} | no",
                "500 | {\"ok\":true} | no",
            })
    void theFieldOkIsTheAnswer(int status, String body, String expected) {
        assertThat(kind(read(ResponseMode.JSON, status, body))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "true",
                "[]",
                "[{\"ok\":true}]",
                "{\"ok\":true",
                "{\"ok\":true} {}",
                "{\"ok\":true}x",
                "{\"ok\":\"true\"}",
                "{\"ok\":\"false\"}",
                "{\"ok\":1}",
                "{\"ok\":{}}",
                "{\"ok\":[true]}",
                "{\"ok\":true,\"ok\":true}",
                "{\"ok\":true,\"Ok\":false}",
                "{\"ok\":true,\"ttl\":\"5\"}",
                "{\"ok\":true,\"ttl\":true}",
                "{\"ok\":true,\"ttl\":-1}",
                "{\"ok\":true,\"ttl\":1e99999999999}",
                "{\"ok\":true,\"ttl\":{}}",
                "{\"ok\":true,\"scope\":5}",
                "{\"ok\":true,\"scope\":\"\"}",
                "{\"ok\":true,\"scope\":[\"a\"]}",
                "{\"ok\":false,\"error\":\"a\",\"ERROR\":\"b\"}",
                "{'ok':true}",
                "{\"ok\":NaN}",
            })
    void whatIsNoAnswerIsAFault(String body) {
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> read(ResponseMode.JSON, 200, body))
                .withMessageStartingWith("the service's answer can't be used: ");
    }

    @Test
    void aFaultSaysWhatIsWrongAndNothingThatTheServiceWrote() {
        assertThat(fault("{\"ok\":\"joshua\"}")).endsWith("'ok' is neither true nor false");
        assertThat(fault("joshua")).endsWith(": it isn't JSON");
        assertThat(fault("\"joshua\"")).endsWith(": it isn't a JSON object");
        assertThat(fault("{} {}")).endsWith(": there is something behind the JSON object");
        assertThat(fault("{\"a\":1,\"ttl\":\"joshua\"}")).endsWith("'ttl' isn't a number of seconds");
        assertThat(fault("{\"ttl\":-5}")).endsWith("'ttl' is less than zero");
        assertThat(fault("{\"scope\":{}}")).endsWith("'scope' isn't a topic prefix or pattern");
        assertThat(fault("{\"Ok\":true,\"oK\":true}")).endsWith("it has the field 'ok' twice");
    }

    private static String fault(String body) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                        ModuleUnavailableException.class, () -> read(ResponseMode.JSON, 200, body))
                .getMessage();
    }

    @Test
    void anAnswerSaysForHowLongAndForWhatItHolds() {
        assertThat(read(ResponseMode.JSON, 200, "{\"ok\":true,\"TTL\":30,\"Scope\":\"desk/\"}"))
                .isEqualTo(new Vote.Yes(
                        new Terms(Optional.of(Duration.ofSeconds(30)), Optional.of("desk/")),
                        "the service answered 200 with 'ok': true"));
        assertThat(read(ResponseMode.JSON, 200, "{\"ok\":false,\"ttl\":0.25,\"error\":\"no\\r\\nFORGED\"}"))
                .isEqualTo(new Vote.No(
                        new Terms(Optional.of(Duration.ofMillis(250)), Optional.empty()),
                        "the service answered 200 with 'ok': false",
                        "no  FORGED"));
        assertThat(read(ResponseMode.JSON, 200, "{\"ok\":true,\"ttl\":0}", "max-age=9"))
                .extracting(vote -> ((Vote.Yes) vote).terms().lifetime())
                .isEqualTo(Optional.of(Duration.ZERO));
        assertThat(read(ResponseMode.JSON, 200, "{\"ok\":true,\"ttl\":1e400}"))
                .extracting(vote -> ((Vote.Yes) vote).terms().lifetime())
                .isEqualTo(Optional.of(Duration.ofSeconds(Integer.MAX_VALUE)));
        assertThat(read(ResponseMode.JSON, 200, "{\"ok\":true,\"error\":[\"x\"]}", "max-age=9"))
                .extracting(vote -> ((Vote.Yes) vote).terms().lifetime())
                .isEqualTo(Optional.of(Duration.ofSeconds(9)));
        assertThat(((Vote.No) read(ResponseMode.JSON, 403, "", "max-age=7"))
                        .terms()
                        .lifetime())
                .contains(Duration.ofSeconds(7));
        assertThat(((Vote.Yes) read(ResponseMode.STATUS, 200, "", "max-age=7"))
                        .terms()
                        .lifetime())
                .contains(Duration.ofSeconds(7));
        assertThat(((Vote.No) read(ResponseMode.STATUS, 403, "", "max-age=7"))
                        .terms()
                        .lifetime())
                .contains(Duration.ofSeconds(7));
        assertThat(((Vote.Yes) read(ResponseMode.TEXT, 200, "ok", "max-age=7"))
                        .terms()
                        .lifetime())
                .contains(Duration.ofSeconds(7));
        assertThat(((Vote.No) read(ResponseMode.TEXT, 200, "no", "max-age=7"))
                        .terms()
                        .lifetime())
                .contains(Duration.ofSeconds(7));
        assertThat(((Vote.No) read(ResponseMode.TEXT, 404, "", "max-age=7"))
                        .terms()
                        .lifetime())
                .contains(Duration.ofSeconds(7));
    }

    @Test
    void detailsTellWhyTheAnswerIsNo() {
        assertThat(read(ResponseMode.TEXT, 200, "no").detail())
                .isEqualTo("the service answered 200 with another text than 'ok'");
        assertThat(read(ResponseMode.TEXT, 404, "ok").detail()).isEqualTo("the service answered 404");
        assertThat(read(ResponseMode.JSON, 200, "{}").detail())
                .isEqualTo("the service answered 200 without a field 'ok'");
        assertThat(read(ResponseMode.JSON, 404, "{}").detail()).isEqualTo("the service answered 404");
    }

    @ParameterizedTest
    @CsvSource({
        "CONTRACT,STATUS,none", "CONTRACT,JSON,no", "CONTRACT,TEXT,no",
        "DENY,STATUS,no", "DENY,JSON,no", "DENY,TEXT,no",
        "ABSTAIN,STATUS,none", "ABSTAIN,JSON,none", "ABSTAIN,TEXT,none",
    })
    void whatAServerErrorMeansCanBeSaid(OnServerError onServerError, ResponseMode mode, String expected) {
        AnswerReader reader = new AnswerReader(mode, onServerError);
        for (int status : new int[] {500, 503, 599}) {
            assertThat(kind(reader.read(new WebAnswer(status, List.of(), new byte[0]))))
                    .isEqualTo(expected);
        }
        assertThat(kind(reader.read(new WebAnswer(499, List.of(), new byte[0]))))
                .isEqualTo("no");
    }

    @Test
    void aServerErrorCanBeAFault() {
        AnswerReader reader = new AnswerReader(ResponseMode.STATUS, OnServerError.FAULT);
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> reader.read(new WebAnswer(500, List.of(), new byte[0])))
                .withMessage("the service answered 500");
    }
}
