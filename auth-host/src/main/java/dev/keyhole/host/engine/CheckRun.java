package dev.keyhole.host.engine;

import dev.keyhole.cache.Seat;
import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.ModuleUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One check on its way through a chain: the first answer that isn't an abstention decides, a fault ends it. No thread waits
 * while a module is asked.
 */
final class CheckRun {

    /**
     * What came of a check.
     *
     * @param votes what each module said that was asked
     */
    record Verdict(Decision decision, List<DecisionReport.Vote> votes) {

        /** Nobody was asked. */
        static Verdict byHost(Decision decision) {
            return new Verdict(decision, List.of());
        }

        static Verdict unavailable(String why) {
            return byHost(Decision.unavailable("", Explanation.of(why)));
        }
    }

    private final List<EntitlementUse> uses;
    private final List<Seat<Answer>> seats;
    private final EntitlementRequest request;
    private final Executor threads;
    private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();

    // Guarded by this
    private final List<DecisionReport.Vote> votes = new ArrayList<>();
    private @Nullable Asked<Answer> call;
    private boolean over;

    /**
     * @param threads where a module is asked that needn't wait
     */
    CheckRun(List<EntitlementUse> uses, List<Seat<Answer>> seats, EntitlementRequest request, Executor threads) {
        this.uses = uses;
        this.seats = seats;
        this.request = request;
        this.threads = threads;
    }

    /** Never completes exceptionally. */
    CompletableFuture<Verdict> verdict() {
        return verdict;
    }

    void start() {
        ask(0);
    }

    private void ask(int index) {
        if (index == uses.size()) {
            decide(EntitlementChain.nobodyDecided(votes()));
            return;
        }
        Answer cached = seats.get(index).peek(request.resource(), request.permission(), request.operation());
        if (cached != null) {
            heard(index, cached, true);
            return;
        }
        EntitlementUse use = uses.get(index);
        if (use.knows(request)) {
            askHere(use, index);
            return;
        }
        try {
            Asked<Answer> asked = use.ask(seats.get(index), request, threads);
            remember(asked);
            asked.then(answer -> heard(index, answer, false), failure -> failed(use, failure));
        } catch (ModuleUnavailableException closing) {
            failed(use, closing);
        }
    }

    private void askHere(EntitlementUse use, int index) {
        Answer answer;
        try {
            answer = use.askHere(seats.get(index), request);
        } catch (Throwable fault) {
            failed(use, fault);
            return;
        }
        heard(index, answer, false);
    }

    private void remember(Asked<Answer> asked) {
        boolean unwanted;
        synchronized (this) {
            call = asked;
            unwanted = over;
        }
        if (unwanted) {
            asked.giveUp("nobody waits for it any more");
        }
    }

    private void heard(int index, Answer answer, boolean cached) {
        vote(answer.vote(cached));
        if (answer.decides()) {
            decide(answer.decision());
        } else {
            ask(index + 1);
        }
    }

    private void failed(EntitlementUse use, Throwable fault) {
        if (!isOver()) {
            use.registration().faults().increment();
        }
        if (!Faults.isExpected(fault)) {
            use.registration().troubles().failed(use.registration().site(), "check", fault);
        }
        Explanation why = Explanation.of(Faults.text(fault));
        vote(new DecisionReport.Vote(use.module(), DecisionReport.Answer.UNAVAILABLE, why, false));
        decide(Decision.unavailable(use.module(), why));
    }

    private synchronized List<DecisionReport.Vote> votes() {
        return List.copyOf(votes);
    }

    private synchronized void vote(DecisionReport.Vote vote) {
        votes.add(vote);
    }

    private synchronized boolean isOver() {
        return over;
    }

    void decide(Decision decision) {
        List<DecisionReport.Vote> cast;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            cast = List.copyOf(votes);
        }
        verdict.complete(new Verdict(decision, cast));
    }

    /** Nobody waits for the verdict any more: the call that runs is given up. */
    void cancel() {
        Asked<Answer> running;
        synchronized (this) {
            // An answer that came needs nothing given up.
            running = over ? null : call;
            over = true;
        }
        if (running != null) {
            running.giveUp("nobody waits for it any more");
        }
    }
}
