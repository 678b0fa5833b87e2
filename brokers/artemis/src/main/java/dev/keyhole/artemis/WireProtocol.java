package dev.keyhole.artemis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A protocol that the broker speaks. */
enum WireProtocol {
    MQTT,
    AMQP,
    CORE,
    STOMP;

    /** As the configuration writes it, in any case. */
    static Optional<WireProtocol> named(String name) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.configured().equalsIgnoreCase(name))
                .findFirst();
    }

    static List<String> configuredNames() {
        return Arrays.stream(values()).map(WireProtocol::configured).toList();
    }

    /** Whether the broker can be managed by messages in this protocol. */
    boolean manages() {
        return this == CORE || this == AMQP;
    }

    String configured() {
        return name().toLowerCase(Locale.ROOT);
    }
}
