package dev.keyhole.host.engine;

import static java.util.Objects.requireNonNull;

import dev.keyhole.host.CredentialsOutcome;
import dev.keyhole.host.OutgoingLogon;
import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorExchange;
import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Secret;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to a destination. Sees to it that the module's exchange is called by one thread at a time, and
 * closed once, when no call of it runs any more.
 */
final class OutgoingAttempt implements OutgoingLogon {

    /** More challenges than this are no dialogue any more. */
    private static final int MAX_CHALLENGES = 16;

    /** A question to the exchange. */
    private interface Question {
        @Nullable
        Credentials ask(AuthenticatorExchange exchange) throws InterruptedException;
    }

    private final EngineDestination destination;
    private final Opening<AuthenticatorContext> opening;

    // Guarded by this
    private boolean begun;
    private boolean answered;
    private boolean awaited;
    private int challenges;
    private boolean decided;
    private boolean over;
    private @Nullable Call<Credentials> call;
    private @Nullable AuthenticatorExchange exchange;
    /** Whether a thread is in the exchange, which may be so for a while after the call was given up. */
    private boolean busy;

    private Optional<Boolean> untold = Optional.empty();
    private boolean closed;
    private String userName = "";

    /**
     * @param opening entered, and left at the end
     */
    OutgoingAttempt(EngineDestination destination, Opening<AuthenticatorContext> opening) {
        this.destination = destination;
        this.opening = opening;
    }

    @Override
    public CompletionStage<CredentialsOutcome> credentials() {
        String refusal;
        synchronized (this) {
            refusal = over ? "the attempt is over" : begun ? "credentials were asked for already" : "";
            awaited |= refusal.isEmpty();
            begun = true;
        }
        return refusal.isEmpty() ? ask("request for credentials", AuthenticatorExchange::initial) : none(refusal);
    }

    @Override
    public CompletionStage<CredentialsOutcome> respond(Secret challenge) {
        String refusal;
        synchronized (this) {
            refusal = refusalOfChallenge();
            awaited |= refusal.isEmpty();
            challenges++;
        }
        return refusal.isEmpty() ? ask("challenge", authenticator -> authenticator.respond(challenge)) : none(refusal);
    }

    private String refusalOfChallenge() {
        if (over) {
            return "the attempt is over";
        }
        if (!answered || awaited) {
            return "a challenge is answered after credentials, and one at a time";
        }
        return challenges >= MAX_CHALLENGES ? "there were more than " + MAX_CHALLENGES + " challenges" : "";
    }

    private CompletionStage<CredentialsOutcome> none(String why) {
        return CompletableFuture.completedFuture(new CredentialsOutcome.Unavailable(why));
    }

    private CompletionStage<CredentialsOutcome> ask(String what, Question question) {
        long startedAt = destination.engine().time().nanoTime();
        CompletableFuture<CredentialsOutcome> outcome = new CompletableFuture<>();
        Call<Credentials> submitted = opening.submit(what, context -> enter(context, question), late -> {});
        submitted.limitWait(destination.engine().settings().callTimeout());
        boolean unwanted;
        synchronized (this) {
            call = submitted;
            unwanted = over;
        }
        if (unwanted) {
            submitted.giveUp("the attempt is over");
        }
        submitted.then(
                credentials -> obtained(credentials, startedAt, outcome), fault -> failed(fault, startedAt, outcome));
        return outcome;
    }

    private Credentials enter(AuthenticatorContext context, Question question) throws InterruptedException {
        AuthenticatorExchange entered;
        synchronized (this) {
            if (over) {
                throw new ModuleUnavailableException("the attempt is over");
            }
            busy = true;
            entered = exchange;
        }
        try {
            if (entered == null) {
                entered = requireNonNull(context.begin(), "it began no exchange");
                synchronized (this) {
                    exchange = entered;
                }
            }
            return nonNull(question.ask(entered));
        } finally {
            synchronized (this) {
                busy = false;
            }
            tellExchange();
        }
    }

    /** A module may break the rule that nothing is null. */
    private static Credentials nonNull(@Nullable Credentials credentials) {
        if (credentials == null) {
            throw new ModuleUnavailableException("it answered nothing at all");
        }
        return credentials;
    }

    private void obtained(Credentials credentials, long startedAt, CompletableFuture<CredentialsOutcome> outcome) {
        synchronized (this) {
            answered = true;
            awaited = false;
            userName = credentials.userName();
        }
        long nanos = destination.engine().time().nanoTime() - startedAt;
        CredentialsLog.obtained(destination.registration().site(), credentials, nanos);
        tell(outcome, new CredentialsOutcome.Obtained(credentials));
    }

    private void tell(CompletableFuture<CredentialsOutcome> told, CredentialsOutcome outcome) {
        destination.engine().workers().tellHere(() -> told.complete(outcome));
    }

    private void failed(Throwable fault, long startedAt, CompletableFuture<CredentialsOutcome> outcome) {
        boolean wanted;
        synchronized (this) {
            answered = false;
            awaited = false;
            wanted = !over;
        }
        if (wanted) {
            destination.registration().faults().increment();
        }
        Site site = destination.registration().site();
        if (!Faults.isExpected(fault)) {
            destination.registration().troubles().failed(site, "request for credentials", fault);
        }
        String why = Faults.text(fault);
        CredentialsLog.unavailable(site, why, destination.engine().time().nanoTime() - startedAt);
        tell(outcome, new CredentialsOutcome.Unavailable("module '" + site.module() + "': " + why));
    }

    @Override
    public void completed(boolean accepted) {
        String user;
        synchronized (this) {
            if (decided || over || !answered) {
                return;
            }
            decided = true;
            untold = Optional.of(accepted);
            user = userName;
        }
        CredentialsLog.completed(destination.registration().site(), user, accepted);
        tellExchange();
    }

    @Override
    public void close() {
        Call<Credentials> running;
        synchronized (this) {
            over = true;
            running = call;
        }
        if (running != null) {
            running.giveUp("the attempt is over");
        }
        destination.ended(this);
        tellExchange();
    }

    /** Tells the exchange what it has still to be told, as soon as no thread is in it. */
    private void tellExchange() {
        AuthenticatorExchange told;
        Optional<Boolean> outcome;
        boolean ending;
        synchronized (this) {
            if (busy || closed) {
                return;
            }
            told = exchange;
            outcome = untold;
            untold = Optional.empty();
            ending = over;
            closed = over;
        }
        if (outcome.isEmpty() && !ending) {
            return;
        }
        destination.registration().notices().tell(() -> {
            try {
                if (told != null) {
                    outcome.ifPresent(told::completed);
                }
            } finally {
                if (ending) {
                    end(told);
                }
            }
        });
    }

    private void end(@Nullable AuthenticatorExchange told) {
        try {
            if (told != null) {
                told.close();
            }
        } finally {
            opening.leave();
        }
    }
}
