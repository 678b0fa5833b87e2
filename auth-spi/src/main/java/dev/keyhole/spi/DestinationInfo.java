package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

/**
 * Where outgoing connections go.
 *
 * @param name name of the destination in the configuration
 * @param type kind of its transport, as the configuration gives it; may be empty
 * @param address its address, as the configuration gives it; may be empty
 */
public record DestinationInfo(String name, String type, String address) {
    public DestinationInfo {
        requireNonNull(name);
        requireNonNull(type);
        requireNonNull(address);
    }
}
