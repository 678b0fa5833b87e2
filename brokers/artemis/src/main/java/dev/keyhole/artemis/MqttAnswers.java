package dev.keyhole.artemis;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5;

import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.Arrays;
import java.util.Optional;

/** The packets that tell a client "no", in the words of its version of MQTT. */
enum MqttAnswers {
    /** MQTT 3.1 and 3.1.1, which know few reasons. */
    VERSION_3(
            CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
            CONNECTION_REFUSED_NOT_AUTHORIZED,
            CONNECTION_REFUSED_SERVER_UNAVAILABLE,
            CONNECTION_REFUSED_IDENTIFIER_REJECTED,
            0x80),
    VERSION_5(
            CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
            CONNECTION_REFUSED_NOT_AUTHORIZED_5,
            CONNECTION_REFUSED_SERVER_UNAVAILABLE_5,
            CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID,
            0x87);

    private static final byte ADMINISTRATIVE_ACTION = (byte) 0x98;

    private final MqttConnectReturnCode badCredentials;
    private final MqttConnectReturnCode notAuthorized;
    private final MqttConnectReturnCode unavailable;
    private final MqttConnectReturnCode badClientId;
    private final int subscriptionNotAuthorized;

    MqttAnswers(
            MqttConnectReturnCode badCredentials,
            MqttConnectReturnCode notAuthorized,
            MqttConnectReturnCode unavailable,
            MqttConnectReturnCode badClientId,
            int subscriptionNotAuthorized) {
        this.badCredentials = badCredentials;
        this.notAuthorized = notAuthorized;
        this.unavailable = unavailable;
        this.badClientId = badClientId;
        this.subscriptionNotAuthorized = subscriptionNotAuthorized;
    }

    static MqttAnswers to(MqttConnectMessage connect) {
        return connect.variableHeader().version() >= MqttVersion.MQTT_5.protocolLevel() ? VERSION_5 : VERSION_3;
    }

    /** Why a logon's outcome doesn't let the client in; empty if it does. */
    Optional<MqttConnectReturnCode> refusal(LogonOutcome outcome) {
        return outcome.match(
                accepted -> Optional.empty(),
                challenged -> Optional.of(notAuthorized),
                refused -> Optional.of(refusal(refused.reason())),
                unavailable -> Optional.of(this.unavailable));
    }

    private MqttConnectReturnCode refusal(LogonRefusal reason) {
        return switch (reason) {
            case BAD_CREDENTIALS, USER_NAME_REQUIRED, MALFORMED_REQUEST -> badCredentials;
            case LOGON_REQUIRED, NOT_PERMITTED, NOT_ENTITLED, NOBODY_DECIDED, OUT_OF_ORDER, CLOSED -> notAuthorized;
        };
    }

    MqttConnectReturnCode notAuthorized() {
        return notAuthorized;
    }

    MqttConnectReturnCode badClientId() {
        return badClientId;
    }

    MqttMessage connectionRefused(MqttConnectReturnCode reason) {
        return MqttMessageBuilders.connAck().returnCode(reason).build();
    }

    /** Refuses all of a packet's subscriptions. */
    MqttMessage subscriptionsRefused(MqttSubscribeMessage message) {
        int[] reasons = new int[message.payload().topicSubscriptions().size()];
        Arrays.fill(reasons, subscriptionNotAuthorized);
        return new MqttSubAckMessage(
                new MqttFixedHeader(MqttMessageType.SUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttMessageIdAndPropertiesVariableHeader(
                        message.variableHeader().messageId(), MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(reasons));
    }

    /** What a client is sent before the broker ends its connection; empty if its version has no such packet. */
    Optional<MqttMessage> disconnected() {
        return this == VERSION_5
                ? Optional.of(MqttMessageBuilders.disconnect()
                        .reasonCode(ADMINISTRATIVE_ACTION)
                        .build())
                : Optional.empty();
    }

    /** The refusal of a logon by challenge and response, which the broker can't do; empty if the client doesn't want it. */
    static Optional<MqttConnectReturnCode> refusedMethod(MqttConnectMessage connect) {
        boolean wanted = connect.variableHeader().properties() != null
                && connect.variableHeader().properties().getProperty(MqttPropertyType.AUTHENTICATION_METHOD.value())
                        != null;
        return wanted ? Optional.of(CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD) : Optional.empty();
    }
}
