package dev.keyhole.host.engine;

import dev.keyhole.host.Connection;
import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.DisconnectListener;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A connection: its state, and how its logons and its end change it. What it may do is a matter of {@link Checks}. */
final class EngineConnection implements Connection {

    /** How long a broker has to close a connection after it heard that its logon failed. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final EngineTransport transport;
    private final ConnectionInfo info;
    private final Farewell farewell;
    private final Checks checks;

    private volatile List<DecisionReport.Vote> logonVotes = List.of();

    /** Read without a lock, written under the lock of this. */
    private volatile ConnectionState state = new ConnectionState.Fresh();

    EngineConnection(EngineTransport transport, ConnectionInfo info, DisconnectListener listener) {
        this.transport = transport;
        this.info = info;
        this.farewell = new Farewell(listener, transport.engine());
        this.checks = new Checks(this, transport);
    }

    @Override
    public ConnectionInfo info() {
        return info;
    }

    @Override
    public Optional<Identity> identity() {
        return state instanceof ConnectionState.Bound bound
                ? Optional.of(bound.session().identity())
                : Optional.empty();
    }

    @Override
    public List<DecisionReport.Vote> logonVotes() {
        return logonVotes;
    }

    /** What the modules have said to the connection's logon so far. */
    void judged(List<DecisionReport.Vote> votes) {
        logonVotes = votes;
    }

    @Override
    public CompletionStage<LogonOutcome> logon(LogonRequest request) {
        CompletableFuture<LogonOutcome> outcome =
                switch (request.kind()) {
                    case ANSWER -> answer(request);
                    case EXPLICIT, IMPLICIT ->
                        begin(request, true)
                                .orElseGet(() -> outOfOrder(request, "a second logon, or one during another"));
                };
        return outcome.minimalCompletionStage();
    }

    /**
     * Begins a logon, unless there was one.
     *
     * @param heard whether the broker itself waits for the outcome
     */
    private Optional<CompletableFuture<LogonOutcome>> begin(LogonRequest request, boolean heard) {
        LogonAttempt attempt = new LogonAttempt(this, transport, request, heard);
        synchronized (this) {
            if (!(state instanceof ConnectionState.Fresh)) {
                return Optional.empty();
            }
            state = new ConnectionState.Judged(attempt);
        }
        CompletableFuture<LogonOutcome> outcome = attempt.round();
        attempt.start();
        return Optional.of(outcome);
    }

    private CompletableFuture<LogonOutcome> answer(LogonRequest request) {
        LogonAttempt attempt;
        synchronized (this) {
            attempt = state instanceof ConnectionState.Challenged challenged ? challenged.attempt() : null;
            if (attempt != null) {
                state = new ConnectionState.Judged(attempt);
            }
        }
        return attempt == null ? outOfOrder(request, "an answer without a challenge") : attempt.answer(request);
    }

    /** Refuses a request that changes nothing: what the connection is, it stays. */
    private CompletableFuture<LogonOutcome> outOfOrder(LogonRequest request, String what) {
        LogonOutcome.Refused refused = state instanceof ConnectionState.Ended ended
                ? new LogonOutcome.Refused(LogonRefusal.CLOSED, "the connection is closed: " + ended.reason())
                : new LogonOutcome.Refused(LogonRefusal.OUT_OF_ORDER, what);
        LogonLog.write(LogonLog.Outcome.REFUSED, info, request, "", "", refused.detail(), 0, List.of());
        transport.logonCounts().ended(LogonLog.Outcome.REFUSED, HostMetrics.word(refused.reason()), 0);
        return CompletableFuture.completedFuture(refused);
    }

    @Override
    public Decision check(Permission permission, Resource resource, Operation operation) {
        return checks.check(permission, resource, operation);
    }

    @Override
    public Optional<Decision> checkCached(Permission permission, Resource resource, Operation operation) {
        return checks.checkCached(permission, resource, operation);
    }

    @Override
    public CompletionStage<Decision> checkAsync(Permission permission, Resource resource, Operation operation) {
        return checks.checkAsync(permission, resource, operation);
    }

    @Override
    public DecisionReport explain(Permission permission, Resource resource) {
        return checks.explain(permission, resource);
    }

    /** The logon that a check has to wait for: the implicit one that it is, or one that is under way already. */
    Optional<CompletableFuture<LogonOutcome>> logonToWaitFor() {
        if (state instanceof ConnectionState.Fresh) {
            Optional<CompletableFuture<LogonOutcome>> begun = begin(LogonRequest.implicit(), false);
            if (begun.isPresent()) {
                return begun;
            }
        }
        return state instanceof ConnectionState.Judged judged
                        && judged.attempt().isFirstRound()
                ? Optional.of(judged.attempt().round())
                : Optional.empty();
    }

    ConnectionState state() {
        return state;
    }

    /** The client has the word. */
    synchronized boolean awaitAnswer(LogonAttempt attempt) {
        if (!isJudgedBy(attempt)) {
            return false;
        }
        state = new ConnectionState.Challenged(attempt);
        return true;
    }

    /** The logon is complete, and from now on the connection is one of the user's. */
    synchronized boolean bind(LogonAttempt attempt, Session session) {
        if (!isJudgedBy(attempt)) {
            return false;
        }
        transport.roster().bound(session.identity().userName(), this);
        state = new ConnectionState.Bound(session);
        return true;
    }

    private boolean isJudgedBy(LogonAttempt attempt) {
        return state instanceof ConnectionState.Judged judged && judged.attempt() == attempt;
    }

    /** The logon failed, and the connection with it. */
    synchronized void failed(String reason) {
        if (state instanceof ConnectionState.Judged || state instanceof ConnectionState.Challenged) {
            state = new ConnectionState.Ended(reason);
        }
    }

    /**
     * Has the broker close the connection, because its logon failed.
     *
     * @param heard whether the broker heard of it as the outcome of a logon, and will want to tell its client first
     */
    void disconnectAfterFailure(String reason, boolean heard) {
        if (heard) {
            farewell.in(GRACE, reason);
        } else {
            farewell.now(reason);
        }
    }

    /** What may have changed while the identity was being bound. */
    void recheck(Session session) {
        if (session.isUnchecked() && !transport.isAuthenticationDisabled()) {
            end("authentication was enabled");
        } else if (transport.engine().isClosed()) {
            end("the host is closing");
        }
    }

    /** Whether the connection came in while authentication was disabled. */
    boolean isUnchecked() {
        return state instanceof ConnectionState.Bound bound && bound.session().isUnchecked();
    }

    boolean isBound() {
        return state instanceof ConnectionState.Bound;
    }

    /** The host ends the connection: from now on every check is denied, and the broker is told. */
    void end(String reason) {
        dispose(endState(reason), attempt -> attempt.cancel(reason));
        farewell.now(reason);
    }

    @Override
    public void close() {
        farewell.brokerClosed();
        dispose(endState("the broker closed it"), LogonAttempt::connectionClosed);
        transport.closed(this);
    }

    private synchronized ConnectionState endState(String reason) {
        ConnectionState former = state;
        if (!(former instanceof ConnectionState.Ended)) {
            state = new ConnectionState.Ended(reason);
        }
        return former;
    }

    private void dispose(ConnectionState former, Consumer<LogonAttempt> ending) {
        if (former instanceof ConnectionState.Bound bound) {
            transport.roster().unbound(bound.session().identity().userName(), this);
            bound.session().close();
        } else if (former instanceof ConnectionState.Judged judged) {
            ending.accept(judged.attempt());
        } else if (former instanceof ConnectionState.Challenged challenged) {
            ending.accept(challenged.attempt());
        }
    }
}
