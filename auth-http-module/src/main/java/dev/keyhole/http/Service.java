package dev.keyhole.http;

import dev.keyhole.http.client.CircuitBreaker;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a service until the host restarts: that it asks for credentials, and how. Thread-safe; holds nothing
 * of any user.
 */
final class Service {

    /** A service that stops to ask for credentials lets everybody in; this is how long that may go unnoticed. */
    static final Duration PROBE_INTERVAL = Duration.ofMinutes(5);

    private final HostServices host;
    private final CircuitBreaker breaker;
    private volatile long nextProbe;
    private volatile Optional<Challenge> known = Optional.empty();
    private volatile boolean digestOffered;

    Service(HostServices host, CircuitBreaker breaker) {
        this.host = host;
        this.breaker = breaker;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    /**
     * How to authenticate the next request. Empty if it has to go without credentials: the service isn't known yet, or
     * it's time to look whether it still asks for them. All requests look until one has seen that it does: what comes of
     * the first is up to whoever sends it, who may choose a user that the service doesn't know.
     */
    Optional<Challenge> challenge() {
        return host.nanoTime() - nextProbe >= 0 ? Optional.empty() : known;
    }

    /**
     * The service answered 401 to a request without credentials.
     *
     * @return how it wants them
     * @throws ModuleUnavailableException if it wants them in no way that we know, or in a worse one than before
     */
    Challenge challenged(List<String> headers) {
        Challenge challenge = read(headers)
                .strongest()
                .orElseThrow(() -> new ModuleUnavailableException(
                        "the service answers 401 without asking for Basic or Digest authentication in a form that we"
                                + " know"));
        nextProbe = host.nanoTime() + PROBE_INTERVAL.toNanos();
        known = Optional.of(challenge);
        return challenge;
    }

    /**
     * The service answered 401 to a request with credentials.
     *
     * @param answered the challenge that they were made for
     * @return how to show them once more; empty if they are refused
     * @throws ModuleUnavailableException if the service wants them in a worse way than before
     */
    Optional<Challenge> challengedAgain(Challenge answered, List<String> headers) {
        Optional<Challenge> next = read(headers)
                .strongest()
                .filter(challenge -> challenge.isStale() || challenge.strength() > answered.strength());
        if (next.isPresent()) {
            known = next;
        }
        return next;
    }

    private Challenges read(List<String> headers) {
        Challenges offered = Challenges.read(headers);
        if (offered.digest()) {
            digestOffered = true;
        }
        if (digestOffered
                && offered.strongest().filter(BasicChallenge.class::isInstance).isPresent()) {
            throw new ModuleUnavailableException("the service asked for Digest authentication before and now asks for"
                    + " Basic; it gets no password in this way until the host is started anew");
        }
        return offered;
    }

    /**
     * The service let somebody in.
     *
     * @param answered the challenge that the credentials were made for
     * @param authenticationInfo what it said besides
     */
    void accepted(Challenge answered, String authenticationInfo) {
        Challenge next = answered.after(authenticationInfo);
        if (next != answered) {
            known = Optional.of(next);
        }
    }

    /** The service answered a request without credentials as if it had them: it isn't trusted until it asks again. */
    void forget() {
        known = Optional.empty();
    }
}
