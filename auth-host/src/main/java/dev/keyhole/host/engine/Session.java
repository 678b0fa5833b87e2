package dev.keyhole.host.engine;

import dev.keyhole.cache.Seat;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.Identity;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An identity in use by a connection, with its seats in the caches of the transport's entitlement chain. */
final class Session implements AutoCloseable {

    private final ConnectionInfo connection;
    private final Identity identity;
    private final Optional<Lease> lease;
    private final List<Seat<Answer>> seats;
    private final boolean ends;

    private Session(ConnectionInfo connection, Identity identity, Optional<Lease> lease, List<Seat<Answer>> seats) {
        this.connection = connection;
        this.identity = identity;
        this.lease = lease;
        this.seats = seats;
        this.ends = !identity.expiresAt().equals(Instant.MAX);
    }

    /** For an identity that a module gave. */
    static Session of(ConnectionInfo connection, Lease lease, List<EntitlementUse> chain) {
        return new Session(
                connection, lease.identity(), Optional.of(lease), seats(connection, lease.identity(), chain));
    }

    /** For the empty identity that is bound while authentication is disabled. */
    static Session unchecked(ConnectionInfo connection, List<EntitlementUse> chain) {
        Identity nobody = Identity.of("");
        return new Session(connection, nobody, Optional.empty(), seats(connection, nobody, chain));
    }

    private static List<Seat<Answer>> seats(ConnectionInfo connection, Identity identity, List<EntitlementUse> chain) {
        return chain.stream().map(use -> use.open(connection, identity)).toList();
    }

    ConnectionInfo connection() {
        return connection;
    }

    Identity identity() {
        return identity;
    }

    /** In the order of the chain. */
    List<Seat<Answer>> seats() {
        return seats;
    }

    /** Whether no module was asked who this is. */
    boolean isUnchecked() {
        return lease.isEmpty();
    }

    boolean hasEnded(Clock clock) {
        return ends && !clock.instant().isBefore(identity.expiresAt());
    }

    /** Gives up the seats, and releases the identity. Idempotent; doesn't block. */
    @Override
    public void close() {
        seats.forEach(Seat::close);
        lease.ifPresent(Lease::release);
    }
}
