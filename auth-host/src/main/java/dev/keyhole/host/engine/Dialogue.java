package dev.keyhole.host.engine;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A module's exchange with one client, over all its rounds. Sees to it that the exchange is called by one thread at a time,
 * and closed once, when no call of it runs any more.
 */
final class Dialogue {

    /**
     * What the module answered.
     *
     * @param lease the identity to give back one day, if the answer is an acceptance
     */
    record Reply(AuthenticationResult result, Optional<Lease> lease) {

        /** Nobody wants it any more. */
        void discard() {
            lease.ifPresent(Lease::release);
        }
    }

    private final Registration<AuthenticationContext> registration;
    private final Opening<AuthenticationContext> opening;
    private final ConnectionInfo connection;

    // Guarded by this
    private @Nullable AuthenticationExchange exchange;
    private boolean busy;
    private boolean toEnd;
    private boolean ended;

    /**
     * @throws ModuleUnavailableException if the host is closing
     */
    Dialogue(Registration<AuthenticationContext> registration, ConnectionInfo connection) {
        this.registration = registration;
        this.opening = registration.enter();
        this.connection = connection;
    }

    /**
     * Has the module judge the first request, or an answer to its challenge.
     *
     * @param threads where it is called if that is now
     */
    Call<Reply> respond(LogonRequest request, Executor threads) {
        return opening.submit("logon", context -> ask(context, request), Reply::discard, threads);
    }

    private Reply ask(AuthenticationContext context, LogonRequest request) throws InterruptedException {
        AuthenticationExchange mine = begin(context);
        boolean goesOn = false;
        try {
            AuthenticationResult result = mine.respond(request);
            if (result instanceof AuthenticationResult.Accepted accepted) {
                return new Reply(result, Optional.of(lease(context, accepted)));
            }
            goesOn = result instanceof AuthenticationResult.Challenge;
            return new Reply(nonNull(result), Optional.empty());
        } finally {
            returned(goesOn);
        }
    }

    /**
     * Makes an answer of this dialogue the answer to another connection's logon.
     *
     * @return empty if the other logon has to be judged by itself
     */
    Optional<Reply> share(Reply reply, ConnectionInfo other) {
        AuthenticationContext context = opening.contextIfOpen();
        if (context == null) {
            return Optional.empty();
        }
        try {
            return context.share(reply.result(), other).map(result -> {
                Optional<Lease> lease = result instanceof AuthenticationResult.Accepted accepted
                        ? Optional.of(new Lease(other, accepted.identity(), context, opening, registration.notices()))
                        : Optional.empty();
                return new Reply(result, lease);
            });
        } catch (Throwable failure) {
            Faults.rethrowIfFatal(failure);
            registration.troubles().failed(registration.site(), "share", failure);
            return Optional.empty();
        }
    }

    /** A module may break the rule that nothing is null. */
    private static AuthenticationResult nonNull(@Nullable AuthenticationResult result) {
        if (result == null) {
            throw new ModuleUnavailableException("it answered nothing at all");
        }
        return result;
    }

    private Lease lease(AuthenticationContext context, AuthenticationResult.Accepted accepted) {
        return new Lease(connection, accepted.identity(), context, opening, registration.notices());
    }

    private AuthenticationExchange begin(AuthenticationContext context) {
        synchronized (this) {
            if (toEnd) {
                throw new ModuleUnavailableException("the logon is over");
            }
            busy = true;
            AuthenticationExchange known = exchange;
            if (known != null) {
                return known;
            }
        }
        AuthenticationExchange begun;
        try {
            begun = requireNonNull(context.begin(connection), "it began no exchange");
        } catch (Throwable failure) {
            returned(false);
            throw failure;
        }
        synchronized (this) {
            exchange = begun;
        }
        return begun;
    }

    private void returned(boolean goesOn) {
        synchronized (this) {
            busy = false;
            toEnd |= !goesOn;
            if (!toEnd) {
                return;
            }
        }
        // On the thread of the call, which is the module's for so long anyway.
        closeExchange(Runnable::run);
    }

    /** Ends the exchange, at once or when the call that runs has returned. Idempotent; doesn't block. */
    void end() {
        synchronized (this) {
            toEnd = true;
            if (busy) {
                return;
            }
        }
        closeExchange(registration.notices()::tell);
    }

    private void closeExchange(Executor where) {
        AuthenticationExchange open;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            open = exchange;
            exchange = null;
        }
        where.execute(() -> {
            try {
                if (open != null) {
                    open.close();
                }
            } catch (Throwable failure) {
                Faults.rethrowIfFatal(failure);
                registration.troubles().failed(registration.site(), "notice", failure);
            } finally {
                opening.leave();
            }
        });
    }
}
