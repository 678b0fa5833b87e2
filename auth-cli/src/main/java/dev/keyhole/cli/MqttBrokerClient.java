package dev.keyhole.cli;

import dev.keyhole.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/** An MQTT 5 client. */
final class MqttBrokerClient implements BrokerClient {

    private static final int AT_LEAST_ONCE = 1;
    private static final int FIRST_ERROR = 0x80;
    private static final int LAST_ERROR = 0xFF;

    private final ServerAddress server;
    private final Duration limit;
    private final MqttAsyncClient client;

    MqttBrokerClient(ServerAddress server, Duration limit) {
        this.server = server;
        this.limit = limit;
        try {
            client = new MqttAsyncClient(
                    "tcp://" + server.hostAndPort(),
                    "keyhole-" + UUID.randomUUID().toString().substring(0, 8),
                    new MemoryPersistence());
        } catch (MqttException e) {
            throw new IllegalStateException("no MQTT client can be made for " + server, e);
        }
    }

    @Override
    public Reply connect() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) Math.max(1, limit.toSeconds()));
        server.user().ifPresent(options::setUserName);
        server.password().map(Secret::toBytes).ifPresent(options::setPassword);
        return reply(() -> client.connect(options));
    }

    @Override
    public Reply publish(String topic, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return reply(() -> client.publish(topic, payload, AT_LEAST_ONCE, false));
    }

    @Override
    public Reply subscribe(String topic) {
        return reply(() -> client.subscribe(topic, AT_LEAST_ONCE));
    }

    private Reply reply(Request request) {
        try {
            IMqttToken token = request.send();
            token.waitForCompletion(limit.toMillis());
            // Nothing but success comes without a code.
            int[] codes = token.getReasonCodes();
            return codes == null ? Reply.ACCEPTED : reply(codes);
        } catch (MqttException e) {
            return reply(e);
        }
    }

    private static Reply reply(int... codes) {
        for (int code : codes) {
            if (code >= FIRST_ERROR) {
                return Reply.refused(words(code));
            }
        }
        return Reply.ACCEPTED;
    }

    private static Reply reply(MqttException e) {
        int code = e.getReasonCode();
        if (code >= FIRST_ERROR && code <= LAST_ERROR) {
            return Reply.refused(words(code));
        }
        if (code == MqttClientException.REASON_CODE_CLIENT_TIMEOUT) {
            return Reply.failed(ConnectFailure.TIMED_OUT);
        }
        if (code == MqttClientException.REASON_CODE_CONNECTION_LOST) {
            return Reply.failed("the broker closed the connection");
        }
        if (code == MqttException.REASON_CODE_MALFORMED_PACKET) {
            return Reply.failed("what answers there doesn't speak MQTT");
        }
        return Reply.failed(ConnectFailure.in(e).orElseGet(() -> Text.oneLine("MQTT client: " + e)));
    }

    private static String words(int code) {
        String reason =
                switch (code) {
                    case MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD -> "bad user name or password";
                    case MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED -> "not authorised";
                    case MqttReturnCode.RETURN_CODE_SERVER_UNAVAILABLE -> "the broker isn't available";
                    case MqttReturnCode.RETURN_CODE_SERVER_BUSY -> "the broker is busy";
                    case MqttReturnCode.RETURN_CODE_BANNED -> "banned";
                    case MqttReturnCode.RETURN_CODE_BAD_AUTHENTICATION ->
                        "the broker wants another authentication method";
                    case MqttReturnCode.RETURN_CODE_UNSUPPORTED_PROTOCOL_VERSION -> "the broker doesn't speak MQTT 5";
                    default -> "refused";
                };
        return reason + " (MQTT reason " + code + ")";
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect().waitForCompletion(limit.toMillis());
            }
        } catch (MqttException e) {
            // The connection is gone already, which is what was wanted.
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            // Nothing is left to close.
        }
    }

    /** Something that is sent to the broker, which answers it. */
    private interface Request {
        IMqttToken send() throws MqttException;
    }
}
