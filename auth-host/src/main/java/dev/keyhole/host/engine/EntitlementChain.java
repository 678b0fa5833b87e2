package dev.keyhole.host.engine;

import dev.keyhole.cache.Seat;
import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.TimeSource;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A transport's entitlement modules, in the order they are asked, and what the host decides before it asks any. */
final class EntitlementChain {

    private static final Decision DISABLED =
            Decision.granted("", "", "", Explanation.of("entitlement is disabled: everything is granted"));
    private static final Decision EXPIRED = Decision.denied("", Explanation.of("the identity has expired"));
    private static final Decision NOBODY = Decision.denied("", Explanation.of("every module abstained"));

    private final List<EntitlementUse> uses;
    private final TimeSource time;
    private final int maxNameLength;
    private volatile boolean disabled;

    EntitlementChain(List<EntitlementUse> uses, TimeSource time, int maxNameLength) {
        this.uses = List.copyOf(uses);
        this.time = time;
        this.maxNameLength = maxNameLength;
    }

    List<EntitlementUse> uses() {
        return uses;
    }

    boolean isDisabled() {
        return disabled;
    }

    void disable() {
        disabled = true;
        // What is known isn't looked up any more, wherever it is that a connection remembers to have found it.
        uses.forEach(EntitlementUse::forgetAll);
    }

    /** Asks modules again: new contexts, nothing cached. */
    void enable() {
        if (disabled) {
            uses.forEach(EntitlementUse::renew);
            disabled = false;
        }
    }

    /**
     * What modules are known to decide, or null. Makes no object. Only names that passed are ever cached, so they needn't be
     * looked at.
     */
    @Nullable
    Decision known(Session session, Resource resource, Permission permission, Operation operation) {
        Seat<Answer> seat = session.firstSeat();
        if (seat == null || disabled || session.hasEnded(time)) {
            return null;
        }
        Answer first = seat.find(resource, permission, operation);
        if (first == null) {
            return null;
        }
        return first.decides() ? first.decision() : knownOfOthers(session, resource, permission, operation);
    }

    private static @Nullable Decision knownOfOthers(
            Session session, Resource resource, Permission permission, Operation operation) {
        List<Seat<Answer>> seats = session.seats();
        for (int i = 1; i < seats.size(); i++) {
            Answer answer = seats.get(i).find(resource, permission, operation);
            if (answer == null) {
                return null;
            }
            if (answer.decides()) {
                return answer.decision();
            }
        }
        return NOBODY;
    }

    /** What the host decides without a module, or null if that's for the modules. */
    @Nullable
    Decision byHost(Session session, Resource resource) {
        return session.firstSeat() == null && !disabled && !session.hasEnded(time)
                ? NOBODY
                : withoutModules(session, resource);
    }

    /** What the host decides by itself, or null if that's for the modules. */
    private @Nullable Decision withoutModules(Session session, Resource resource) {
        Optional<String> problem = Names.problemOf(resource, maxNameLength);
        if (problem.isPresent()) {
            return Decision.denied("", Explanation.of(problem.get()));
        }
        if (session.hasEnded(time)) {
            return EXPIRED;
        }
        return disabled ? DISABLED : null;
    }

    /**
     * Decides, asking those modules whose answers aren't cached.
     *
     * @param threads where a module is asked that needn't wait
     */
    CheckRun decide(Session session, EntitlementRequest request, Executor threads) {
        CheckRun run = new CheckRun(uses, session.seats(), request, threads);
        Decision own = withoutModules(session, request.resource());
        if (own == null) {
            run.start();
        } else {
            run.decide(own);
        }
        return run;
    }

    /** What it comes to if nobody decides. */
    static Decision nobodyDecided(List<DecisionReport.Vote> votes) {
        return Decision.denied("", Explanation.of(nobody(votes)));
    }

    /** That nobody decides, and why. */
    static String nobody(List<DecisionReport.Vote> votes) {
        return votes.stream()
                .map(vote -> vote.module() + " (" + vote.explanation().detail() + ")")
                .collect(Collectors.joining(", ", "every module abstained: ", ""));
    }
}
