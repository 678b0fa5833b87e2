package dev.keyhole.artemis;

import static java.util.Objects.requireNonNull;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose a queue or a session is. The same user name on another transport is another owner, because other modules may
 * have let it in. So is the same user in another protocol: what a session of MQTT finds in the place of its queues when it
 * is resumed, it deletes, so nobody else may have been there.
 *
 * @param transport name of the transport
 * @param userName the bound user name
 */
record Owner(String transport, WireProtocol protocol, String userName) {
    Owner {
        requireNonNull(transport);
        requireNonNull(protocol);
        requireNonNull(userName);
    }

    private static final Pattern RECORD = Pattern.compile("keyhole:([a-z]+):([^:]*):(.*)", Pattern.DOTALL);

    /** How the broker's own records write it, so that it outlives the broker. */
    String toRecord() {
        return "keyhole:" + protocol.configured() + ":" + URLEncoder.encode(transport, StandardCharsets.UTF_8) + ":"
                + userName;
    }

    /** What {@link #toRecord()} wrote; empty for anything else. */
    static Optional<Owner> ofRecord(String record) {
        Matcher matcher = RECORD.matcher(record);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            String transport = URLDecoder.decode(matcher.group(2), StandardCharsets.UTF_8);
            return WireProtocol.named(matcher.group(1))
                    .map(protocol -> new Owner(transport, protocol, matcher.group(3)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
