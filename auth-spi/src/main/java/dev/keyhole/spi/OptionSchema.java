package dev.keyhole.spi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All options of a module. Immutable. */
public final class OptionSchema {

    private final Map<String, Option<?>> options = new LinkedHashMap<>();
    private final boolean ignoresModuleOptions;

    private OptionSchema(Collection<Option<?>> options, boolean ignoresModuleOptions) {
        this.ignoresModuleOptions = ignoresModuleOptions;
        for (Option<?> option : options) {
            if (this.options.put(option.name(), option) != null) {
                throw new IllegalArgumentException("two options are named " + option.name());
            }
        }
    }

    public static OptionSchema of(Option<?>... options) {
        return new OptionSchema(List.of(options), false);
    }

    /**
     * The same for a module that takes no options at its {@code Module} element, and passes over whatever stands there with a
     * warning, be it known or not.
     */
    public OptionSchema ignoringModuleOptions() {
        return new OptionSchema(options.values(), true);
    }

    /** In the order of their declaration. */
    public Collection<Option<?>> options() {
        return List.copyOf(options.values());
    }

    /** Reads what the {@code Module} element says. What is mandatory may still come from a block. */
    public Reading readModule(List<RawOption> module) {
        return read(Place.MODULE, List.of(), module);
    }

    /**
     * Reads what a block says, over the defaults of its module: an option that the block gives replaces all values that
     * the module gives it. A value of the module that can't be understood is an error here too if the block doesn't
     * replace it; its text and place are those that {@link #readModule} reports.
     *
     * @param place the kind of block, which isn't {@link Place#MODULE}
     */
    public Reading readBlock(Place place, List<RawOption> module, List<RawOption> block) {
        if (place == Place.MODULE) {
            throw new IllegalArgumentException("a block isn't a module");
        }
        return read(place, module, block);
    }

    private Reading read(Place place, List<RawOption> defaults, List<RawOption> own) {
        List<Problem> errors = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        Map<Option<?>, List<RawOption>> given = new LinkedHashMap<>();
        // What is wrong with the module's own options has been told where these were read.
        given.putAll(known(Place.MODULE, defaults, new ArrayList<>(), new ArrayList<>()));
        given.putAll(known(place, own, errors, warnings));

        Map<Option<?>, Object> values = new HashMap<>();
        Map<Option<?>, String> locations = new HashMap<>();
        given.forEach((option, raws) -> {
            locations.put(option, raws.get(0).location());
            convert(option, raws, errors).ifPresent(value -> values.put(option, value));
        });
        if (place != Place.MODULE) {
            for (Option<?> option : options.values()) {
                if (option.isMandatory() && option.places().contains(place) && !given.containsKey(option)) {
                    errors.add(Problem.of(option, "'" + option.name() + "' is missing: " + option.description()));
                }
            }
        }
        return new Reading(new Options(values, locations), errors, warnings);
    }

    private Map<Option<?>, List<RawOption>> known(
            Place place, List<RawOption> raws, List<Problem> errors, List<Problem> warnings) {
        Map<Option<?>, List<RawOption>> known = new LinkedHashMap<>();
        for (RawOption raw : raws) {
            Option<?> option = options.get(raw.name());
            if (place == Place.MODULE && ignoresModuleOptions) {
                warnings.add(ignored(raw));
            } else if (option == null) {
                errors.add(new Problem(raw.location(), raw.name(), unknown(raw.name())));
            } else if (!option.places().contains(place)) {
                warnings.add(ignored(raw));
            } else if (known.containsKey(option) && !option.isRepeatable()) {
                errors.add(new Problem(raw.location(), raw.name(), "'" + raw.name() + "' is given twice"));
            } else {
                known.computeIfAbsent(option, first -> new ArrayList<>()).add(raw);
            }
        }
        return known;
    }

    private static Problem ignored(RawOption raw) {
        return new Problem(raw.location(), raw.name(), "'" + raw.name() + "' has no effect here and is ignored");
    }

    private String unknown(String name) {
        return Spelling.unknown("'" + name + "' isn't an option", name, options.keySet());
    }

    private static Optional<Object> convert(Option<?> option, List<RawOption> raws, List<Problem> errors) {
        try {
            return Optional.of(
                    option.convert(raws.stream().map(RawOption::value).toList()));
        } catch (IllegalArgumentException e) {
            String why = e.getMessage() == null || e instanceof NumberFormatException ? "" : ": " + e.getMessage();
            errors.add(new Problem(
                    raws.get(0).location(), option.name(), "'" + option.name() + "' must be " + option.type() + why));
            return Optional.empty();
        }
    }

    /**
     * What came of reading options. If there are errors, the options are incomplete and must not be used.
     *
     * @param options what was understood
     * @param errors each of them keeps the host from starting
     * @param warnings each of them is logged
     */
    public record Reading(Options options, List<Problem> errors, List<Problem> warnings) {

        public Reading {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }

        /**
         * The options, if all went well.
         *
         * @throws ConfigurationException with every error if there is one
         */
        public Options orThrow() {
            if (!errors.isEmpty()) {
                throw new ConfigurationException(errors);
            }
            return options;
        }
    }
}
