package dev.keyhole.host.engine;

import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.DecisionReport.Vote;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's way through a transport's authentication chain: the first module that doesn't abstain has it for good, a fault
 * ends it. No thread waits while a module is asked.
 */
final class Interrogation {

    /** Who hears what the chain says. Called on threads of the host; after {@link #end} nobody listens to what comes. */
    interface Listener {

        /** The lease is the listener's now. */
        void accepted(String module, Lease lease);

        void refused(String module, LogonRefusal reason, String detail);

        void challenged(String module, Secret data);

        void unavailable(String module, String detail);

        /** For the next call of a module; closed once nothing else waits for this thread. */
        Handover handover();
    }

    private final List<AuthenticationUse> chain;
    private final ConnectionInfo connection;
    private final LogonRequest first;
    private final Listener listener;

    // Guarded by this
    private boolean over;
    private boolean hasChallenged;
    private final List<Vote> votes = new ArrayList<>(1);
    private @Nullable AuthenticationUse use;
    private @Nullable Dialogue dialogue;
    private @Nullable Asked<Dialogue.Reply> call;

    Interrogation(List<AuthenticationUse> chain, ConnectionInfo connection, LogonRequest first, Listener listener) {
        this.chain = chain;
        this.connection = connection;
        this.first = first;
        this.listener = listener;
    }

    /** Name of the module that is or was asked last; empty before the first. */
    synchronized String module() {
        AuthenticationUse asked = use;
        return asked == null ? "" : asked.module();
    }

    void start() {
        ask(0);
    }

    private void ask(int index) {
        if (index == chain.size()) {
            listener.refused("", LogonRefusal.NOBODY_DECIDED, EntitlementChain.nobody(votes()));
            return;
        }
        AuthenticationUse next = chain.get(index);
        try (Handover here = listener.handover()) {
            Optional<Asked<Dialogue.Reply>> together = next.together(connection, first, here);
            Optional<Dialogue> alone = together.isPresent() ? Optional.empty() : Optional.of(next.dialogue(connection));
            synchronized (this) {
                use = next;
                dialogue = alone.orElse(null);
            }
            follow(next, together.orElseGet(() -> alone.orElseThrow().respond(first, here)), alone.orElse(null), index);
        } catch (ModuleUnavailableException closing) {
            vote(next, DecisionReport.Answer.UNAVAILABLE, Faults.text(closing));
            listener.unavailable(next.module(), Faults.text(closing));
        }
    }

    /** Passes on the client's answer to the challenge. */
    void answer(LogonRequest answer) {
        AuthenticationUse asked;
        Dialogue present;
        synchronized (this) {
            asked = use;
            present = dialogue;
        }
        if (asked != null && present != null) {
            try (Handover here = listener.handover()) {
                follow(asked, present.respond(answer, here), present, chain.size());
            }
        }
    }

    private void follow(
            AuthenticationUse asked, Asked<Dialogue.Reply> submitted, @Nullable Dialogue present, int index) {
        boolean unwanted;
        synchronized (this) {
            call = submitted;
            unwanted = over;
        }
        if (unwanted) {
            stop(submitted, present);
        }
        submitted.then(reply -> heard(asked, reply, index), fault -> failed(asked, fault));
    }

    private void heard(AuthenticationUse asked, Dialogue.Reply reply, int index) {
        if (reply.lease().isPresent()) {
            vote(asked, DecisionReport.Answer.GRANTED, "");
            listener.accepted(asked.module(), reply.lease().get());
        } else if (reply.result() instanceof AuthenticationResult.Rejected rejected) {
            vote(asked, DecisionReport.Answer.DENIED, rejected.detail());
            listener.refused(asked.module(), refusal(rejected.reason()), rejected.detail());
        } else if (reply.result() instanceof AuthenticationResult.Challenge challenge) {
            synchronized (this) {
                hasChallenged = true;
            }
            listener.challenged(asked.module(), challenge.data());
        } else if (hasChallenged()) {
            String fault = "it abstained after its challenge, which it may not";
            vote(asked, DecisionReport.Answer.UNAVAILABLE, fault);
            listener.unavailable(asked.module(), fault);
        } else if (reply.result() instanceof AuthenticationResult.Abstained abstained) {
            vote(asked, DecisionReport.Answer.ABSTAINED, abstained.detail());
            if (!isOver()) {
                ask(index + 1);
            }
        }
    }

    private synchronized void vote(AuthenticationUse voter, DecisionReport.Answer answer, String why) {
        votes.add(new Vote(voter.module(), answer, Explanation.of(why), false));
    }

    /** What each module said that was asked, in this order. */
    synchronized List<Vote> votes() {
        return List.copyOf(votes);
    }

    private synchronized boolean hasChallenged() {
        return hasChallenged;
    }

    private synchronized boolean isOver() {
        return over;
    }

    private static LogonRefusal refusal(RejectionReason reason) {
        return switch (reason) {
            case BAD_CREDENTIALS -> LogonRefusal.BAD_CREDENTIALS;
            case LOGON_REQUIRED -> LogonRefusal.LOGON_REQUIRED;
            case USER_NAME_REQUIRED -> LogonRefusal.USER_NAME_REQUIRED;
            case MALFORMED_REQUEST -> LogonRefusal.MALFORMED_REQUEST;
            case NOT_PERMITTED -> LogonRefusal.NOT_PERMITTED;
        };
    }

    private void failed(AuthenticationUse asked, Throwable fault) {
        if (!isOver()) {
            asked.registration().faults().increment();
        }
        if (!Faults.isExpected(fault)) {
            asked.registration().troubles().failed(asked.registration().site(), "logon", fault);
        }
        vote(asked, DecisionReport.Answer.UNAVAILABLE, Faults.text(fault));
        listener.unavailable(asked.module(), Faults.text(fault));
    }

    /** Gives up the call that runs, and ends the exchange. Idempotent; doesn't block. */
    void end() {
        Asked<Dialogue.Reply> running;
        Dialogue present;
        synchronized (this) {
            over = true;
            running = call;
            present = dialogue;
        }
        stop(running, present);
    }

    private static void stop(@Nullable Asked<Dialogue.Reply> running, @Nullable Dialogue present) {
        if (running != null) {
            running.giveUp("the logon is over");
        }
        if (present != null) {
            present.end();
        }
    }
}
