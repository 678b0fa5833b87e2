package dev.keyhole.host;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;

/** Where a host has its time from. Thread-safe. Tests give one that they move by hand. */
public interface TimeSource {

    /** The time of day. */
    Clock clock();

    /** A monotonic reading in nanoseconds. */
    long nanoTime();

    /**
     * Runs a short task that doesn't block, once, after a delay. The host brings what may block to threads of its own.
     */
    Future<?> schedule(Duration delay, Runnable task);
}
