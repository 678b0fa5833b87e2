package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTemplateTest {

    private static final ConnectionInfo CONNECTION = ConnectionInfo.builder("c1", "mqtt")
            .clientName("terminal 7")
            .connectionName("AMPS-mqtt-7")
            .messageType("json")
            .remoteAddress(new InetSocketAddress("192.0.2.7", 5001))
            .build();
    private static final LogonRequest REQUEST =
            LogonRequest.explicit("falken", Secret.of("joshua")).withCorrelationId("id 1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X: {{AMPS_CLIENT_NAME}}              | terminal 7",
                "X: {{AMPS_CONNECTION_NAME}}          | AMPS-mqtt-7",
                "X: {{AMPS_CORRELATION_ID}}           | id 1",
                "X: {{CORRELATION_ID}}                | id 1",
                "X: {{AMPS_MESSAGE_TYPE}}             | json",
                "X: {{AMPS_PASSWORD}}                 | joshua",
                "X: {{AMPS_REMOTE_ADDRESS}}           | 192.0.2.7:5001",
                "X: {{AMPS_USER_NAME}}                | falken",
                "X: {{USER_NAME}}                     | falken",
                "X:{{USER_NAME}}@{{AMPS_CLIENT_NAME}} | falken@terminal 7",
                "X:   fixed: text                     | fixed: text",
                "Authorization: Bearer {{AMPS_PASSWORD}} | Bearer joshua",
            })
    void tokensAreReplaced(String template, String value) {
        assertThat(HeaderTemplate.parse(template).expand(CONNECTION, REQUEST)).isEqualTo(new Expansion.Text(value));
    }

    @Test
    void whatIsNotKnownIsEmpty() {
        ConnectionInfo connection = ConnectionInfo.builder("c1", "mqtt").build();

        assertThat(HeaderTemplate.parse("X: <{{AMPS_CLIENT_NAME}}{{AMPS_REMOTE_ADDRESS}}>")
                        .expand(connection, LogonRequest.implicit()))
                .isEqualTo(new Expansion.Text("<>"));
        assertThat(HeaderTemplate.parse("X: from {{AMPS_CLIENT_NAME}}").expand(connection, LogonRequest.implicit()))
                .isEqualTo(new Expansion.Text("from"));
    }

    @Test
    void anAddressIsWrittenWithItsPort() throws UnknownHostException {
        byte[] one = new byte[16];
        one[15] = 1;
        ConnectionInfo six = ConnectionInfo.builder("c1", "mqtt")
                .remoteAddress(new InetSocketAddress(InetAddress.getByAddress(one), 5001))
                .build();
        ConnectionInfo unresolved = ConnectionInfo.builder("c1", "mqtt")
                .remoteAddress(InetSocketAddress.createUnresolved("terminal.example", 5001))
                .build();
        ConnectionInfo unresolvedSix = ConnectionInfo.builder("c1", "mqtt")
                .remoteAddress(InetSocketAddress.createUnresolved("::1", 5001))
                .build();
        HeaderTemplate template = HeaderTemplate.parse("X: {{AMPS_REMOTE_ADDRESS}}");

        assertThat(template.expand(six, REQUEST)).isEqualTo(new Expansion.Text("[0:0:0:0:0:0:0:1]:5001"));
        assertThat(template.expand(unresolved, REQUEST)).isEqualTo(new Expansion.Text("terminal.example:5001"));
        assertThat(template.expand(unresolvedSix, REQUEST)).isEqualTo(new Expansion.Text("[::1]:5001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Admin: 1", "a\nb", "a\rb", "a\0b", "a\tb", "\u007f", "\u0085", "\ud83d"})
    void controlCharactersAreRefused(String name) {
        ConnectionInfo connection =
                ConnectionInfo.builder("c1", "mqtt").clientName(name).build();

        assertThat(HeaderTemplate.parse("X: {{AMPS_CLIENT_NAME}}").expand(connection, REQUEST))
                .isEqualTo(new Expansion.Refused(
                        "CLIENT_NAME holds a control character and can't go into the header 'X'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" falken", "falken ", "\u2003falken"})
    void whiteSpaceThatAServerWouldStripIsRefused(String name) {
        assertThat(HeaderTemplate.parse("X: {{USER_NAME}}")
                        .expand(CONNECTION, LogonRequest.explicit(name, Secret.empty())))
                .isEqualTo(new Expansion.Refused(
                        "USER_NAME begins or ends with white space and can't go into the header 'X'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "X                              | it has no ':'",
                ": x                            | what stands before the ':' can't be the name of a header",
                "X Y: x                         | what stands before the ':' can't be the name of a header",
                "X{{USER_NAME}}: x              | what stands before the ':' can't be the name of a header",
                "Ü: x                           | what stands before the ':' can't be the name of a header",
                "host: x                        | 'host' is set by the module itself",
                "Content-Length: 5              | 'Content-Length' is set by the module itself",
                "Transfer-Encoding: chunked     | 'Transfer-Encoding' is set by the module itself",
                "Accept-Encoding: gzip          | 'Accept-Encoding' is set by the module itself",
                "X: {{AMPS_PASWORD}}            | did you mean 'AMPS_PASSWORD'?",
                "X: {{AMPS_PASSWORD             | a '{{' has no '}}' after it",
                "Authorization: Basic Zm9v      | would let every user in with any password",
                "authorization: {{USER_NAME}}   | would let every user in with any password",
                "\"X: a\u0001b\"                | its value holds a control character",
            })
    void aHeaderThatCanNotBeSentIsExplained(String template, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderTemplate.parse(template))
                .withMessageContaining(message);
    }

    @Test
    void itKnowsWhetherItCarriesThePassword() {
        assertThat(HeaderTemplate.parse("X: {{AMPS_PASSWORD}}").carriesPassword())
                .isTrue();
        assertThat(HeaderTemplate.parse("X: {{AMPS_USER_NAME}}").carriesPassword())
                .isFalse();
        assertThat(HeaderTemplate.parse("X: AMPS_PASSWORD").carriesPassword()).isFalse();
        assertThat(HeaderTemplate.parse("authorization: {{AMPS_PASSWORD}}").isAuthorization())
                .isTrue();
        assertThat(HeaderTemplate.parse("X: {{AMPS_PASSWORD}}").isAuthorization())
                .isFalse();
    }

    @Test
    void anExpandedHeaderDoesNotPrintItsValue() {
        assertThat(HeaderTemplate.parse("X: {{AMPS_PASSWORD}}").expand(CONNECTION, REQUEST))
                .hasToString("Text[***]");
    }
}
