package dev.keyhole.http;

import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is known of a service until the host restarts: that it asks for credentials, and how. Thread-safe; holds nothing
 * of any user.
 */
final class Service {

    /** A service that stops to ask for credentials lets everybody in; this is how long that may go unnoticed. */
    static final Duration PROBE_INTERVAL = Duration.ofMinutes(5);

    private final HostServices host;
    private final AtomicLong nextProbe = new AtomicLong();
    private volatile Optional<Challenge> known = Optional.empty();

    Service(HostServices host) {
        this.host = host;
    }

    /**
     * How to authenticate the next request. Empty if it has to go without credentials: the service isn't known yet, or
     * this is the request that looks whether it still asks for them.
     */
    Optional<Challenge> challenge() {
        long due = nextProbe.get();
        long now = host.nanoTime();
        boolean probe = now - due >= 0 && nextProbe.compareAndSet(due, now + PROBE_INTERVAL.toNanos());
        return probe ? Optional.empty() : known;
    }

    /**
     * The service answered 401 to a request without credentials.
     *
     * @return how it wants them
     * @throws ModuleUnavailableException if it wants them in no way that we know
     */
    Challenge challenged(List<String> headers) {
        Challenge challenge = Challenges.strongest(headers)
                .orElseThrow(() -> new ModuleUnavailableException(
                        "the service answers 401 without asking for Basic authentication"));
        if (known.isEmpty()) {
            nextProbe.set(host.nanoTime() + PROBE_INTERVAL.toNanos());
        }
        known = Optional.of(challenge);
        return challenge;
    }

    /** The service answered a request without credentials as if it had them: it isn't trusted until it asks again. */
    void forget() {
        known = Optional.empty();
    }
}
