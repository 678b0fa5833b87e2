package dev.keyhole.host.engine;

import dev.keyhole.host.Connection;
import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.DisconnectListener;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection, whose state goes one way: fresh, judged (perhaps several times), bound or not, ended. */
final class EngineConnection implements Connection {

    /** How long a broker has to close a connection after it heard that its logon failed. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private sealed interface State {

        /** No logon yet. */
        record Fresh() implements State {}

        /** A module, or the host, has the word. */
        record Judged(LogonAttempt attempt) implements State {}

        /** The client has the word. */
        record Challenged(LogonAttempt attempt) implements State {}

        record Bound(Session session) implements State {}

        record Ended(String reason) implements State {}
    }

    private static final Explanation PENDING = Explanation.of("the client hasn't answered the challenge of its logon");

    private final EngineTransport transport;
    private final ConnectionInfo info;
    private final Farewell farewell;

    /** Read without a lock, written under the lock of this. */
    private volatile State state = new State.Fresh();

    EngineConnection(EngineTransport transport, ConnectionInfo info, DisconnectListener listener) {
        this.transport = transport;
        this.info = info;
        this.farewell = new Farewell(listener, transport.engine());
    }

    @Override
    public ConnectionInfo info() {
        return info;
    }

    @Override
    public Optional<Identity> identity() {
        return state instanceof State.Bound bound ? Optional.of(bound.session().identity()) : Optional.empty();
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
            if (!(state instanceof State.Fresh)) {
                return Optional.empty();
            }
            state = new State.Judged(attempt);
        }
        CompletableFuture<LogonOutcome> outcome = attempt.round();
        attempt.start();
        return Optional.of(outcome);
    }

    private CompletableFuture<LogonOutcome> answer(LogonRequest request) {
        LogonAttempt attempt;
        synchronized (this) {
            attempt = state instanceof State.Challenged challenged ? challenged.attempt() : null;
            if (attempt != null) {
                state = new State.Judged(attempt);
            }
        }
        return attempt == null ? outOfOrder(request, "an answer without a challenge") : attempt.answer(request);
    }

    /** Refuses a request that changes nothing: what the connection is, it stays. */
    private CompletableFuture<LogonOutcome> outOfOrder(LogonRequest request, String what) {
        LogonOutcome.Refused refused = state instanceof State.Ended ended
                ? new LogonOutcome.Refused(LogonRefusal.CLOSED, "the connection is closed: " + ended.reason())
                : new LogonOutcome.Refused(LogonRefusal.OUT_OF_ORDER, what);
        LogonLog.write(LogonLog.Outcome.REFUSED, info, request, "", "", refused.detail(), 0);
        return CompletableFuture.completedFuture(refused);
    }

    @Override
    public Decision check(Permission permission, Resource resource, Operation operation) {
        requireFits(permission, resource);
        Decision cached = cached(permission, resource, operation);
        if (cached != null) {
            return cached;
        }
        CompletableFuture<Decision> decision = decide(permission, resource, operation);
        try {
            return decision.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Decision.unavailable("", Explanation.of("the wait for the decision was interrupted"));
        } catch (ExecutionException e) {
            return Decision.unavailable("", Explanation.of(Faults.text(Faults.cause(e))));
        }
    }

    @Override
    public Optional<Decision> checkCached(Permission permission, Resource resource, Operation operation) {
        requireFits(permission, resource);
        Decision cached = cached(permission, resource, operation);
        return cached == null ? Optional.empty() : cached.asOptional();
    }

    @Override
    public CompletionStage<Decision> checkAsync(Permission permission, Resource resource, Operation operation) {
        requireFits(permission, resource);
        Decision cached = cached(permission, resource, operation);
        return cached == null
                ? decide(permission, resource, operation).minimalCompletionStage()
                : CompletableFuture.completedStage(cached);
    }

    @Override
    public DecisionReport explain(Permission permission, Resource resource) {
        requireFits(permission, resource);
        long startedAt = transport.engine().time().nanoTime();
        Operation operation = Operation.usualFor(permission, resource.type());
        CheckRun.Verdict verdict;
        try {
            verdict = verdict(permission, resource, operation).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            verdict = CheckRun.Verdict.unavailable("the wait for the decision was interrupted");
        } catch (ExecutionException e) {
            verdict = CheckRun.Verdict.unavailable(Faults.text(Faults.cause(e)));
        }
        Duration took = Duration.ofNanos(transport.engine().time().nanoTime() - startedAt);
        return new DecisionReport(verdict.decision(), transport.name(), verdict.votes(), took);
    }

    private static void requireFits(Permission permission, Resource resource) {
        if (!resource.type().allows(permission)) {
            throw new IllegalArgumentException(permission + " can't be asked for on " + resource.type());
        }
    }

    /** The decision if it can be given at once, else null. */
    private @Nullable Decision cached(Permission permission, Resource resource, Operation operation) {
        State now = state;
        if (now instanceof State.Bound bound) {
            Session session = bound.session();
            Decision decision = transport.entitlement().cached(session, resource, permission, operation);
            if (decision != null && decision.outcome() != Decision.Outcome.GRANTED) {
                transport.engine().denials().note(session, resource, permission, operation, decision);
            }
            return decision;
        }
        if (now instanceof State.Challenged) {
            return Decision.denied("", PENDING);
        }
        return now instanceof State.Ended ended ? closed(ended) : null;
    }

    private static Decision closed(State.Ended ended) {
        return Decision.denied("", Explanation.of("the connection is closed: " + ended.reason()));
    }

    private CompletableFuture<Decision> decide(Permission permission, Resource resource, Operation operation) {
        return verdict(permission, resource, operation).thenApply(verdict -> {
            Decision decision = verdict.decision();
            if (decision.outcome() != Decision.Outcome.GRANTED && state instanceof State.Bound bound) {
                transport.engine().denials().note(bound.session(), resource, permission, operation, decision);
            }
            return decision;
        });
    }

    private CompletableFuture<CheckRun.Verdict> verdict(Permission permission, Resource resource, Operation operation) {
        return logonToWaitFor()
                .map(outcome -> outcome.thenCompose(ended -> verdictAfter(ended, permission, resource, operation)))
                .orElseGet(() -> verdictOfBound(permission, resource, operation));
    }

    /** The implicit logon that a first command is, or the logon that is under way already. */
    private Optional<CompletableFuture<LogonOutcome>> logonToWaitFor() {
        if (state instanceof State.Fresh) {
            Optional<CompletableFuture<LogonOutcome>> begun = begin(LogonRequest.implicit(), false);
            if (begun.isPresent()) {
                return begun;
            }
        }
        return state instanceof State.Judged judged && judged.attempt().isFirstRound()
                ? Optional.of(judged.attempt().round())
                : Optional.empty();
    }

    private CompletableFuture<CheckRun.Verdict> verdictAfter(
            LogonOutcome outcome, Permission permission, Resource resource, Operation operation) {
        return outcome instanceof LogonOutcome.Unavailable unavailable
                ? CompletableFuture.completedFuture(CheckRun.Verdict.unavailable(unavailable.detail()))
                : verdictOfBound(permission, resource, operation);
    }

    private CompletableFuture<CheckRun.Verdict> verdictOfBound(
            Permission permission, Resource resource, Operation operation) {
        State now = state;
        if (now instanceof State.Bound bound) {
            EntitlementRequest request =
                    new EntitlementRequest(info, bound.session().identity(), resource, permission, operation);
            return transport.entitlement().decide(bound.session(), request).verdict();
        }
        Decision no = now instanceof State.Ended ended ? closed(ended) : Decision.denied("", PENDING);
        return CompletableFuture.completedFuture(CheckRun.Verdict.byHost(no));
    }

    /** The client has the word. */
    synchronized boolean awaitAnswer(LogonAttempt attempt) {
        if (!isJudgedBy(attempt)) {
            return false;
        }
        state = new State.Challenged(attempt);
        return true;
    }

    /** The logon is complete, and from now on the connection is one of the user's. */
    synchronized boolean bind(LogonAttempt attempt, Session session) {
        if (!isJudgedBy(attempt)) {
            return false;
        }
        transport.roster().bound(session.identity().userName(), this);
        state = new State.Bound(session);
        return true;
    }

    private boolean isJudgedBy(LogonAttempt attempt) {
        return state instanceof State.Judged judged && judged.attempt() == attempt;
    }

    /** The logon failed, and the connection with it. */
    synchronized void failed(String reason) {
        if (state instanceof State.Judged || state instanceof State.Challenged) {
            state = new State.Ended(reason);
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
        return state instanceof State.Bound bound && bound.session().isUnchecked();
    }

    boolean isBound() {
        return state instanceof State.Bound;
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

    private synchronized State endState(String reason) {
        State former = state;
        if (!(former instanceof State.Ended)) {
            state = new State.Ended(reason);
        }
        return former;
    }

    private void dispose(State former, Consumer<LogonAttempt> ending) {
        if (former instanceof State.Bound bound) {
            transport.roster().unbound(bound.session().identity().userName(), this);
            bound.session().close();
        } else if (former instanceof State.Judged judged) {
            ending.accept(judged.attempt());
        } else if (former instanceof State.Challenged challenged) {
            ending.accept(challenged.attempt());
        }
    }
}
