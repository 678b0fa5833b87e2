package dev.keyhole.host.engine;

import dev.keyhole.cache.CachedEntitlement;
import dev.keyhole.cache.Seat;
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
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /**
     * Whether checks may be answered out of {@link #shelf}: the connection is bound, to an identity that doesn't expire. Read
     * without a lock, written under the lock of this, and no longer true as soon as the connection has ended.
     */
    private volatile boolean glances;

    /** Where answers for this connection stood last. Neither volatile nor exact: it knows itself whether it is in force. */
    private @Nullable Object @Nullable [] shelf;

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
        return state instanceof Session session ? Optional.of(session.identity()) : Optional.empty();
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
        return judge(request, false).minimalCompletionStage();
    }

    @Override
    public LogonOutcome logonAndWait(LogonRequest request) {
        CompletableFuture<LogonOutcome> outcome = judge(request, true);
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            String why = "the wait for the outcome was interrupted";
            giveUp(why);
            var unused = outcome.thenAccept(EngineConnection::wipe);
            return new LogonOutcome.Unavailable(why);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is always one", e);
        }
    }

    /** Nobody hears of the outcome. */
    static void wipe(LogonOutcome outcome) {
        if (outcome instanceof LogonOutcome.Challenged challenged) {
            challenged.data().close();
        }
    }

    private void giveUp(String why) {
        if (state instanceof ConnectionState.Judged judged) {
            judged.attempt().cancel(why);
        }
        // The outcome may have come at the same moment, and nobody will hear of it.
        if (!(state instanceof ConnectionState.Ended)) {
            end(why);
        }
    }

    /**
     * @param mayBlock whether this thread waits for the outcome
     */
    private CompletableFuture<LogonOutcome> judge(LogonRequest request, boolean mayBlock) {
        return switch (request.kind()) {
            case ANSWER -> answer(request, mayBlock);
            case EXPLICIT, IMPLICIT ->
                begin(request, true, mayBlock)
                        .orElseGet(() -> outOfOrder(request, "a second logon, or one during another"));
        };
    }

    /**
     * Begins a logon, unless there was one.
     *
     * @param heard whether the broker itself waits for the outcome
     * @param mayBlock whether it does so on this thread
     */
    private Optional<CompletableFuture<LogonOutcome>> begin(LogonRequest request, boolean heard, boolean mayBlock) {
        LogonAttempt attempt = new LogonAttempt(this, transport, request, heard);
        synchronized (this) {
            if (!(state instanceof ConnectionState.Fresh)) {
                return Optional.empty();
            }
            state = new ConnectionState.Judged(attempt);
        }
        CompletableFuture<LogonOutcome> outcome = attempt.round();
        attempt.start(mayBlock);
        return Optional.of(outcome);
    }

    private CompletableFuture<LogonOutcome> answer(LogonRequest request, boolean mayBlock) {
        LogonAttempt attempt;
        synchronized (this) {
            attempt = state instanceof ConnectionState.Challenged challenged ? challenged.attempt() : null;
            if (attempt != null) {
                state = new ConnectionState.Judged(attempt);
            }
        }
        return attempt == null
                ? outOfOrder(request, "an answer without a challenge")
                : attempt.answer(request, mayBlock);
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
        Decision granted = glance(permission, resource, operation);
        return granted == null ? looked(checks.check(permission, resource, operation)) : granted;
    }

    @Override
    public Optional<Decision> checkCached(Permission permission, Resource resource, Operation operation) {
        Decision granted = glance(permission, resource, operation);
        return granted == null ? looked(checks.checkCached(permission, resource, operation)) : granted.asOptional();
    }

    @Override
    public CompletionStage<Decision> checkAsync(Permission permission, Resource resource, Operation operation) {
        Decision granted = glance(permission, resource, operation);
        return granted == null
                ? looked(checks.checkAsync(permission, resource, operation))
                : CompletableFuture.completedStage(granted);
    }

    /**
     * The decision if the module that is asked first is known to grant everything about it, which nearly every check comes
     * to: so this fetches as little as can be. While entitlement is disabled nothing is known, and everything is granted.
     */
    private @Nullable Decision glance(Permission permission, Resource resource, Operation operation) {
        CachedEntitlement<Answer> cache = transport.firstCache();
        @Nullable Object[] current = shelf;
        if (!glances || current == null || cache == null) {
            return null;
        }
        Answer answer = cache.glance(current, resource, permission, operation);
        return answer == null ? null : answer.decision();
    }

    /** After a look that took longer, the next one may find what it found at a glance. */
    private <T> T looked(T result) {
        Seat<Answer> seat = glances && state instanceof Session session ? session.firstSeat() : null;
        if (seat != null) {
            @Nullable Object[] current = seat.shelf();
            if (shelf != current) {
                shelf = current;
            }
        }
        return result;
    }

    @Override
    public DecisionReport explain(Permission permission, Resource resource) {
        return checks.explain(permission, resource);
    }

    /** The logon that a check has to wait for: the implicit one that it is, or one that is under way already. */
    Optional<CompletableFuture<LogonOutcome>> logonToWaitFor() {
        if (state instanceof ConnectionState.Fresh) {
            Optional<CompletableFuture<LogonOutcome>> begun = begin(LogonRequest.implicit(), false, false);
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
        state = session;
        glances = !session.ends();
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
        return state instanceof Session session && session.isUnchecked();
    }

    boolean isBound() {
        return state instanceof Session;
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
        glances = false;
        ConnectionState former = state;
        if (!(former instanceof ConnectionState.Ended)) {
            state = new ConnectionState.Ended(reason);
        }
        return former;
    }

    private void dispose(ConnectionState former, Consumer<LogonAttempt> ending) {
        if (former instanceof Session session) {
            transport.roster().unbound(session.identity().userName(), this);
            session.close();
        } else if (former instanceof ConnectionState.Judged judged) {
            ending.accept(judged.attempt());
        } else if (former instanceof ConnectionState.Challenged challenged) {
            ending.accept(challenged.attempt());
        }
    }
}
