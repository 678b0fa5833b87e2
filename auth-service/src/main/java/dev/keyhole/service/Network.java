package dev.keyhole.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of addresses: {@code 10.1.0.0/16}, {@code 2001:db8::/32}, or one address. Never asks a name server. Immutable. */
final class Network {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** Empty if the text is neither an address nor a range, or has bits beyond its prefix. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = address.get().getAddress();
        if (slash < 0) {
            return Optional.of(new Network(bytes, bytes.length * 8));
        }
        String prefix = text.substring(slash + 1);
        if (!prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > bytes.length * 8) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(prefix);
        return Arrays.equals(prefix(bytes, bits), bytes) ? Optional.of(new Network(bytes, bits)) : Optional.empty();
    }

    /** An address as it is written, without a name being looked up; empty if it isn't one. */
    static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The first bits of an address; the others are zero. */
    static byte[] prefix(byte[] address, int bits) {
        byte[] prefix = new byte[address.length];
        for (int i = 0; i < bits; i++) {
            prefix[i / 8] |= (byte) (address[i / 8] & (0x80 >> (i % 8)));
        }
        return prefix;
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        return bytes.length == address.length && Arrays.equals(prefix(bytes, bits), address);
    }

    static boolean anyContains(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
