package dev.keyhole.http.check;

import java.time.Duration;
import java.util.Optional;

/**
 * What an answer says of itself.
 *
 * @param lifetime how long it holds; empty if it doesn't say
 * @param scope of which topics it holds, as the service wrote it; empty if it doesn't say
 */
record Terms(Optional<Duration> lifetime, Optional<String> scope) {

    static final Terms UNSAID = new Terms(Optional.empty(), Optional.empty());
}
