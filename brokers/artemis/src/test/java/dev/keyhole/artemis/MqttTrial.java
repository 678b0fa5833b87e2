package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** A client of MQTT 5 (Paho). */
final class MqttTrial implements Trial {

    @Override
    public String attempt(Attempt attempt, Cell cell) throws Exception {
        return switch (attempt) {
            case LEAVE_WILL -> connect(cell, cell.name(), withWill(cell));
            case TAKE_OVER_SESSION -> takeOver(cell);
            default -> {
                try (Mqtt client = Mqtt.in(port(cell), cell.name(), cell.user(), Cell.PASSWORD)) {
                    yield attempt(attempt, cell, client);
                }
            }
        };
    }

    private static String attempt(Attempt attempt, Cell cell, Mqtt client) throws Exception {
        return switch (attempt) {
            case PUBLISH_NON_PERSISTENT -> publishAndLookWhatComes(cell, client);
            case PUBLISH_PERSISTENT -> publish(client, cell.topic(), false);
            case PUBLISH_RETAINED -> publish(client, cell.topic(), true);
            case SUBSCRIBE, SUBSCRIBE_DURABLY -> subscribe(client, cell.topic());
            case SUBSCRIBE_SHARED -> subscribe(client, "$share/group/" + cell.topic());
            case SUBSCRIBE_TO_PATTERN -> subscribe(client, cell.topic() + "/#");
            case RECEIVE_BY_PATTERN -> receive(cell, client);
            case DELETE_OWN_SUBSCRIPTION -> {
                client.subscribe("open/" + cell.topic());
                yield reason("UNSUBACK", client.unsubscribe("open/" + cell.topic()));
            }
            case READ_FOREIGN_SUBSCRIPTION -> subscribe(client, cell.topic() + "::" + cell.name());
            case READ_INTERNAL -> subscribe(client, "$SYS/" + cell.topic());
            case WRITE_INTERNAL -> publish(client, "$SYS/" + cell.topic(), false);
            case MANAGE -> publish(client, "activemq/management", false);
            default -> throw new IllegalArgumentException("MQTT has nothing of the kind: " + attempt);
        };
    }

    private static int port(Cell cell) {
        return cell.broker().port("mqtt");
    }

    private static MqttConnectionOptions withWill(Cell cell) {
        MqttConnectionOptions options = Mqtt.options(cell.user(), Cell.PASSWORD);
        options.setWill(cell.topic(), new MqttMessage("gone".getBytes(UTF_8)));
        return options;
    }

    private static String connect(Cell cell, String clientId, MqttConnectionOptions options) {
        try (Mqtt client = Mqtt.client(port(cell), clientId)) {
            return reason("CONNACK", client.connect(options));
        }
    }

    private static String takeOver(Cell cell) {
        try (Mqtt owner = cell.owner()) {
            String taken = connect(cell, "owner-" + cell.name(), Mqtt.options(cell.user(), Cell.PASSWORD));
            return owner.isConnected() ? taken : "the owner lost the session";
        }
    }

    private static String publishAndLookWhatComes(Cell cell, Mqtt client) {
        try (Mqtt owner = cell.owner()) {
            owner.subscribe(cell.topic());
            client.send(cell.topic(), "1.07");
            // The answer to this shows that the broker is done with what came before.
            client.unsubscribe("nothing");
            return cell.whatCame(owner, owner);
        }
    }

    private static String receive(Cell cell, Mqtt client) throws InterruptedException {
        client.subscribe("open/" + cell.topic() + "/#");
        try (Mqtt owner = cell.owner()) {
            owner.publish(cell.guarded(), "1.07");
            return cell.whatArrived(owner, client.received());
        }
    }

    private static String publish(Mqtt client, String topic, boolean retained) {
        return reason("PUBACK", client.publish(topic, "1.07", retained));
    }

    private static String subscribe(Mqtt client, String filter) {
        return reason("SUBACK", client.subscribe(filter));
    }

    private static String reason(String packet, int code) {
        return code < 0x80 ? ACCEPTED : packet + " " + code;
    }
}
