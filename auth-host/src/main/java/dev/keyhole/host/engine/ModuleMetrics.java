package dev.keyhole.host.engine;

import dev.keyhole.spi.Metrics;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of one module: a bounded number of them, under names that can be nobody else's. Thread-safe. */
final class ModuleMetrics implements Metrics {

    /** How many meters a module may have. */
    static final int LIMIT = 500;

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.host");
    private static final String PREFIX = "keyhole.module.";
    private static final String MODULE = "module";
    private static final int LONGEST = 100;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(?:[._][a-z0-9]+)*");
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)*");

    private enum Kind {
        COUNTER,
        TIMER,
        GAUGE
    }

    /** What all meters of one name have in common. */
    private record Shape(Kind kind, Set<String> keys) {}

    private record Id(String name, Map<String, String> tags) {}

    /** A gauge's present source, which another may take the place of. */
    private static final class Source {

        private volatile DoubleSupplier value;

        Source(DoubleSupplier value) {
            this.value = value;
        }

        double read() {
            try {
                return value.getAsDouble();
            } catch (RuntimeException e) {
                return Double.NaN;
            }
        }
    }

    private final Meters meters;
    private final String module;

    // Guarded by this
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<Id, Object> known = new HashMap<>();
    private boolean isFull;

    ModuleMetrics(Meters meters, String module) {
        this.meters = meters;
        this.module = module;
    }

    @Override
    public Counter counter(String name, String help, Map<String, String> tags) {
        return known(Kind.COUNTER, Counter.class, name, tags, () -> {
            io.micrometer.core.instrument.Counter counter = meters.counter(PREFIX + name, help, withModule(tags));
            return counter == null
                    ? Metrics.unseen().counter(name, help, tags)
                    : count -> counter.increment((double) count);
        });
    }

    @Override
    public Timer timer(String name, String help, Map<String, String> tags) {
        return known(Kind.TIMER, Timer.class, name, tags, () -> {
            io.micrometer.core.instrument.Timer timer = meters.timer(PREFIX + name, help, withModule(tags));
            return timer == null
                    ? Metrics.unseen().timer(name, help, tags)
                    : nanos -> timer.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        });
    }

    @Override
    public void gauge(String name, String help, Map<String, String> tags, DoubleSupplier value) {
        Source source = known(Kind.GAUGE, Source.class, name, tags, () -> {
            Source first = new Source(value);
            meters.gauge(PREFIX + name, help, withModule(tags), first::read);
            return first;
        });
        source.value = value;
    }

    private Map<String, String> withModule(Map<String, String> tags) {
        Map<String, String> all = new TreeMap<>();
        tags.forEach((key, value) -> all.put(key, text(value)));
        all.put(MODULE, text(module));
        return all;
    }

    /** What may stand in a tag: a short text without anything that disturbs. */
    private static String text(String value) {
        String clean = LogText.clean(value);
        return clean.isEmpty() ? "-" : clean.substring(0, Math.min(clean.length(), LONGEST));
    }

    private synchronized <T> T known(
            Kind kind, Class<T> type, String name, Map<String, String> tags, Supplier<T> registration) {
        Shape shape = shape(kind, name, tags);
        Shape former = shapes.putIfAbsent(name, shape);
        if (former != null && !former.equals(shape)) {
            throw new IllegalArgumentException(
                    "metric '" + name + "' is a " + former + " already, and can't be a " + shape);
        }
        Id id = new Id(name, Map.copyOf(tags));
        Object present = known.get(id);
        if (present != null) {
            return type.cast(present);
        }
        if (known.size() >= LIMIT) {
            return unseen(type, name);
        }
        T meter = registration.get();
        known.put(id, meter);
        return meter;
    }

    private static Shape shape(Kind kind, String name, Map<String, String> tags) {
        if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' can't be the name of a metric");
        }
        for (String key : tags.keySet()) {
            if (key.equals(MODULE)
                    || key.length() > LONGEST
                    || !KEY.matcher(key).matches()) {
                throw new IllegalArgumentException("'" + key + "' can't be the key of a tag of metric '" + name + "'");
            }
        }
        return new Shape(kind, Set.copyOf(tags.keySet()));
    }

    private <T> T unseen(Class<T> type, String name) {
        if (!isFull) {
            isFull = true;
            LOG.warn(
                    "module '{}' has {} metrics, and '{}' would be one more: it and those after it aren't shown",
                    module,
                    LIMIT,
                    name);
        }
        Object nobodys = type == Counter.class
                ? Metrics.unseen().counter(name, "", Map.of())
                : type == Timer.class ? Metrics.unseen().timer(name, "", Map.of()) : new Source(() -> 0);
        return type.cast(nobodys);
    }
}
