package dev.keyhole.artemis;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_ACCEPTED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Scope;
import dev.keyhole.spi.Permission;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Last wills: what the broker publishes for a client whose connection broke. */
class WillTest {

    private final TestRules rules = new TestRules()
            .user("falken", "joshua")
            .user("mckittrick", "norad")
            .write("falken", "status/falken")
            .grant("falken", Permission.WRITE, "/id = 1", "", "status/filtered")
            .read("mckittrick", "status/falken")
            .write("mckittrick", "status/falken");

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start(rules);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static MqttConnectMessage withWill(String topic) {
        return RawMqtt.connect("f", "falken", "joshua")
                .willFlag(true)
                .willTopic(topic)
                .willMessage("gone".getBytes(UTF_8))
                .build();
    }

    private RawMqtt client(MqttConnectMessage connect, MqttConnectReturnCode expected) throws IOException {
        RawMqtt client = new RawMqtt(broker.port("mqtt")).send(connect);
        MqttConnAckMessage answer = (MqttConnAckMessage) client.receive().orElseThrow();
        assertThat(answer.variableHeader().connectReturnCode()).isEqualTo(expected);
        return client;
    }

    private Mqtt watcher() {
        Mqtt watcher = Mqtt.in(broker.port("mqtt"), "m", "mckittrick", "norad");
        assertThat(watcher.subscribe("status/falken")).isEqualTo(Mqtt.GRANTED_QOS_1);
        return watcher;
    }

    @Test
    void aWillIsSentWhenTheConnectionBreaks() throws IOException {
        try (Mqtt watcher = watcher()) {
            client(withWill("status/falken"), CONNECTION_ACCEPTED).close();
            assertThat(watcher.receive()).isEqualTo("status/falken=gone");
        }
    }

    @Test
    void alsoToATopicThatNobodyHasUsedYet() throws IOException {
        client(withWill("status/falken"), CONNECTION_ACCEPTED).close();
        await().until(() -> rules.releasedIdentities() == 1);
        try (Mqtt watcher = watcher()) {
            assertThat(watcher.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status/mckittrick", "status/filtered", "activemq/management", "$sys/mqtt/retain/a", "a::b"})
    void aWillThatMayNotBeSentFailsTheLogon(String topic) throws IOException {
        try (RawMqtt client = client(withWill(topic), CONNECTION_REFUSED_NOT_AUTHORIZED)) {
            assertThat(client.receive()).isEmpty();
        }
    }

    @Test
    void aUserWhoIsResetLeavesNoWill() throws IOException {
        try (Mqtt watcher = watcher();
                RawMqtt client = client(withWill("status/falken"), CONNECTION_ACCEPTED)) {
            rules.revoke("falken", Permission.WRITE, "status/falken");
            broker.host().entitlement().reset(Scope.all().forUser("falken"));
            assertThat(client.receive()).isEmpty();
            await().until(() -> rules.releasedIdentities() == 1);
            assertThat(watcher.publish("status/falken", "marker")).isEqualTo(Mqtt.SUCCESS);
            assertThat(watcher.receive()).isEqualTo("status/falken=marker");
        }
    }
}
