package dev.keyhole.artemis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an acceptor listens.
 *
 * @param host name or number of the network interface; {@code 0.0.0.0} for all
 * @param port 0 for any that is free
 */
record ListenAddress(String host, int port) {

    private static final Pattern SYNTAX = Pattern.compile("(?:(\\[[0-9A-Fa-f:.%]+\\]|[^:\\[\\]\\s]*):)?([0-9]{1,5})");

    /** Reads {@code port}, {@code :port}, {@code host:port} or {@code [IPv6]:port}; empty if it is none of them. */
    static Optional<ListenAddress> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = Optional.ofNullable(matcher.group(1)).orElse("");
        int port = Integer.parseInt(matcher.group(2));
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        return port > 65_535
                ? Optional.empty()
                : Optional.of(new ListenAddress(host.isEmpty() ? "0.0.0.0" : host, port));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
