package dev.keyhole.service;

import dev.keyhole.spi.Secret;
import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Verifies the passwords of requests. Thread-safe. */
final class RequestPasswords implements PasswordCheck {

    private final PasswordVerifier verifier;
    private final Forwarders forwarders;
    private final Metrics metrics;
    private final String retryAfter;
    private final Executor executor;

    /**
     * @param retryAfter seconds after which who was braked may try again
     * @param executor for what follows a verification
     */
    RequestPasswords(
            PasswordVerifier verifier, Forwarders forwarders, Metrics metrics, long retryAfter, Executor executor) {
        this.verifier = verifier;
        this.forwarders = forwarders;
        this.metrics = metrics;
        this.retryAfter = Long.toString(retryAfter);
        this.executor = executor;
    }

    @Override
    public void verify(Context request, String user, Secret password, Runnable accepted, Runnable rejected) {
        AccessLog.claimed(request.req(), user);
        long began = System.nanoTime();
        CompletableFuture<Verification> verification = verifier.verify(user, password, forwarders.origin(request.req()))
                .whenComplete((outcome, failure) -> metrics.logon(outcome, System.nanoTime() - began));
        if (verification.isDone()) {
            answer(request, verification.join(), accepted, rejected);
        } else {
            // Not on the thread that verifies passwords: this one reads files and waits for slow clients.
            request.future(() ->
                    verification.thenAcceptAsync(outcome -> answer(request, outcome, accepted, rejected), executor));
        }
    }

    private void answer(Context request, Verification verification, Runnable accepted, Runnable rejected) {
        switch (verification) {
            case ACCEPTED -> accepted.run();
            case REJECTED -> rejected.run();
            case BRAKED -> {
                request.header("Retry-After", retryAfter);
                Answers.error(request, 429, "there were too many failed logons; try again later");
            }
            case CROWDED -> {
                request.header("Retry-After", "1");
                Answers.error(request, 429, "too many logons from the same place are waiting");
            }
            case OVERLOADED -> {
                request.header("Retry-After", "1");
                Answers.error(request, 503, "too many logons are waiting");
            }
            case FAILED -> Answers.error(request, 503, "the password could not be verified");
        }
    }
}
