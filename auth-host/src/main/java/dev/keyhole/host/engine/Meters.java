package dev.keyhole.host.engine;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of one host, in a registry that may hold those of others as well. A registry that refuses a meter costs the
 * host that meter, and nothing else. Thread-safe.
 */
final class Meters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.host");

    private final MeterRegistry registry;
    private final boolean own;
    private final Set<Meter> meters = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean refused = new AtomicBoolean();

    /**
     * @param given the embedding program's registry, which stays open; without one the host has its own
     */
    Meters(Optional<MeterRegistry> given) {
        this.registry = given.orElseGet(SimpleMeterRegistry::new);
        this.own = given.isEmpty();
    }

    @Nullable
    Counter counter(String name, String help, Map<String, String> tags) {
        return added(
                () -> Counter.builder(name).description(help).tags(tags(tags)).register(registry));
    }

    @Nullable
    Timer timer(String name, String help, Map<String, String> tags) {
        return added(
                () -> Timer.builder(name).description(help).tags(tags(tags)).register(registry));
    }

    void gauge(String name, String help, Map<String, String> tags, DoubleSupplier value) {
        Meter unused = added(() -> Gauge.builder(name, value::getAsDouble)
                .description(help)
                .tags(tags(tags))
                .strongReference(true)
                .register(registry));
    }

    /** A counter that is kept elsewhere, where counting must cost nearly nothing. */
    LongAdder adder(String name, String help, Map<String, String> tags) {
        LongAdder adder = new LongAdder();
        counted(name, help, tags, adder);
        return adder;
    }

    /**
     * @param count held weakly by the registry
     */
    void counted(String name, String help, Map<String, String> tags, LongAdder count) {
        counted(name, help, tags, count, LongAdder::sum);
    }

    /**
     * @param count held weakly by the registry
     */
    <T> void counted(String name, String help, Map<String, String> tags, T count, ToDoubleFunction<T> value) {
        Meter unused = added(() -> FunctionCounter.builder(name, count, value)
                .description(help)
                .tags(tags(tags))
                .register(registry));
    }

    private <M extends Meter> @Nullable M added(Supplier<M> registration) {
        try {
            M meter = requireNonNull(registration.get());
            meters.add(meter);
            return meter;
        } catch (RuntimeException e) {
            if (refused.compareAndSet(false, true)) {
                LOG.warn("A metric can't be registered, and perhaps others can't", e);
            }
            return null;
        }
    }

    private static Iterable<Tag> tags(Map<String, String> tags) {
        return Tags.of(tags.entrySet().stream()
                .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
                .toList());
    }

    /** All there are, in no order. */
    List<Meter> all() {
        return List.copyOf(meters);
    }

    /** Takes the host's meters out of the registry, and closes that if it is the host's own. */
    @Override
    public void close() {
        meters.forEach(registry::remove);
        meters.clear();
        if (own) {
            registry.close();
        }
    }
}
