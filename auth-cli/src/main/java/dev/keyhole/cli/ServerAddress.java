package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Optional;

/**
 * A broker, and who to log on as: {@code [mqtt://|amqp://][USER[:PASSWORD]@]HOST[:PORT]}. No message of this class shows
 * the password.
 *
 * @param protocol what is spoken there
 * @param user name to log on with; empty for none
 * @param password empty if the address has none
 * @param host name or address; an IPv6 address without its brackets
 * @param port where it listens
 */
record ServerAddress(Protocol protocol, Optional<String> user, Optional<Secret> password, String host, int port) {

    /** A port that is open is so within this time. */
    private static final long MOST_MILLIS = 1_000;

    /** What can be spoken to a broker. */
    enum Protocol {
        MQTT(1883),
        AMQP(5672);

        private final int usualPort;

        Protocol(int usualPort) {
            this.usualPort = usualPort;
        }

        String scheme() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param usual what is spoken if the address doesn't say
     * @throws UsageException with what is wrong
     */
    static ServerAddress parse(String text, Protocol usual) {
        int schemeEnd = text.indexOf("://");
        Protocol protocol = schemeEnd < 0 ? usual : protocol(text.substring(0, schemeEnd));
        String rest = schemeEnd < 0 ? text : text.substring(schemeEnd + 3);
        rest = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;

        int at = rest.lastIndexOf('@');
        String userInfo = at < 0 ? "" : rest.substring(0, at);
        int colon = userInfo.indexOf(':');
        Optional<String> user =
                at < 0 ? Optional.empty() : Optional.of(decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)));
        Optional<Secret> password =
                colon < 0 ? Optional.empty() : Optional.of(Secret.of(decoded(userInfo.substring(colon + 1))));
        return at(rest.substring(at + 1), protocol, user, password);
    }

    private static ServerAddress at(String place, Protocol protocol, Optional<String> user, Optional<Secret> password) {
        int bracket = place.startsWith("[") ? place.indexOf(']') : -1;
        int colon = place.indexOf(':', bracket + 1);
        String host = colon < 0 ? place : place.substring(0, colon);
        if (bracket > 0 && host.length() == bracket + 1) {
            host = host.substring(1, bracket);
        } else if (host.isEmpty() || !host.matches("[\\p{Alnum}._-]+")) {
            throw new UsageException("the server's address has no host name that can be used");
        }
        return new ServerAddress(
                protocol, user, password, host, colon < 0 ? protocol.usualPort : port(place.substring(colon + 1)));
    }

    private static Protocol protocol(String scheme) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol.scheme().equalsIgnoreCase(scheme)) {
                return protocol;
            }
        }
        throw new UsageException("the server's address must begin with mqtt:// or amqp://, or have no scheme");
    }

    private static int port(String digits) {
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > 65_535) {
            throw new UsageException("the server's port must be a number from 1 to 65535");
        }
        return Integer.parseInt(digits);
    }

    /** Percent-decoded. */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); ) {
            if (text.charAt(i) != '%') {
                int next = text.offsetByCodePoints(i, 1);
                bytes.writeBytes(text.substring(i, next).getBytes(UTF_8));
                i = next;
            } else if (text.length() >= i + 3
                    && Character.digit(text.charAt(i + 1), 16) >= 0
                    && Character.digit(text.charAt(i + 2), 16) >= 0) {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 3;
            } else {
                throw new UsageException(
                        "a '%' in the user name or password of the server's address must be written %25");
            }
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UsageException("the user name or password of the server's address isn't UTF-8", e);
        }
    }

    /** The same address, to be spoken to with this password. */
    ServerAddress with(Secret secret) {
        return new ServerAddress(protocol, user, Optional.of(secret), host, port);
    }

    /** Whether something takes connections there; what it speaks is another question. */
    boolean isOpen(Duration limit) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) Math.min(limit.toMillis(), MOST_MILLIS));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The host and port, as they stand in a URI. */
    String hostAndPort() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** As a URI, with a star for the password. */
    @Override
    public String toString() {
        String who = user.map(name -> Text.printable(name) + (password.isPresent() ? ":*" : "") + "@")
                .orElse("");
        return protocol.scheme() + "://" + who + hostAndPort();
    }

    /** The text, with a star for what may be a password in it. */
    static String masked(String text) {
        int start = text.contains("://") ? text.indexOf("://") + 3 : 0;
        int colon = text.indexOf(':', start);
        int at = text.lastIndexOf('@');
        return colon < 0 || at < colon ? text : text.substring(0, colon + 1) + "*" + text.substring(at);
    }
}
