package dev.keyhole.artemis;

import static java.util.Objects.requireNonNull;

/**
 * Whose a queue or a session is. The same user name on another transport is another owner, because other modules may
 * have let it in.
 *
 * @param transport name of the transport
 * @param userName the bound user name
 */
record Owner(String transport, String userName) {
    Owner {
        requireNonNull(transport);
        requireNonNull(userName);
    }
}
