package dev.keyhole.artemis;

import static java.util.Objects.requireNonNull;

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
}
