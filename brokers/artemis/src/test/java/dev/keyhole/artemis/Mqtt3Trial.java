package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A client of MQTT 3.1.1 (Paho). */
final class Mqtt3Trial implements Trial {

    @Override
    public String attempt(Attempt attempt, Cell cell) throws Exception {
        return switch (attempt) {
            case LEAVE_WILL -> {
                MqttConnectOptions options = options(cell);
                options.setWill(cell.topic(), "gone".getBytes(UTF_8), 1, false);
                yield connect(cell, cell.name(), options);
            }
            case TAKE_OVER_SESSION -> {
                try (Mqtt owner = cell.owner()) {
                    String taken = connect(cell, "owner-" + cell.name(), options(cell));
                    yield owner.isConnected() ? taken : "the owner lost the session";
                }
            }
            default -> {
                try (MqttClient client = client(cell, cell.name())) {
                    client.connect(options(cell));
                    String outcome = attempt(attempt, cell, client);
                    if (client.isConnected()) {
                        client.disconnect();
                    }
                    yield outcome;
                }
            }
        };
    }

    private static String attempt(Attempt attempt, Cell cell, MqttClient client) throws Exception {
        return switch (attempt) {
            case PUBLISH_NON_PERSISTENT -> publish(client, cell.topic(), 0, false);
            case PUBLISH_PERSISTENT -> publish(client, cell.topic(), 1, false);
            case PUBLISH_RETAINED -> publish(client, cell.topic(), 1, true);
            case SUBSCRIBE, SUBSCRIBE_DURABLY -> subscribe(client, cell.topic());
            case SUBSCRIBE_TO_PATTERN -> subscribe(client, cell.topic() + "/#");
            case RECEIVE_BY_PATTERN -> receive(cell, client);
            case DELETE_OWN_SUBSCRIPTION -> {
                client.subscribe("open/" + cell.topic());
                client.unsubscribe("open/" + cell.topic());
                yield ACCEPTED;
            }
            case READ_FOREIGN_SUBSCRIPTION -> subscribe(client, cell.topic() + "::" + cell.name());
            case READ_INTERNAL -> subscribe(client, "$SYS/" + cell.topic());
            case WRITE_INTERNAL -> publish(client, "$SYS/" + cell.topic(), 1, false);
            case MANAGE -> publish(client, "activemq/management", 1, false);
            default -> throw new IllegalArgumentException("MQTT 3.1.1 has nothing of the kind: " + attempt);
        };
    }

    private static MqttClient client(Cell cell, String clientId) throws MqttException {
        MqttClient client = new MqttClient(
                "tcp://127.0.0.1:" + cell.broker().port("mqtt"), "three-" + clientId, new MemoryPersistence());
        client.setTimeToWait(30_000);
        return client;
    }

    private static MqttConnectOptions options(Cell cell) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setUserName(cell.user());
        options.setPassword(Cell.PASSWORD.toCharArray());
        return options;
    }

    private static String connect(Cell cell, String clientId, MqttConnectOptions options) throws MqttException {
        try (MqttClient client =
                new MqttClient("tcp://127.0.0.1:" + cell.broker().port("mqtt"), clientId, new MemoryPersistence())) {
            client.setTimeToWait(30_000);
            client.connect(options);
            client.disconnect();
            return ACCEPTED;
        } catch (MqttException e) {
            return "CONNACK " + e.getReasonCode();
        }
    }

    private static String publish(MqttClient client, String topic, int qos, boolean retained) {
        try {
            client.publish(topic, "1.07".getBytes(UTF_8), qos, retained);
            // The answer to this shows that the broker is done with what came before.
            client.unsubscribe("nothing");
            return ACCEPTED;
        } catch (MqttException e) {
            return client.isConnected() ? "reason " + e.getReasonCode() : CLOSED;
        }
    }

    private static String subscribe(MqttClient client, String filter) {
        try {
            client.subscribe(filter, 1);
            return ACCEPTED;
        } catch (MqttException e) {
            return "SUBACK " + e.getReasonCode();
        }
    }

    private static String receive(Cell cell, MqttClient client) throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        client.subscribe("open/" + cell.topic() + "/#", 1, (from, message) -> received.add(from + "=" + message));
        try (Mqtt owner = cell.owner()) {
            owner.publish(cell.guarded(), "1.07");
            return cell.whatArrived(owner, received);
        }
    }
}
