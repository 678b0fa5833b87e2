package dev.keyhole.artemis;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_ACCEPTED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.LogonRequest.Kind;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a client does that means harm, and what older versions of MQTT are told. */
class MqttWireTest {

    private final TestRules rules = new TestRules()
            .user("falken", "joshua")
            .user("mckittrick", "norad")
            .user("", "token")
            .write("falken", "desk/fx")
            .read("falken", "desk/fx")
            .read("mckittrick", "desk/fx");

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start(rules);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private RawMqtt client() throws IOException {
        return new RawMqtt(broker.port("mqtt"));
    }

    private MqttConnectReturnCode connected(MqttConnectMessage connect) throws IOException {
        try (RawMqtt client = client()) {
            return connected(client.send(connect));
        }
    }

    private static MqttConnectReturnCode connected(RawMqtt client) throws IOException {
        return ((MqttConnAckMessage) client.receive().orElseThrow())
                .variableHeader()
                .connectReturnCode();
    }

    private static MqttMessage publish(String topic, int id) {
        return MqttMessageBuilders.publish()
                .topicName(topic)
                .qos(MqttQoS.AT_LEAST_ONCE)
                .messageId(id)
                .payload(Unpooled.wrappedBuffer(new byte[] {'x'}))
                .build();
    }

    private static MqttMessage subscribe(String filter, int id) {
        return MqttMessageBuilders.subscribe()
                .messageId(id)
                .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
                .build();
    }

    @Test
    void mqtt3IsToldWhyItIsTurnedAway() throws IOException {
        assertThat(connected(RawMqtt.connect("a", "falken", "joshua").build())).isEqualTo(CONNECTION_ACCEPTED);
        assertThat(connected(RawMqtt.connect("a", "falken", "no").build()))
                .isEqualTo(CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
        assertThat(connected(MqttMessageBuilders.connect().clientId("a").build()))
                .isEqualTo(CONNECTION_REFUSED_NOT_AUTHORIZED);
        assertThat(connected(RawMqtt.connect("a::b", "falken", "joshua").build()))
                .isEqualTo(CONNECTION_REFUSED_IDENTIFIER_REJECTED);
        rules.failLogons();
        assertThat(connected(RawMqtt.connect("a", "falken", "joshua").build()))
                .isEqualTo(CONNECTION_REFUSED_SERVER_UNAVAILABLE);
    }

    @Test
    void aPasswordWithoutAUserNameIsALogonAllTheSame() throws IOException {
        MqttConnectMessage connect = MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId("a")
                .password(new byte[] {'t', 'o', 'k', 'e', 'n'})
                .build();
        assertThat(connected(connect)).isEqualTo(CONNECTION_ACCEPTED);
        assertThat(rules.logons()).singleElement().satisfies(logon -> {
            assertThat(logon.kind()).isEqualTo(Kind.EXPLICIT);
            assertThat(logon.userName()).isEmpty();
        });
    }

    @Test
    void whatComesRightAfterTheLogonWaitsForItsOutcome() throws IOException {
        rules.hangLogons();
        try (RawMqtt client = client()) {
            client.send(
                    RawMqtt.connect("a", "falken", "joshua").build(),
                    subscribe("desk/fx", 1),
                    publish("desk/fx", 2),
                    publish("desk/fx", 3));
            rules.heal();
            assertThat(connected(client)).isEqualTo(CONNECTION_ACCEPTED);
            assertThat(client.receive().orElseThrow().fixedHeader().messageType())
                    .isEqualTo(MqttMessageType.SUBACK);
        }
    }

    @Test
    void andIsDroppedIfItFails() throws IOException {
        try (Mqtt subscriber = Mqtt.in(broker.port("mqtt"), "s", "falken", "joshua");
                RawMqtt client = client()) {
            assertThat(subscriber.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            client.send(RawMqtt.connect("a", "falken", "no").build(), publish("desk/fx", 2));
            assertThat(connected(client)).isEqualTo(CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
            assertThat(client.receive()).isEmpty();
            assertThat(subscriber.publish("desk/fx", "marker")).isEqualTo(Mqtt.SUCCESS);
            assertThat(subscriber.receive()).isEqualTo("desk/fx=marker");
        }
    }

    @Test
    void anUnknownVersionIsNoLogon() throws IOException {
        byte[] version99 = {0x10, 0x0d, 0, 4, 'M', 'Q', 'T', 'T', 99, 2, 0, 60, 0, 1, 'a'};
        try (RawMqtt client = client()) {
            assertThat(client.send(version99).receive()).isEmpty();
            assertThat(rules.logons()).isEmpty();
        }
    }

    @Test
    void aSecondLogonOnAConnectionEndsIt() throws IOException {
        try (RawMqtt client = client()) {
            client.send(RawMqtt.connect("a", "falken", "joshua").build());
            assertThat(connected(client)).isEqualTo(CONNECTION_ACCEPTED);
            client.send(RawMqtt.connect("b", "falken", "joshua").build());
            assertThat(client.receive()).isEmpty();
            assertThat(rules.logons()).hasSize(1);
        }
    }

    @Test
    void aLogonByChallengeAndResponseIsRefused() throws IOException {
        MqttProperties properties = new MqttProperties();
        properties.add(
                new MqttProperties.StringProperty(MqttPropertyType.AUTHENTICATION_METHOD.value(), "SCRAM-SHA-256"));
        MqttConnectMessage connect = RawMqtt.connect("a", "falken", "joshua")
                .protocolVersion(MqttVersion.MQTT_5)
                .properties(properties)
                .build();
        assertThat(connected(connect)).isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD);
        assertThat(rules.logons()).isEmpty();
    }

    @Test
    void aModuleThatChallengesLetsNobodyIn() throws IOException {
        rules.challengeLogons();
        assertThat(connected(RawMqtt.connect("a", "falken", "joshua").build()))
                .isEqualTo(CONNECTION_REFUSED_NOT_AUTHORIZED);
    }

    @Test
    void aSubscriptionThatIsDeniedFailsInMqtt3() throws IOException {
        try (RawMqtt client = client()) {
            client.send(RawMqtt.connect("a", "falken", "joshua").build(), subscribe("desk/credit", 1));
            assertThat(connected(client)).isEqualTo(CONNECTION_ACCEPTED);
            MqttSubAckMessage answer = (MqttSubAckMessage) client.receive().orElseThrow();
            assertThat(answer.payload().reasonCodes()).containsExactly(0x80);
        }
    }

    @Test
    void aPublicationThatIsDeniedEndsTheConnectionInMqtt3() throws IOException {
        try (RawMqtt client = client()) {
            client.send(RawMqtt.connect("a", "falken", "joshua").build());
            assertThat(connected(client)).isEqualTo(CONNECTION_ACCEPTED);
            client.send(publish("desk/credit", 1));
            assertThat(client.receive()).isEmpty();
        }
    }
}
