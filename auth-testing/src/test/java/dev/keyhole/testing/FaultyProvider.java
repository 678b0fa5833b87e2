package dev.keyhole.testing;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;

/** Provides a module with one fault, or with none. */
public final class FaultyProvider implements ModuleProvider {

    static final Option<Secret> KEY = Option.secret("Key", "what nobody may see");
    static final Option<Integer> LEVEL =
            Option.integer("Level", "a number", 1, 3).withDefault(1);

    private final Fault fault;

    public FaultyProvider() {
        this(Fault.NONE);
    }

    FaultyProvider(Fault fault) {
        this.fault = fault;
    }

    @Override
    public Set<String> libraries() {
        return Set.of(fault == Fault.BLANK_LIBRARY ? " " : "faulty");
    }

    @Override
    public OptionSchema options() {
        return fault == Fault.WRONG_OPTIONS_PASS
                ? OptionSchema.of(KEY, Option.text("Level", "a number that nobody checks"))
                : OptionSchema.of(KEY, LEVEL);
    }

    @Override
    public SecurityModule load(ModuleSettings settings) {
        if (settings.name().isEmpty()) {
            throw new ConfigurationException("no name");
        }
        return new FaultyModule(fault, settings);
    }
}
