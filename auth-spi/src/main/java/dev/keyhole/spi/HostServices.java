package dev.keyhole.spi;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;

/**
 * What the host lends to a module: time, randomness, threads and metrics, so that tests can hold them. Thread-safe.
 */
public interface HostServices {

    /** The time of day. */
    Clock clock();

    /** A monotonic reading in nanoseconds, to measure how long something took. */
    long nanoTime();

    SecureRandom random();

    /**
     * Runs a task once, after a delay, on a thread of the host where it may block. An exception that it throws is
     * logged under the module's name. What hasn't run when the module is closed never runs. A task that has to run again
     * schedules itself; one that runs for longer than the host's limit for a call of a module is interrupted.
     *
     * @param delay zero or less means as soon as possible, on another thread all the same
     * @return to cancel it with; cancelling interrupts a task that runs
     */
    Future<?> schedule(Duration delay, Runnable task);

    /**
     * Closes a connection of the broker, if it is still there. Doesn't wait for it.
     *
     * @param connectionId {@link ConnectionInfo#id()} of the connection
     * @param reason for operators
     */
    void disconnect(String connectionId, String reason);

    /** What the module counts and measures for operators. The same object each time. */
    default Metrics metrics() {
        return Metrics.unseen();
    }
}
