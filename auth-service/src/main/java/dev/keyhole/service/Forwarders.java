package dev.keyhole.service;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hosts that ask on behalf of clients, such as brokers and proxies, and are believed when a header of theirs names
 * the client's address. What anybody else writes into that header doesn't count. Immutable.
 */
final class Forwarders {

    /** {@code 192.0.2.1:5000} and {@code [2001:db8::1]:5000}; brokers write the port as well. */
    private static final Pattern WITH_PORT =
            Pattern.compile("/?(?:(\\d+\\.\\d+\\.\\d+\\.\\d+)|\\[([^\\]]*)\\])(?::\\d{1,5})?");

    private final List<Network> trusted;
    private final String header;

    Forwarders(List<Network> trusted, String header) {
        this.trusted = List.copyOf(trusted);
        this.header = header;
    }

    /** Where a request comes from. */
    Origin origin(HttpServletRequest request) {
        InetAddress peer = peer(request);
        if (!Network.anyContains(trusted, peer)) {
            return Origin.client(peer);
        }
        return forwarded(Collections.list(request.getHeaders(header)))
                .map(Origin::client)
                .orElseGet(() -> Origin.forwarder(peer));
    }

    /** The client's address as far as it is known; of a forwarder that doesn't say whom it asks for, its own. */
    InetAddress client(HttpServletRequest request) {
        InetAddress peer = peer(request);
        return Network.anyContains(trusted, peer)
                ? forwarded(Collections.list(request.getHeaders(header))).orElse(peer)
                : peer;
    }

    /** Each forwarder adds who asked it at the end, so the last one that isn't a forwarder is the client. */
    private Optional<InetAddress> forwarded(List<String> headers) {
        List<String> addresses =
                new ArrayList<>(List.of(String.join(",", headers).split(",")));
        Collections.reverse(addresses);
        for (String text : addresses) {
            Optional<InetAddress> address = address(text.strip());
            if (address.isEmpty() || !Network.anyContains(trusted, address.get())) {
                return address;
            }
        }
        return Optional.empty();
    }

    private static Optional<InetAddress> address(String text) {
        Matcher matcher = WITH_PORT.matcher(text);
        if (!matcher.matches()) {
            return Network.address(text);
        }
        return Network.address(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }

    /** The host at the other end of the connection. */
    static InetAddress peer(HttpServletRequest request) {
        String text = request.getRemoteAddr();
        boolean brackets = text.startsWith("[") && text.endsWith("]");
        String literal = brackets ? text.substring(1, text.length() - 1) : text;
        int zone = literal.indexOf('%');
        return Network.address(zone < 0 ? literal : literal.substring(0, zone))
                .orElseThrow(() -> new IllegalStateException("a connection has an address"));
    }
}
