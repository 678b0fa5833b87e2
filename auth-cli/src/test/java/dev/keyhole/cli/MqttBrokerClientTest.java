package dev.keyhole.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.cli.ServerAddress.Protocol;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MqttBrokerClientTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void acceptedMessagesAndSubscriptionsAreToldAsSuch() throws IOException {
        try (FakeMqttBroker broker = FakeMqttBroker.answering(0, 0);
                BrokerClient client = client(broker, LONG)) {
            assertThat(client.connect()).isEqualTo(Reply.ACCEPTED);
            assertThat(client.publish("games/chess", "e4")).isEqualTo(Reply.ACCEPTED);
            assertThat(client.subscribe("games/chess")).isEqualTo(Reply.ACCEPTED);
        }
    }

    @Test
    void refusedMessagesAndSubscriptionsCarryTheBrokersReason() throws IOException {
        try (FakeMqttBroker broker = FakeMqttBroker.answering(0, 135);
                BrokerClient client = client(broker, LONG)) {
            client.connect();

            assertThat(client.publish("games/chess", "e4"))
                    .isEqualTo(Reply.refused("not authorised (MQTT reason 135)"));
            assertThat(client.subscribe("games/chess")).isEqualTo(Reply.refused("not authorised (MQTT reason 135)"));
        }
    }

    @Test
    void noAnswerIsAFailureAndNoRefusal() throws IOException {
        try (FakeMqttBroker broker = FakeMqttBroker.answering(0, FakeMqttBroker.SILENT);
                BrokerClient client = client(broker, Duration.ofMillis(300))) {
            client.connect();

            assertThat(client.publish("games/chess", "e4").kind()).isEqualTo(Reply.Kind.FAILED);
        }
    }

    private static BrokerClient client(FakeMqttBroker broker, Duration limit) {
        return BrokerClient.of(ServerAddress.parse("falken:joshua@" + broker.address(), Protocol.MQTT), limit);
    }
}
