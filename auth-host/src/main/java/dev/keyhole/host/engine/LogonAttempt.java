package dev.keyhole.host.engine;

import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One logon of one connection, from its first request to the {@code logon} entitlement. It ends once: by a verdict, by its
 * limit, or by somebody who ends it from outside.
 */
final class LogonAttempt implements Interrogation.Listener {

    /** More challenges than this are no dialogue any more. */
    static final int MAX_CHALLENGES = 16;

    private final EngineConnection connection;
    private final EngineTransport transport;
    private final LogonRequest first;
    private final boolean heard;
    private final Interrogation interrogation;
    private final long startedAt;

    // Guarded by this
    private CompletableFuture<LogonOutcome> round = new CompletableFuture<>();
    private boolean over;
    private int challenges;
    private @Nullable Future<?> limit;
    private @Nullable CheckRun check;
    private @Nullable Session session;

    /** Whose call begins a round just now. */
    private volatile @Nullable Caller caller;

    /** The broker's thread that began a round. */
    private static final class Caller {

        private final Thread thread = Thread.currentThread();
        private final boolean mayBlock;

        /**
         * @param mayBlock whether it waits for the outcome anyway; else it mustn't be held up
         */
        Caller(boolean mayBlock) {
            this.mayBlock = mayBlock;
        }
    }

    /** Users who were reset while this logon was under way. */
    private final Set<String> resetMeanwhile = new HashSet<>();

    /**
     * @param heard whether the broker itself waits for the outcome
     */
    LogonAttempt(EngineConnection connection, EngineTransport transport, LogonRequest first, boolean heard) {
        this.connection = connection;
        this.heard = heard;
        this.transport = transport;
        this.first = first;
        this.interrogation = new Interrogation(transport.authentication(), connection.info(), first, this);
        this.startedAt = transport.engine().time().nanoTime();
    }

    /** The outcome of the present round. */
    synchronized CompletableFuture<LogonOutcome> round() {
        return round;
    }

    /** Whether the client hasn't been challenged. */
    synchronized boolean isFirstRound() {
        return challenges == 0;
    }

    /**
     * @param mayBlock whether this thread waits for the outcome
     */
    void start(boolean mayBlock) {
        transport.roster().began(this);
        setLimit();
        Optional<String> problem = Names.problemOfUserName(first.userName());
        if (problem.isPresent()) {
            refused("", LogonRefusal.MALFORMED_REQUEST, problem.get());
        } else if (transport.isAuthenticationDisabled()) {
            Session nobody =
                    Session.unchecked(connection.info(), transport.entitlement().uses());
            bind("", nobody, "authentication is disabled");
        } else {
            asCaller(mayBlock, interrogation::start);
        }
    }

    private void asCaller(boolean mayBlock, Runnable beginning) {
        Caller me = new Caller(mayBlock);
        caller = me;
        try {
            beginning.run();
        } finally {
            // By now another thread may have begun the next round.
            if (caller == me) {
                caller = null;
            }
        }
    }

    private synchronized void setLimit() {
        if (!over) {
            limit = transport.engine().time().schedule(transport.engine().authenticationTimeout(), () -> transport
                    .engine()
                    .workers()
                    .tell(this::limitReached));
        }
    }

    /**
     * The client's answer to the challenge.
     *
     * @param mayBlock whether this thread waits for the outcome
     */
    CompletableFuture<LogonOutcome> answer(LogonRequest answer, boolean mayBlock) {
        CompletableFuture<LogonOutcome> next = new CompletableFuture<>();
        synchronized (this) {
            if (over) {
                return round;
            }
            round = next;
        }
        if (answer.userName().equals(first.userName())) {
            asCaller(mayBlock, () -> interrogation.answer(answer));
        } else {
            refused("", LogonRefusal.MALFORMED_REQUEST, "the answer came under another user name than the logon");
        }
        return next;
    }

    @Override
    public void challenged(String module, Secret data) {
        CompletableFuture<LogonOutcome> told;
        boolean tooMany;
        boolean heard;
        synchronized (this) {
            challenges++;
            told = round;
            tooMany = challenges > MAX_CHALLENGES;
            heard = !over && !tooMany && connection.awaitAnswer(this);
        }
        if (heard) {
            log(LogonLog.Outcome.CHALLENGED, module, "", "", "-");
            tell(told, new LogonOutcome.Challenged(data));
            return;
        }
        data.close();
        if (tooMany) {
            unavailable(module, "it sent more than " + MAX_CHALLENGES + " challenges");
        }
    }

    private void tell(CompletableFuture<LogonOutcome> told, LogonOutcome outcome) {
        transport.engine().workers().tellHere(() -> {
            if (!told.complete(outcome)) {
                EngineConnection.wipe(outcome);
            }
        });
    }

    @Override
    public void accepted(String module, Lease lease) {
        Session mine =
                Session.of(connection.info(), lease, transport.entitlement().uses());
        boolean unwanted;
        synchronized (this) {
            session = mine;
            unwanted = over;
        }
        Optional<String> problem = Names.problemOfUserName(lease.identity().userName());
        if (unwanted) {
            mine.close();
        } else if (problem.isPresent()) {
            unavailable(module, "it wants to bind a name that can't be one: " + problem.get());
        } else if (mine.hasEnded(transport.engine().time())) {
            refused(module, LogonRefusal.BAD_CREDENTIALS, "the identity has already expired");
        } else if (connection.info().kind() == ConnectionKind.ADMIN) {
            bind(module, mine, "");
        } else {
            checkLogon(module, mine);
        }
    }

    private void checkLogon(String module, Session mine) {
        ConnectionInfo info = connection.info();
        Resource resource = info.kind() == ConnectionKind.REPLICATION ? Resource.replicationLogon() : Resource.logon();
        try (Handover here = handover()) {
            CheckRun run = transport
                    .entitlement()
                    .decide(
                            mine,
                            new EntitlementRequest(info, mine.identity(), resource, Permission.LOGON, Operation.LOGON),
                            here);
            boolean unwanted;
            synchronized (this) {
                check = run;
                unwanted = over;
            }
            if (unwanted) {
                run.cancel();
            }
            var unused = run.verdict().thenAccept(verdict -> entitled(module, mine, verdict.decision()));
        }
    }

    /** A module may be called on this thread if it waits anyway, or if it is there for that. */
    @Override
    public Handover handover() {
        Workers workers = transport.engine().workers();
        Caller present = caller;
        if (present != null && present.thread == Thread.currentThread()) {
            return new Handover(workers, present.mayBlock);
        }
        return new Handover(workers, workers.isCallThread());
    }

    private void entitled(String module, Session mine, Decision decision) {
        String why = decision.explanation().detail();
        switch (decision.outcome()) {
            case GRANTED -> {
                if (decision.isGrantedInFull()) {
                    bind(module, mine, "");
                } else {
                    // Nobody can enforce a filter on being there at all.
                    refused(decision.module(), LogonRefusal.NOT_ENTITLED, "a logon can't be granted in part");
                }
            }
            case DENIED -> refused(decision.module(), LogonRefusal.NOT_ENTITLED, why);
            case UNAVAILABLE -> unavailable(decision.module(), why);
        }
    }

    private void bind(String module, Session mine, String remark) {
        CompletableFuture<LogonOutcome> told;
        synchronized (this) {
            boolean stale = resetMeanwhile.contains(mine.identity().userName());
            told = over || stale || !connection.bind(this, mine) ? null : round;
            over |= told != null;
        }
        if (told == null) {
            unavailable("", "the user was reset while the logon was under way");
            mine.close();
            return;
        }
        tidyUp();
        log(LogonLog.Outcome.ACCEPTED, module, mine.identity().userName(), remark, "-");
        connection.recheck(mine);
        tell(told, new LogonOutcome.Accepted(mine.identity()));
    }

    private void limitReached() {
        String limit = Nanos.inWords(Nanos.of(transport.engine().authenticationTimeout()));
        unavailable(interrogation.module(), "the logon wasn't complete within " + limit);
    }

    @Override
    public void refused(String module, LogonRefusal reason, String detail) {
        end(LogonLog.Outcome.REFUSED, module, detail, new LogonOutcome.Refused(reason, detail));
    }

    @Override
    public void unavailable(String module, String detail) {
        String by = module.isEmpty() ? "" : "module '" + module + "': ";
        end(LogonLog.Outcome.UNAVAILABLE, module, detail, new LogonOutcome.Unavailable(by + detail));
    }

    /** Ends the logon from outside; another try may go better. */
    void cancel(String reason) {
        unavailable("", reason);
    }

    /** The connection was closed, and nobody waits any more. */
    void connectionClosed() {
        refused("", LogonRefusal.CLOSED, "the connection was closed during the logon");
    }

    private void end(LogonLog.Outcome kind, String module, String detail, LogonOutcome outcome) {
        CompletableFuture<LogonOutcome> told;
        Session unused;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            told = round;
            unused = session;
        }
        boolean hears = heard && !told.isDone();
        connection.failed(detail);
        tidyUp();
        if (unused != null) {
            unused.close();
        }
        String refusal = outcome instanceof LogonOutcome.Refused refused ? HostMetrics.word(refused.reason()) : "-";
        log(kind, module, "", detail, refusal);
        transport.engine().workers().tell(() -> {
            told.complete(outcome);
            connection.disconnectAfterFailure(detail, hears);
        });
    }

    private void tidyUp() {
        Future<?> pending;
        CheckRun running;
        synchronized (this) {
            pending = limit;
            running = check;
        }
        if (pending != null) {
            pending.cancel(false);
        }
        interrogation.end();
        if (running != null) {
            running.cancel();
        }
        transport.roster().ended(this);
    }

    boolean isOf(ConnectionInfo other) {
        return connection.info().id().equals(other.id());
    }

    /** A user was reset: if this logon would bind that name, it fails. */
    void resetMeanwhile(String userName) {
        synchronized (this) {
            resetMeanwhile.add(userName);
        }
    }

    private void log(LogonLog.Outcome outcome, String module, String bound, String reason, String refusal) {
        long nanos = transport.engine().time().nanoTime() - startedAt;
        List<DecisionReport.Vote> votes = interrogation.votes();
        connection.judged(votes);
        LogonLog.write(outcome, connection.info(), first, module, bound, reason, nanos, votes);
        if (outcome != LogonLog.Outcome.CHALLENGED) {
            transport.logonCounts().ended(outcome, refusal, nanos);
        }
    }
}
