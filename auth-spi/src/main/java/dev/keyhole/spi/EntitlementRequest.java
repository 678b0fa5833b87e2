package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

/**
 * One question to an entitlement module.
 *
 * @param connection the connection that asks
 * @param identity the identity bound to it
 * @param resource what the question is about
 * @param permission what is asked for
 * @param operation what the client is doing
 */
public record EntitlementRequest(
        ConnectionInfo connection, Identity identity, Resource resource, Permission permission, Operation operation) {

    public EntitlementRequest {
        requireNonNull(connection);
        requireNonNull(identity);
        requireNonNull(resource);
        requireNonNull(permission);
        requireNonNull(operation);
        if (!resource.type().allows(permission)) {
            throw new IllegalArgumentException(permission + " can't be asked for on " + resource.type());
        }
    }
}
