package dev.keyhole.host.engine;

import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What a connection may do, as far as its state lets the question come up. */
final class Checks {

    private static final Explanation PENDING = Explanation.of("the client hasn't answered the challenge of its logon");

    private final EngineConnection connection;
    private final EngineTransport transport;

    Checks(EngineConnection connection, EngineTransport transport) {
        this.connection = connection;
        this.transport = transport;
    }

    Decision check(Permission permission, Resource resource, Operation operation) {
        Decision cached = cached(permission, resource, operation);
        if (cached != null) {
            return cached;
        }
        try {
            return decide(permission, resource, operation).get();
        } catch (InterruptedException | ExecutionException e) {
            return notHeard(e);
        }
    }

    /** The wait for a decision ended without one. */
    private static Decision notHeard(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return Decision.unavailable("", Explanation.of("the wait for the decision was interrupted"));
        }
        return Decision.unavailable("", Explanation.of(Faults.text(Faults.cause(e))));
    }

    Optional<Decision> checkCached(Permission permission, Resource resource, Operation operation) {
        Decision cached = cached(permission, resource, operation);
        return cached == null ? Optional.empty() : cached.asOptional();
    }

    CompletionStage<Decision> checkAsync(Permission permission, Resource resource, Operation operation) {
        Decision cached = cached(permission, resource, operation);
        return cached == null
                ? decide(permission, resource, operation).minimalCompletionStage()
                : CompletableFuture.completedStage(cached);
    }

    DecisionReport explain(Permission permission, Resource resource) {
        requireFits(permission, resource);
        long startedAt = transport.engine().time().nanoTime();
        Operation operation = Operation.usualFor(permission, resource.type());
        CheckRun.Verdict verdict;
        try {
            verdict = verdict(permission, resource, operation).get();
        } catch (InterruptedException | ExecutionException e) {
            verdict = CheckRun.Verdict.byHost(notHeard(e));
        }
        Duration took = Duration.ofNanos(transport.engine().time().nanoTime() - startedAt);
        return new DecisionReport(verdict.decision(), transport.name(), verdict.votes(), took);
    }

    private static void requireFits(Permission permission, Resource resource) {
        if (!resource.type().allows(permission)) {
            throw new IllegalArgumentException(permission + " can't be asked for on " + resource.type());
        }
    }

    /** The decision if it can be given at once, else null. Makes no object if a module has decided that before. */
    private @Nullable Decision cached(Permission permission, Resource resource, Operation operation) {
        ConnectionState now = connection.state();
        if (now instanceof Session session) {
            // Counted by the cache already; and whether it can be asked for was looked at when the module was asked.
            Decision known = transport.entitlement().known(session, resource, permission, operation);
            if (known != null) {
                return known.outcome() == Decision.Outcome.GRANTED
                        ? known
                        : knownDenial(session, permission, resource, operation, known);
            }
        }
        requireFits(permission, resource);
        Decision decision = byHost(now, permission, resource, operation);
        if (decision != null) {
            transport.checkCounts().byHost(decision.outcome());
        }
        return decision;
    }

    private Decision knownDenial(
            Session session, Permission permission, Resource resource, Operation operation, Decision decision) {
        if (decision.module().isEmpty()) {
            // Every module is known to abstain: that nobody decides is said by the host, which counts it.
            requireFits(permission, resource);
            transport.checkCounts().byHost(decision.outcome());
        }
        return denied(session, permission, resource, operation, decision);
    }

    private @Nullable Decision byHost(
            ConnectionState now, Permission permission, Resource resource, Operation operation) {
        if (now instanceof Session session) {
            Decision own = transport.entitlement().byHost(session, resource);
            return own == null || own.outcome() == Decision.Outcome.GRANTED
                    ? own
                    : denied(session, permission, resource, operation, own);
        }
        if (now instanceof ConnectionState.Challenged) {
            return Decision.denied("", PENDING);
        }
        return now instanceof ConnectionState.Ended ended ? closed(ended) : null;
    }

    private Decision denied(
            Session session, Permission permission, Resource resource, Operation operation, Decision decision) {
        transport.engine().denials().note(session, resource, permission, operation, decision);
        return decision;
    }

    private static Decision closed(ConnectionState.Ended ended) {
        return Decision.denied("", Explanation.of("the connection is closed: " + ended.reason()));
    }

    private CompletableFuture<Decision> decide(Permission permission, Resource resource, Operation operation) {
        return verdict(permission, resource, operation)
                .thenApplyAsync(
                        verdict -> decided(permission, resource, operation, verdict.decision()),
                        transport.engine().workers()::tellHere);
    }

    private Decision decided(Permission permission, Resource resource, Operation operation, Decision decision) {
        transport.checkCounts().asked(decision.outcome());
        if (decision.outcome() != Decision.Outcome.GRANTED && connection.state() instanceof Session session) {
            transport.engine().denials().note(session, resource, permission, operation, decision);
        }
        return decision;
    }

    private CompletableFuture<CheckRun.Verdict> verdict(Permission permission, Resource resource, Operation operation) {
        return connection
                .logonToWaitFor()
                .map(outcome -> outcome.thenCompose(ended -> verdictAfter(ended, permission, resource, operation)))
                .orElseGet(() -> verdictOfBound(permission, resource, operation));
    }

    private CompletableFuture<CheckRun.Verdict> verdictAfter(
            LogonOutcome outcome, Permission permission, Resource resource, Operation operation) {
        return outcome instanceof LogonOutcome.Unavailable unavailable
                ? CompletableFuture.completedFuture(CheckRun.Verdict.unavailable(unavailable.detail()))
                : verdictOfBound(permission, resource, operation);
    }

    private CompletableFuture<CheckRun.Verdict> verdictOfBound(
            Permission permission, Resource resource, Operation operation) {
        ConnectionState now = connection.state();
        if (now instanceof Session session) {
            EntitlementRequest request =
                    new EntitlementRequest(connection.info(), session.identity(), resource, permission, operation);
            return transport
                    .entitlement()
                    .decide(session, request, transport.engine().workers())
                    .verdict();
        }
        Decision no = now instanceof ConnectionState.Ended ended ? closed(ended) : Decision.denied("", PENDING);
        return CompletableFuture.completedFuture(CheckRun.Verdict.byHost(no));
    }
}
