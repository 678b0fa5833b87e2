package dev.keyhole.host;

import dev.keyhole.spi.Secret;
import java.util.concurrent.CompletionStage;

/**
 * The broker's own logon on one outgoing connection. A broker calls {@link #credentials()} once, {@link #respond} for each
 * challenge of the remote side, {@link #completed} when that has decided, and {@link #close()}. Thread-safe; no method
 * blocks.
 */
public interface OutgoingLogon extends AutoCloseable {

    /**
     * What to log on with. Never completes exceptionally; completes by the host's limit of a call at the latest.
     *
     * <p>The secret belongs to the module, which may give it out again: the broker doesn't wipe it.
     */
    CompletionStage<CredentialsOutcome> credentials();

    /**
     * The answer to a challenge of the remote side. Never completes exceptionally. Without credentials before, with another
     * answer still awaited, or after more than 16 challenges the answer is that there is none.
     */
    CompletionStage<CredentialsOutcome> respond(Secret challenge);

    /**
     * Tells whether the remote side accepted the credentials, so that what it refused isn't given out again. Only the first
     * call counts. A broker that can't find out doesn't call it.
     */
    void completed(boolean accepted);

    /** Ends the attempt. What is still awaited completes without credentials. Idempotent. */
    @Override
    void close();
}
