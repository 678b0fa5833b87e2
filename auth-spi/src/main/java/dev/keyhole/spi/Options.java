package dev.keyhole.spi;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Values of options, of the right type and with defaults filled in. Immutable; never prints a value. */
public final class Options {

    private final Map<Option<?>, Object> values;
    private final Map<Option<?>, String> locations;

    Options(Map<Option<?>, Object> values, Map<Option<?>, String> locations) {
        this.values = Map.copyOf(values);
        this.locations = Map.copyOf(locations);
    }

    /**
     * The value that is given, else the default.
     *
     * @throws NoSuchElementException if there is neither
     */
    public <T> T get(Option<T> option) {
        return find(option).orElseThrow(() -> new NoSuchElementException(option + " has no value"));
    }

    /** The value that is given, else the default, else nothing. */
    @SuppressWarnings("unchecked") // the schema put the value that the option itself converted
    public <T> Optional<T> find(Option<T> option) {
        Object value = values.get(option);
        return value == null ? option.defaultValue() : Optional.of((T) value);
    }

    /** Whether the configuration gives the option, be it with the value of its default. */
    public boolean isGiven(Option<?> option) {
        return values.containsKey(option);
    }

    /** Where the option stands, for instance {@code keyhole.xml:24}; empty if it isn't given, or if unknown. */
    public String location(Option<?> option) {
        return locations.getOrDefault(option, "");
    }

    @Override
    public String toString() {
        return "Options" + values.keySet();
    }
}
