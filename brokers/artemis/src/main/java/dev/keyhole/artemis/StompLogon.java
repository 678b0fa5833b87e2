package dev.keyhole.artemis;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client of STOMP sends first.
 *
 * @param clientId name of the client's own choice; empty if none
 */
record StompLogon(Credentials credentials, String clientId) {

    private static final Set<String> COMMANDS = Set.of("CONNECT", "STOMP");

    StompLogon {
        requireNonNull(credentials);
        requireNonNull(clientId);
    }

    /**
     * Reads the frame of a logon; empty if it is another one. In these frames nothing is escaped, which goes for all versions of
     * the protocol, and of headers with one name the first counts. Should the broker read another user name or password out of it, the
     * client isn't let in.
     *
     * @param frame without what ends it
     */
    static Optional<StompLogon> of(String frame) {
        String[] lines = frame.stripLeading().split("\r?\n", -1);
        if (!COMMANDS.contains(lines[0])) {
            return Optional.empty();
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0) {
                return Optional.empty();
            }
            headers.putIfAbsent(lines[i].substring(0, colon), lines[i].substring(colon + 1));
        }
        return Optional.of(new StompLogon(
                Credentials.of(headers.get("login"), headers.get("passcode")), headers.getOrDefault("client-id", "")));
    }
}
