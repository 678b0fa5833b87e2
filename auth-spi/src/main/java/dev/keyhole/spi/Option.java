package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One option of a module: its name, its type, what it is when it isn't given, and where it may stand. Immutable; a module
 * keeps each of its options as a constant and reads values with it ({@link Options#get}).
 *
 * @param <T> type of its value
 */
public final class Option<T> {

    private final String name;
    private final String type;
    private final String description;
    private final Function<List<String>, T> converter;
    private final Optional<T> defaultValue;
    private final boolean required;
    private final boolean repeatable;
    private final Set<Place> places;

    private Option(
            String name,
            String type,
            String description,
            Function<List<String>, T> converter,
            Optional<T> defaultValue,
            boolean required,
            boolean repeatable,
            Set<Place> places) {
        this.name = requireNonNull(name);
        this.type = type;
        this.description = requireNonNull(description);
        this.converter = converter;
        this.defaultValue = defaultValue;
        this.required = required;
        this.repeatable = repeatable;
        this.places = Set.copyOf(places);
    }

    /**
     * An option of a type of its own.
     *
     * @param type what a message calls a value of this type, for instance {@code a regular expression}
     * @param parser makes the value from the text, stripped of white space around it; throws {@link
     *     IllegalArgumentException} with a message for operators if it can't
     */
    public static <T> Option<T> of(String name, String type, String description, Function<String, T> parser) {
        return new Option<>(
                name,
                type,
                description,
                values -> parser.apply(values.get(0).strip()),
                Optional.empty(),
                false,
                false,
                EnumSet.allOf(Place.class));
    }

    public static Option<String> text(String name, String description) {
        return of(name, "text", description, value -> value);
    }

    /** Digits, within the bounds, both included. */
    public static Option<Integer> integer(String name, String description, int least, int most) {
        return of(name, "a whole number from " + least + " to " + most, description, value -> {
            int number = Integer.parseInt(value);
            if (number < least || number > most) {
                throw new IllegalArgumentException();
            }
            return number;
        });
    }

    /** {@code true/false/yes/no/enabled/disabled/1/0}, in any case. */
    public static Option<Boolean> bool(String name, String description) {
        return of(name, "true or false", description, Values::bool);
    }

    /** Milliseconds, or a number with one of the units {@code ns us ms s m h d w}. */
    public static Option<Duration> duration(String name, String description) {
        return of(name, "a duration such as 5000, 250ms, 5s or 2m", description, Values::duration);
    }

    /** Bytes, or a number with one of the units {@code k m g t} (powers of 1,024), with or without a {@code b}. */
    public static Option<Long> size(String name, String description) {
        return of(name, "a size such as 512, 4k or 1MB", description, Values::size);
    }

    public static Option<Path> path(String name, String description) {
        return of(name, "a path", description, value -> {
            if (value.isEmpty()) {
                throw new IllegalArgumentException("it is empty");
            }
            try {
                return Path.of(value);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(e.getReason(), e);
            }
        });
    }

    /** One of the names of an enumeration, in any case, {@code -} and {@code _} being the same. */
    public static <E extends Enum<E>> Option<E> choice(String name, String description, Class<E> choices) {
        return of(name, "one of " + Values.names(choices), description, value -> Values.choice(value, choices));
    }

    /** A secret; white space around it belongs to it, and no message ever shows it. */
    public static Option<Secret> secret(String name, String description) {
        return new Option<>(
                name,
                "a secret",
                description,
                values -> Secret.of(values.get(0)),
                Optional.empty(),
                false,
                false,
                EnumSet.allOf(Place.class));
    }

    /** The same option with a value for when it isn't given. */
    public Option<T> withDefault(T value) {
        return new Option<>(name, type, description, converter, Optional.of(value), required, repeatable, places);
    }

    /** The same option, which a configuration must give. */
    public Option<T> mandatory() {
        return new Option<>(name, type, description, converter, defaultValue, true, repeatable, places);
    }

    /** The same option, which may be given any number of times; the values keep their order. */
    public Option<List<T>> repeated() {
        return new Option<>(
                name,
                type,
                description,
                values -> {
                    List<T> all = new ArrayList<>();
                    values.forEach(value -> all.add(converter.apply(List.of(value))));
                    return List.copyOf(all);
                },
                Optional.of(List.of()),
                required,
                true,
                places);
    }

    /** The same option for these places only. Elsewhere it has no effect, which the host says in a warning. */
    public Option<T> onlyIn(Place first, Place... more) {
        return new Option<>(
                name, type, description, converter, defaultValue, required, repeatable, EnumSet.of(first, more));
    }

    public String name() {
        return name;
    }

    /** What a message calls a value of the option. */
    public String type() {
        return type;
    }

    /** One line of help. */
    public String description() {
        return description;
    }

    public Optional<T> defaultValue() {
        return defaultValue;
    }

    public boolean isMandatory() {
        return required;
    }

    public boolean isRepeatable() {
        return repeatable;
    }

    public Set<Place> places() {
        return places;
    }

    T convert(List<String> values) {
        return converter.apply(values);
    }

    @Override
    public String toString() {
        return "Option[" + name + "]";
    }
}
