package dev.keyhole.http;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import java.net.InetSocketAddress;
import java.util.Map;

/** What a header may hold of a logon. */
enum LogonToken {
    CLIENT_NAME,
    CONNECTION_NAME,
    CORRELATION_ID,
    MESSAGE_TYPE,
    PASSWORD,
    REMOTE_ADDRESS,
    USER_NAME;

    /** The tokens by the names that a configuration gives them. */
    static final Map<String, LogonToken> BY_NAME = Map.of(
            "AMPS_CLIENT_NAME", CLIENT_NAME,
            "AMPS_CONNECTION_NAME", CONNECTION_NAME,
            "AMPS_CORRELATION_ID", CORRELATION_ID,
            "CORRELATION_ID", CORRELATION_ID,
            "AMPS_MESSAGE_TYPE", MESSAGE_TYPE,
            "AMPS_PASSWORD", PASSWORD,
            "AMPS_REMOTE_ADDRESS", REMOTE_ADDRESS,
            "AMPS_USER_NAME", USER_NAME,
            "USER_NAME", USER_NAME);

    /** Empty if it isn't known. */
    String valueOf(ConnectionInfo connection, LogonRequest request) {
        return switch (this) {
            case CLIENT_NAME -> connection.clientName();
            case CONNECTION_NAME -> connection.connectionName();
            case CORRELATION_ID -> request.correlationId();
            case MESSAGE_TYPE -> connection.messageType();
            case PASSWORD -> request.secret().reveal();
            case REMOTE_ADDRESS ->
                connection.remoteAddress().map(LogonToken::text).orElse("");
            case USER_NAME -> request.userName();
        };
    }

    private static String text(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
