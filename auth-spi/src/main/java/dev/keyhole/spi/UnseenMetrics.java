package dev.keyhole.spi;

import java.util.Map;
import java.util.function.DoubleSupplier;

/** For a host that shows none. */
enum UnseenMetrics implements Metrics {
    INSTANCE;

    private static final Counter COUNTER = count -> {};
    private static final Timer TIMER = nanos -> {};

    @Override
    public Counter counter(String name, String help, Map<String, String> tags) {
        return COUNTER;
    }

    @Override
    public Timer timer(String name, String help, Map<String, String> tags) {
        return TIMER;
    }

    @Override
    public void gauge(String name, String help, Map<String, String> tags, DoubleSupplier value) {}
}
