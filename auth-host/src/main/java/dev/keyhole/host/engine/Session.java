package dev.keyhole.host.engine;

import dev.keyhole.cache.Seat;
import dev.keyhole.host.TimeSource;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An identity in use by a connection, with its seats in the caches of the transport's entitlement chain. */
final class Session implements ConnectionState, AutoCloseable {

    private final ConnectionInfo connection;
    private final Identity identity;
    private final Optional<Lease> lease;
    private final List<EntitlementUse> chain;
    private final List<Seat<Answer>> seats;
    private final @Nullable Seat<Answer> firstSeat;
    private final boolean ends;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Session(ConnectionInfo connection, Identity identity, Optional<Lease> lease, List<EntitlementUse> chain) {
        this.connection = connection;
        this.identity = identity;
        this.lease = lease;
        this.chain = chain;
        List<Seat<Answer>> opened = new ArrayList<>(chain.size());
        for (EntitlementUse use : chain) {
            opened.add(use.open(connection, identity));
        }
        this.seats = Collections.unmodifiableList(opened);
        this.firstSeat = seats.isEmpty() ? null : seats.get(0);
        chain.forEach(use -> use.joined(connection, identity));
        this.ends = !identity.expiresAt().equals(Instant.MAX);
    }

    /** For an identity that a module gave. */
    static Session of(ConnectionInfo connection, Lease lease, List<EntitlementUse> chain) {
        return new Session(connection, lease.identity(), Optional.of(lease), chain);
    }

    /** For the empty identity that is bound while authentication is disabled. */
    static Session unchecked(ConnectionInfo connection, List<EntitlementUse> chain) {
        return new Session(connection, Identity.of(""), Optional.empty(), chain);
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

    /** The seat of the module that is asked first, which nearly always decides; null if there is no module. */
    @Nullable
    Seat<Answer> firstSeat() {
        return firstSeat;
    }

    /** Whether no module was asked who this is. */
    boolean isUnchecked() {
        return lease.isEmpty();
    }

    /** Whether it ends by itself some time. */
    boolean ends() {
        return ends;
    }

    boolean hasEnded(TimeSource time) {
        return ends && !time.clock().instant().isBefore(identity.expiresAt());
    }

    /** Gives up the seats, and releases the identity. Idempotent; doesn't block. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            seats.forEach(Seat::close);
            chain.forEach(use -> use.left(connection, identity));
            lease.ifPresent(Lease::release);
        }
    }
}
