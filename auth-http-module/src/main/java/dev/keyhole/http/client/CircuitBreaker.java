package dev.keyhole.http.client;

import dev.keyhole.spi.HostServices;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops asking a service that fails again and again, so that nobody waits for it and it isn't kept down: after a number
 * of faults in a row it is left alone for a while, then one request looks whether it is back. Thread-safe.
 *
 * <p>Whoever is allowed to {@link #begin} says afterwards how it went: {@link #answered}, {@link #failed} or {@link
 * #abandoned}.
 */
public final class CircuitBreaker {

    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

    /** Pauses grow to this, so that a service that is back is noticed within seconds. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private enum State {
        /** Requests go through. */
        CLOSED,
        /** No request goes through before the pause is over. */
        OPEN,
        /** One request is on its way to look. */
        HALF_OPEN
    }

    private final HostServices host;
    private final String service;
    private final int allowedFailures;
    private final Duration firstPause;
    private final ServiceMeters meters;

    private State state = State.CLOSED;
    private int failures;
    private long openedAt;
    private long opensAgainAt;
    private Duration pause;
    private long refused;
    private String lastFault = "";

    /**
     * @param service where the service is; what follows a {@code ?} isn't shown to anybody, as it may hold a key
     * @param allowedFailures faults in a row that open it; 0 for never
     * @param pause how long it stays open the first time
     */
    public CircuitBreaker(HostServices host, String service, int allowedFailures, Duration pause) {
        this.host = host;
        this.service = service.split("[?#]", 2)[0];
        this.allowedFailures = allowedFailures;
        this.firstPause = pause;
        this.pause = pause;
        this.meters = new ServiceMeters(host.metrics(), this.service, this::openness);
    }

    private synchronized double openness() {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    ServiceMeters meters() {
        return meters;
    }

    long nanoTime() {
        return host.nanoTime();
    }

    /** Asks whether a request may go out. Empty if it may; else why not, for operators. */
    public synchronized Optional<String> begin() {
        if (state == State.CLOSED) {
            return Optional.empty();
        }
        if (state == State.OPEN && host.nanoTime() - opensAgainAt >= 0) {
            state = State.HALF_OPEN;
            return Optional.empty();
        }
        refused++;
        return Optional.of("it has failed " + failures + " times in a row and isn't asked for now; last: " + lastFault);
    }

    /** The service answered, whatever it said. */
    public synchronized void answered() {
        if (state != State.CLOSED) {
            LOG.info(
                    "{} answers again after {} ms; {} requests weren't sent meanwhile",
                    service,
                    Duration.ofNanos(host.nanoTime() - openedAt).toMillis(),
                    refused);
        }
        state = State.CLOSED;
        failures = 0;
        refused = 0;
        pause = firstPause;
    }

    /**
     * The service didn't answer, or said that it can't.
     *
     * @param fault for operators
     */
    public synchronized void failed(String fault) {
        failures++;
        lastFault = fault;
        if (state == State.HALF_OPEN) {
            Duration longest = firstPause.compareTo(LONGEST_PAUSE) > 0 ? firstPause : LONGEST_PAUSE;
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(longest) < 0 ? doubled : longest;
            open();
        } else if (state == State.CLOSED && allowedFailures > 0 && failures >= allowedFailures) {
            openedAt = host.nanoTime();
            LOG.warn(
                    "{} has failed {} times in a row and isn't asked for {} ms; until it answers again, every request"
                            + " to it is unavailable at once; last: {}",
                    service,
                    failures,
                    pause.toMillis(),
                    fault);
            open();
        }
    }

    private void open() {
        state = State.OPEN;
        opensAgainAt = host.nanoTime() + pause.toNanos();
    }

    /** The request ended without telling anything about the service; the next one may look. */
    public synchronized void abandoned() {
        if (state == State.HALF_OPEN) {
            state = State.OPEN;
            opensAgainAt = host.nanoTime();
        }
    }
}
