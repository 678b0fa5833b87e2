package dev.keyhole.spi;

import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Numbers that operators look at: what a module counts, holds and measures. Thread-safe; no method blocks.
 *
 * <p>A name is written in lower case, in words that are joined by dots, for instance {@code http.requests}; the host puts
 * {@code keyhole.module.} before it and adds the tag {@code module} with the name that the configuration gives to the
 * module. All meters of one name have the same keys of tags. Asking again for the same name and tags gives the same meter.
 *
 * <p>The value of a tag is one of few that are known beforehand, such as an outcome or a method: never a secret, and never
 * what a client or a user sent or is called. The host keeps a bounded number of meters for each module; past it, further
 * ones count for nobody, and the log says so once.
 */
public interface Metrics {

    /** Counts what happens. */
    interface Counter {

        /**
         * @param count how often it happened, zero or more
         */
        void add(long count);

        default void increment() {
            add(1);
        }
    }

    /** Counts what takes time, and measures how long. */
    interface Timer {

        /**
         * @param nanos how long it took in nanoseconds; less than zero counts as zero
         */
        void record(long nanos);

        default void record(Duration time) {
            record(time.toNanos());
        }
    }

    /**
     * @param help what is counted, in one line
     * @throws IllegalArgumentException if the name or a key isn't written as it must be
     */
    Counter counter(String name, String help, Map<String, String> tags);

    /**
     * @param help what is measured, in one line
     * @throws IllegalArgumentException if the name or a key isn't written as it must be
     */
    Timer timer(String name, String help, Map<String, String> tags);

    /**
     * Shows what a module holds at present. A gauge takes the place of a former one with the same name and tags, and goes
     * when the module is closed.
     *
     * @param help what is shown, in one line
     * @param value called whenever somebody looks, on any thread; doesn't block. What it throws shows as no number
     * @throws IllegalArgumentException if the name or a key isn't written as it must be
     */
    void gauge(String name, String help, Map<String, String> tags, DoubleSupplier value);

    /** Metrics that nobody looks at. */
    static Metrics unseen() {
        return UnseenMetrics.INSTANCE;
    }
}
