package dev.keyhole.cli;

import java.time.Duration;

/**
 * A real client of a broker, with one connection. A method returns when the broker has answered, or when the client's
 * limit is over; none throws because of what the broker does.
 */
interface BrokerClient extends AutoCloseable {

    /** Connects and logs on; called first, once. */
    Reply connect();

    /**
     * Publishes a text and waits for the broker's word on it.
     *
     * @param topic its canonical name, with slashes
     */
    Reply publish(String topic, String text);

    /**
     * Subscribes to one topic.
     *
     * @param topic its canonical name, with slashes
     */
    Reply subscribe(String topic);

    /** Ends the connection, if there is one. Idempotent. */
    @Override
    void close();

    /**
     * A client that speaks the protocol of an address.
     *
     * @param limit of each wait for the broker
     */
    static BrokerClient of(ServerAddress server, Duration limit) {
        return switch (server.protocol()) {
            case MQTT -> new MqttBrokerClient(server, limit);
            case AMQP -> new AmqpBrokerClient(server, limit);
        };
    }
}
