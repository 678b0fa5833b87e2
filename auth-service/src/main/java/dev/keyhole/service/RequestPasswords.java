package dev.keyhole.service;

import dev.keyhole.spi.Secret;
import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Verifies the passwords of requests. Thread-safe. */
final class RequestPasswords implements PasswordCheck {

    private final PasswordVerifier verifier;
    private final Executor executor;

    /** @param executor for what follows a verification */
    RequestPasswords(PasswordVerifier verifier, Executor executor) {
        this.verifier = verifier;
        this.executor = executor;
    }

    @Override
    public void verify(Context request, String user, Secret password, Runnable accepted, Runnable rejected) {
        AccessLog.claimed(request.req(), user);
        CompletableFuture<Verification> verification = verifier.verify(user, password);
        if (verification.isDone()) {
            answer(request, verification.join(), accepted, rejected);
        } else {
            // Not on the thread that verifies passwords: this one reads files and waits for slow clients.
            request.future(() ->
                    verification.thenAcceptAsync(outcome -> answer(request, outcome, accepted, rejected), executor));
        }
    }

    private static void answer(Context request, Verification verification, Runnable accepted, Runnable rejected) {
        switch (verification) {
            case ACCEPTED -> accepted.run();
            case REJECTED -> rejected.run();
            case OVERLOADED -> {
                request.header("Retry-After", "1");
                Answers.error(request, 503, "too many logons are waiting");
            }
            case FAILED -> Answers.error(request, 503, "the password could not be verified");
        }
    }
}
