package dev.keyhole.service;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Where an attempt to log on comes from.
 *
 * @param network of the client: its address, of IPv6 the first 56 bits, which is what one household or office has; of a
 *     forwarder its own
 * @param forwarder whether this is a forwarder's address, as it didn't say which client it asks for
 */
record Origin(ByteBuffer network, boolean forwarder) {

    private static final int IPV6_BITS = 56;

    static Origin client(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Origin(ByteBuffer.wrap(bytes.length == 4 ? bytes : Network.prefix(bytes, IPV6_BITS)), false);
    }

    static Origin forwarder(InetAddress address) {
        return new Origin(ByteBuffer.wrap(address.getAddress()), true);
    }
}
