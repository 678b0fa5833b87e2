package dev.keyhole.artemis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A client of MQTT 5 that says how things ended by their reason code. */
final class Mqtt implements AutoCloseable {

    static final int SUCCESS = 0;
    static final int GRANTED_QOS_1 = 1;
    static final int BAD_USER_NAME_OR_PASSWORD = 134;
    static final int NOT_AUTHORIZED = 135;
    static final int SERVER_UNAVAILABLE = 136;
    static final int NO_MATCHING_SUBSCRIBERS = 16;

    private static final long SECONDS = 30;

    private final MqttAsyncClient client;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> disconnected = new CompletableFuture<>();

    private Mqtt(MqttAsyncClient client) {
        this.client = client;
        client.setCallback(new Callback());
    }

    static Mqtt client(int port, String clientId) {
        return client("tcp://127.0.0.1:" + port, clientId);
    }

    static Mqtt client(String uri, String clientId) {
        try {
            return new Mqtt(new MqttAsyncClient(uri, clientId, new MemoryPersistence()));
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that is in. */
    static Mqtt in(int port, String clientId, String user, String password) {
        Mqtt client = client(port, clientId);
        int reason = client.connect(options(user, password));
        if (reason != SUCCESS) {
            throw new IllegalStateException("reason code " + reason);
        }
        return client;
    }

    static MqttConnectionOptions options(String user, String password) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(user);
        options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        return options;
    }

    int connect(MqttConnectionOptions options) {
        options.setConnectionTimeout((int) SECONDS);
        return reason(() -> client.connect(options));
    }

    /** Publishes with quality of service 1, so that there is an answer. */
    int publish(String topic, String text) {
        return publish(topic, text, false);
    }

    int publish(String topic, String text, boolean retained) {
        return reason(() -> client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, retained));
    }

    /** Publishes with quality of service 0, to which there is no answer. */
    void send(String topic, String text) {
        reason(() -> client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 0, false));
    }

    int subscribe(String filter) {
        return reason(() -> client.subscribe(filter, 1));
    }

    int unsubscribe(String filter) {
        return reason(() -> client.unsubscribe(filter));
    }

    /** {@code topic=text} of the next message. */
    String receive() {
        try {
            String message = received.poll(SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message came");
            }
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    BlockingQueue<String> received() {
        return received;
    }

    /** The reason code that the broker closed the connection with; -1 if it gave none. */
    CompletableFuture<Integer> disconnected() {
        return disconnected;
    }

    boolean isConnected() {
        return client.isConnected();
    }

    private interface Call {
        IMqttToken start() throws MqttException;
    }

    private static int reason(Call call) {
        try {
            IMqttToken token = call.start();
            token.waitForCompletion(TimeUnit.SECONDS.toMillis(SECONDS));
            int[] reasons = token.getReasonCodes();
            return reasons == null || reasons.length == 0 ? SUCCESS : reasons[0];
        } catch (MqttException e) {
            return e.getReasonCode();
        }
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect().waitForCompletion(TimeUnit.SECONDS.toMillis(SECONDS));
            }
        } catch (MqttException brokerWasFaster) {
            // What matters is that it isn't connected.
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Callback implements MqttCallback {
        @Override
        public void disconnected(MqttDisconnectResponse response) {
            disconnected.complete(response.getReturnCode());
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.add(topic + "=" + new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
