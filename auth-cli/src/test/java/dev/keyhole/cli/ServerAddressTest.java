package dev.keyhole.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.cli.ServerAddress.Protocol;
import dev.keyhole.spi.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    @Test
    void userPasswordHostAndPortAreTakenApart() {
        ServerAddress address = ServerAddress.parse("falken:joshua@127.0.0.1:1884", Protocol.MQTT);

        assertThat(address.protocol()).isEqualTo(Protocol.MQTT);
        assertThat(address.user()).contains("falken");
        assertThat(address.password()).contains(Secret.of("joshua"));
        assertThat(address.host()).isEqualTo("127.0.0.1");
        assertThat(address.port()).isEqualTo(1884);
    }

    @Test
    void aSchemeSaysWhatIsSpokenAndWhichPortIsUsual() {
        assertThat(ServerAddress.parse("amqp://broker", Protocol.MQTT).port()).isEqualTo(5672);
        assertThat(ServerAddress.parse("MQTT://broker/", Protocol.AMQP).port()).isEqualTo(1883);
        assertThat(ServerAddress.parse("broker", Protocol.AMQP).port()).isEqualTo(5672);
    }

    @Test
    void userInfoIsPercentDecoded() {
        ServerAddress address = ServerAddress.parse("a%40b:p%3A%2F%25%C3%A9\u00fc@h", Protocol.MQTT);

        assertThat(address.user()).contains("a@b");
        assertThat(address.password()).contains(Secret.of("p:/%\u00e9\u00fc"));
    }

    @Test
    void aPasswordMayHoldColonsAndAtSignsAsTheyAre() {
        ServerAddress address = ServerAddress.parse("falken:a:b@c@host:1", Protocol.MQTT);

        assertThat(address.password()).contains(Secret.of("a:b@c"));
        assertThat(address.host()).isEqualTo("host");
    }

    @Test
    void anEmptyPasswordIsNotTheSameAsNone() {
        assertThat(ServerAddress.parse("falken:@h", Protocol.MQTT).password()).contains(Secret.empty());
        assertThat(ServerAddress.parse("falken@h", Protocol.MQTT).password()).isEmpty();
        assertThat(ServerAddress.parse("h", Protocol.MQTT).user()).isEmpty();
    }

    @Test
    void anIpv6AddressStandsInBrackets() {
        ServerAddress address = ServerAddress.parse("falken@[::1]:1884", Protocol.MQTT);

        assertThat(address.host()).isEqualTo("::1");
        assertThat(address.port()).isEqualTo(1884);
        assertThat(address.hostAndPort()).isEqualTo("[::1]:1884");
    }

    @Test
    void thePasswordIsNeverShown() {
        assertThat(ServerAddress.parse("falken:joshua@h:1", Protocol.MQTT)).hasToString("mqtt://falken:*@h:1");
        assertThat(ServerAddress.parse("falken@h:1", Protocol.MQTT)).hasToString("mqtt://falken@h:1");
        assertThat(ServerAddress.parse("h:1", Protocol.AMQP)).hasToString("amqp://h:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "falken:joshua@",
                "falken:joshua@h:0",
                "falken:joshua@h:65536",
                "falken:joshua@h:1883x",
                "falken:joshua@h:",
                "falken:joshua@a b",
                "falken:joshua@[::1",
                "http://falken:joshua@h",
                "falken:joshua%4@h",
                "falken:joshua%zz@h",
                "falken:joshua%ff@h",
                ""
            })
    void whatIsNoAddressIsRefusedWithoutShowingThePassword(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text, Protocol.MQTT))
                .isInstanceOf(UsageException.class)
                .message()
                .doesNotContain("joshua");
    }

    @ParameterizedTest
    @CsvSource({
        "falken:joshua@h:1, falken:*@h:1",
        "mqtt://falken:joshua@h:1, mqtt://falken:*@h:1",
        "falken:jo@sh:ua@h, falken:*@h",
        "h:1883, h:1883",
        "mqtt://h:1883, mqtt://h:1883",
        "falken@h:1883, falken@h:1883"
    })
    void aPasswordIsMaskedInWhateverTextHoldsIt(String text, String masked) {
        assertThat(ServerAddress.masked(text)).isEqualTo(masked);
    }
}
