package dev.keyhole.artemis;

import dev.keyhole.host.CredentialsOutcome;
import dev.keyhole.host.Destination;
import dev.keyhole.host.OutgoingLogon;
import dev.keyhole.spi.Credentials;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What a link logs on with: asked for once in each attempt to connect, and for each attempt anew. Thread-safe. */
final class LinkCredentials implements AutoCloseable {

    /** One attempt to connect. */
    private record Attempt(OutgoingLogon logon, CompletableFuture<CredentialsOutcome> outcome) {}

    private final Destination destination;

    // Guarded by this
    private Optional<Attempt> attempt = Optional.empty();
    private boolean accepted;
    private boolean closed;

    LinkCredentials(Destination destination) {
        this.destination = destination;
    }

    /**
     * The credentials of the present attempt, waiting for them if need be; empty if there are none. An interrupt ends the
     * wait, and leaves the thread interrupted.
     */
    Optional<Credentials> await() {
        try {
            Optional<Attempt> present = attempt();
            return present.isEmpty()
                    ? Optional.empty()
                    : present.get()
                            .outcome()
                            .get()
                            .match(got -> Optional.of(got.credentials()), none -> Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }

    private synchronized Optional<Attempt> attempt() {
        if (attempt.isEmpty() && !closed) {
            try {
                OutgoingLogon logon = destination.authenticate();
                attempt = Optional.of(new Attempt(logon, logon.credentials().toCompletableFuture()));
            } catch (IllegalStateException hostIsClosed) {
                closed = true;
            }
        }
        return attempt;
    }

    /** The remote side has let the link in. */
    synchronized void opened() {
        attempt.ifPresent(present -> present.logon().completed(true));
        accepted = true;
    }

    /** The attempt has failed, or what came of it is lost. Credentials that didn't open the link are told as refused. */
    synchronized void ended() {
        attempt.ifPresent(present -> {
            if (!accepted) {
                present.logon().completed(false);
            }
            present.logon().close();
        });
        attempt = Optional.empty();
        accepted = false;
    }

    @Override
    public synchronized void close() {
        closed = true;
        attempt.ifPresent(present -> present.logon().close());
        attempt = Optional.empty();
    }
}
