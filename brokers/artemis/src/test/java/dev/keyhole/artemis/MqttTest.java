package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.host.Scope;
import dev.keyhole.spi.LogonRequest.Kind;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.ResourceType;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MqttTest {

    private final TestRules rules = new TestRules()
            .user("falken", "joshua")
            .user("mckittrick", "norad")
            .write("falken", "desk/fx", "desk.fx")
            .read("falken", "desk/fx")
            .read("mckittrick", "desk/fx", "desk/credit");

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start(rules);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Mqtt client(String clientId) {
        return Mqtt.client(broker.port("mqtt"), clientId);
    }

    private Mqtt in(String clientId, String user, String password) {
        return Mqtt.in(broker.port("mqtt"), clientId, user, password);
    }

    @Test
    void aClientIsLetInWithItsPassword() {
        try (Mqtt client = client("a")) {
            assertThat(client.connect(Mqtt.options("falken", "joshua"))).isEqualTo(Mqtt.SUCCESS);
            assertThat(rules.logons()).singleElement().satisfies(logon -> {
                assertThat(logon.kind()).isEqualTo(Kind.EXPLICIT);
                assertThat(logon.userName()).isEqualTo("falken");
                assertThat(logon.password()).isEqualTo("joshua");
                assertThat(logon.connection().clientName()).isEqualTo("a");
                assertThat(logon.connection().protocol()).isEqualTo("mqtt");
                assertThat(logon.connection().transport()).isEqualTo("mqtt");
                assertThat(logon.connection().remoteAddress()).isPresent();
            });
        }
    }

    @Test
    void andTurnedAwayWithAnother() {
        try (Mqtt client = client("a")) {
            assertThat(client.connect(Mqtt.options("falken", "joshua1"))).isEqualTo(Mqtt.BAD_USER_NAME_OR_PASSWORD);
        }
    }

    @Test
    void aClientWithoutUserAndPasswordLogsOnImplicitly() {
        try (Mqtt client = client("a")) {
            assertThat(client.connect(new MqttConnectionOptions())).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(rules.logons()).singleElement().satisfies(logon -> assertThat(logon.kind())
                    .isEqualTo(Kind.IMPLICIT));
        }
        rules.implicit("guest");
        try (Mqtt client = client("a")) {
            assertThat(client.connect(new MqttConnectionOptions())).isEqualTo(Mqtt.SUCCESS);
        }
    }

    @Test
    void publishingNeedsAGrant() {
        try (Mqtt falken = in("a", "falken", "joshua");
                Mqtt mckittrick = in("b", "mckittrick", "norad")) {
            assertThat(falken.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(falken.publish("desk/fx", "1.07")).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.receive()).isEqualTo("desk/fx=1.07");
            assertThat(mckittrick.publish("desk/fx", "9.99")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.publish("desk/credit", "9.99")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.publish("desk/fx", "1.08")).isEqualTo(Mqtt.SUCCESS);
            assertThat(falken.receive()).isEqualTo("desk/fx=1.08");
        }
    }

    @Test
    void subscribingNeedsAGrant() {
        try (Mqtt falken = in("a", "falken", "joshua")) {
            assertThat(falken.subscribe("desk/credit")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.subscribe("desk/#")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.subscribe("desk/+")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.subscribe("#")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.subscribe("$share/g/desk/#")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.subscribe("$share/g/desk/credit")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.subscribe("$share/g/desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(falken.subscribe("$sys/mqtt/retain/desk/credit")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.subscribe("activemq/notifications")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.isConnected()).isTrue();
        }
    }

    @Test
    void aGrantForSomeMessagesOrFieldsOnlyIsNone() {
        rules.grant("falken", Permission.READ, "/region = 'EU'", "", "filtered")
                .grant("falken", Permission.READ, "", "-/,+/id", "selected");
        try (Mqtt falken = in("a", "falken", "joshua")) {
            assertThat(falken.subscribe("filtered")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(falken.subscribe("selected")).isEqualTo(Mqtt.NOT_AUTHORIZED);
        }
    }

    @Test
    void aClientOverWebSocketsIsJudgedTheSame() {
        String uri = "ws://127.0.0.1:" + broker.port("mqtt");
        try (Mqtt client = Mqtt.client(uri, "a")) {
            assertThat(client.connect(Mqtt.options("falken", "joshua1"))).isEqualTo(Mqtt.BAD_USER_NAME_OR_PASSWORD);
        }
        try (Mqtt client = Mqtt.client(uri, "a")) {
            assertThat(client.connect(Mqtt.options("falken", "joshua"))).isEqualTo(Mqtt.SUCCESS);
            assertThat(client.subscribe("desk/credit")).isEqualTo(Mqtt.NOT_AUTHORIZED);
            assertThat(client.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
        }
    }

    @Test
    void aSessionIsResumedWithTheRightsOfNow() throws IOException {
        MqttConnectMessage durable =
                RawMqtt.connect("f", "falken", "joshua").cleanSession(false).build();
        try (RawMqtt falken = new RawMqtt(broker.port("mqtt"))) {
            falken.send(
                    durable,
                    MqttMessageBuilders.subscribe()
                            .messageId(1)
                            .addSubscription(MqttQoS.AT_LEAST_ONCE, "desk/fx")
                            .build());
            assertThat(typeOf(falken.receive())).contains(MqttMessageType.CONNACK);
            assertThat(typeOf(falken.receive())).contains(MqttMessageType.SUBACK);
        }
        try (Mqtt publisher = in("p", "falken", "joshua")) {
            assertThat(publisher.publish("desk/fx", "1.07")).isEqualTo(Mqtt.SUCCESS);
        }
        rules.revoke("falken", Permission.READ, "desk/fx");
        broker.host().entitlement().reset(Scope.all());
        try (RawMqtt falken = new RawMqtt(broker.port("mqtt")).send(durable)) {
            assertThat(typeOf(falken.receive())).contains(MqttMessageType.CONNACK);
            assertThat(falken.receive()).isEmpty();
        }
    }

    private static Optional<MqttMessageType> typeOf(Optional<MqttMessage> message) {
        return message.map(received -> received.fixedHeader().messageType());
    }

    @Test
    void whatIsRetainedComesWithTheTopic() {
        try (Mqtt falken = in("f", "falken", "joshua");
                Mqtt mckittrick = in("m", "mckittrick", "norad")) {
            assertThat(falken.publish("desk/fx", "1.07", true)).isIn(Mqtt.SUCCESS, Mqtt.NO_MATCHING_SUBSCRIBERS);
            assertThat(mckittrick.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(mckittrick.receive()).isEqualTo("desk/fx=1.07");
        }
    }

    @Test
    void whatComesInByATransportOfReplicationHasToBeGrantedAsThat() {
        TestRules source = new TestRules()
                .user("source", "tap")
                .grant("source", Permission.REPLICATE, "", "", "desk/fx")
                .write("source", "desk/credit");
        try (TestBroker other = TestBroker.builder()
                        .replication("from-elsewhere", "mqtt", source)
                        .start();
                Mqtt client = Mqtt.in(other.port("from-elsewhere"), "s", "source", "tap")) {
            assertThat(source.logonEntitlements()).containsExactly(ResourceType.REPLICATION_LOGON);
            assertThat(client.publish("desk/fx", "1.07")).isIn(Mqtt.SUCCESS, Mqtt.NO_MATCHING_SUBSCRIBERS);
            assertThat(client.publish("desk/credit", "9.99")).isEqualTo(Mqtt.NOT_AUTHORIZED);
        }
    }
}
