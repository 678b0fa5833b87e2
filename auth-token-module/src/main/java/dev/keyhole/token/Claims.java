package dev.keyhole.token;

import dev.keyhole.permissions.PermissionsDocument;
import java.time.Instant;
import java.util.Optional;

/**
 * What counts of a token that is verified.
 *
 * @param userName whom it was issued to
 * @param issuedAt empty if it doesn't say
 * @param expiresAt when it ends, without leeway; empty if it doesn't
 * @param document what its owner may do; empty if the configuration doesn't ask for it
 */
record Claims(
        String userName,
        Optional<Instant> issuedAt,
        Optional<Instant> expiresAt,
        Optional<PermissionsDocument> document) {

    @Override
    public String toString() {
        return "Claims[" + userName + "]";
    }
}
