package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhole.host.Transport;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptorSettingsTest {

    private static List<String> problems(Transport... transports) {
        return catchThrowableOfType(ConfigurationException.class, () -> AcceptorSettings.of(List.of(transports)))
                .problems()
                .stream()
                .map(Problem::message)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "1883, 0.0.0.0, 1883",
        ":1883, 0.0.0.0, 1883",
        "127.0.0.1:1883, 127.0.0.1, 1883",
        "localhost:0, localhost, 0",
        "[::1]:5672, ::1, 5672",
        "' 1883 ', 0.0.0.0, 1883"
    })
    void anAddressIsAPortAndMayNameTheInterface(String text, String host, int port) {
        assertThat(ListenAddress.parse(text)).contains(new ListenAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "mqtt", "localhost", "localhost:", "1:2:3", "::1:5672", "localhost:65536", "-1", "a b:1"})
    void anythingElseIsNoAddress(String text) {
        assertThat(ListenAddress.parse(text)).isEmpty();
    }

    @Test
    void protocolsAreSeparatedByCommasInAnyCase() {
        assertThat(AcceptorSettings.of(List.of(new OneTransport("t", "1883", "mqtt, AMQP,Core"))))
                .singleElement()
                .satisfies(settings -> assertThat(settings.protocols())
                        .isEqualTo(Set.of(WireProtocol.MQTT, WireProtocol.AMQP, WireProtocol.CORE)));
    }

    @Test
    void anAcceptorNamesItsProtocolsBecauseOneThatNamesNoneSpeaksThemAll() {
        TransportConfiguration configuration = AcceptorSettings.of(List.of(new OneTransport("t", "1883", "mqtt")))
                .get(0)
                .toConfiguration();
        assertThat(configuration.getName()).isEqualTo("t");
        assertThat(configuration.getParams()).containsEntry("protocols", "MQTT").containsEntry("port", 1883);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThat(problems(
                        new OneTransport("one", "", "mqt"),
                        new OneTransport("two", "localhost", ""),
                        new OneTransport("three", "1883", "mqtt,fix")))
                .containsExactly(
                        "transport 'one': 'InetAddr' must be a port, or an address and a port such as 127.0.0.1:1883; it is ''",
                        "transport 'one': 'mqt' in 'Protocol' isn't a protocol of this broker; did you mean 'mqtt'?",
                        "transport 'two': 'InetAddr' must be a port, or an address and a port such as 127.0.0.1:1883; it is 'localhost'",
                        "transport 'two': '' in 'Protocol' isn't a protocol of this broker; known are amqp, core, mqtt, stomp",
                        "transport 'three': 'fix' in 'Protocol' isn't a protocol of this broker; known are amqp, core, mqtt, stomp");
    }

    @Test
    void aBrokerNeedsATransport() {
        assertThat(problems())
                .containsExactly("the configuration has no 'Transport', so the broker has nowhere to listen");
    }
}
