package dev.keyhole.host;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A client's connection to the broker, from before its logon until it closes. Thread-safe.
 *
 * <p>It has one identity, bound once and kept until it closes. A check before any logon starts an implicit logon and
 * waits for it; a check during a logon waits for that. A failed logon ends the connection: every check on it is denied from
 * then on, as is a check between a challenge and the end of the logon.
 */
public interface Connection extends AutoCloseable {

    ConnectionInfo info();

    /** The bound identity; empty before the logon is complete. */
    Optional<Identity> identity();

    /**
     * Judges a logon, or the answer to a challenge. Never blocks and never completes exceptionally: what goes wrong is
     * an outcome. It completes by the transport's authentication timeout at the latest.
     *
     * @param request the host has no more use for its secret once the stage is complete
     */
    CompletionStage<LogonOutcome> logon(LogonRequest request);

    /**
     * As {@link #logon}, for a thread that may wait for the outcome. Blocks, and takes fewer threads: where nobody has to wait for a
     * turn, the module is called on this one. An interrupt ends the logon, which is unavailable then, and leaves the thread
     * interrupted. A module that is given up, at the limit of a call at the latest, is interrupted here; one that doesn't care
     * keeps this thread, though the connection has ended. So this is nothing for a thread that serves several connections.
     */
    LogonOutcome logonAndWait(LogonRequest request);

    /**
     * What each module said to the connection's logon, in the order they were asked: granted if it accepted the client, denied
     * if it rejected it. A challenge isn't a vote. Complete as soon as the logon is.
     */
    List<DecisionReport.Vote> logonVotes();

    /**
     * Decides whether the client may do something, waiting for modules if the answer isn't cached. An interrupt ends the
     * wait with an unavailable decision and leaves the thread interrupted.
     *
     * @throws IllegalArgumentException if the permission can't be asked for on that type of resource
     */
    Decision check(Permission permission, Resource resource, Operation operation);

    /** {@link #check(Permission, Resource, Operation)} for the operation that such a check is usual for. */
    default Decision check(Permission permission, Resource resource) {
        return check(permission, resource, Operation.usualFor(permission, resource.type()));
    }

    /** The decision if it can be given at once, without asking a module; else nothing. Never blocks. */
    Optional<Decision> checkCached(Permission permission, Resource resource, Operation operation);

    /** The decision, when it is there. Never blocks and never completes exceptionally. */
    CompletionStage<Decision> checkAsync(Permission permission, Resource resource, Operation operation);

    /** What {@link #check(Permission, Resource)} decides, and how it comes about. */
    DecisionReport explain(Permission permission, Resource resource);

    /** Forgets the connection and releases its identity. Idempotent; doesn't block. */
    @Override
    void close();
}
