package dev.keyhole.http;

import dev.keyhole.spi.Metrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** Meters of which a test can read what they show, by name and tags such as {@code http.connections{state=idle}}. */
final class TestMetrics implements Metrics {

    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();

    private static String key(String name, Map<String, String> tags) {
        return name + (tags.isEmpty() ? "" : new TreeMap<>(tags));
    }

    private AtomicLong count(String name, Map<String, String> tags) {
        return counts.computeIfAbsent(key(name, tags), unused -> new AtomicLong());
    }

    @Override
    public Counter counter(String name, String help, Map<String, String> tags) {
        return count(name, tags)::addAndGet;
    }

    @Override
    public Timer timer(String name, String help, Map<String, String> tags) {
        AtomicLong count = count(name, tags);
        return nanos -> {
            if (nanos < 0) {
                throw new IllegalArgumentException("less than no time");
            }
            count.incrementAndGet();
        };
    }

    @Override
    public void gauge(String name, String help, Map<String, String> tags, DoubleSupplier value) {
        gauges.put(key(name, tags), value);
    }

    /** What a counter or a gauge shows, or how often a timer was used; -1 if there is no such meter. */
    long value(String meter) {
        AtomicLong count = counts.get(meter);
        DoubleSupplier gauge = gauges.get(meter);
        return count != null ? count.get() : gauge != null ? (long) gauge.getAsDouble() : -1;
    }
}
