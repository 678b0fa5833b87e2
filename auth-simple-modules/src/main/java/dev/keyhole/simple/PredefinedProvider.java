package dev.keyhole.simple;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;
import java.util.function.Supplier;

/** Provides a module that needs no {@code Module} element, though one may name it as its library. */
abstract class PredefinedProvider implements ModuleProvider {

    private final Set<String> names;
    private final OptionSchema options;
    private final Supplier<SecurityModule> modules;

    PredefinedProvider(String name, OptionSchema options, Supplier<SecurityModule> modules) {
        this.names = Set.of(name);
        this.options = options;
        this.modules = modules;
    }

    @Override
    public final Set<String> libraries() {
        return names;
    }

    @Override
    public final Set<String> predefinedNames() {
        return names;
    }

    @Override
    public final OptionSchema options() {
        return options;
    }

    @Override
    public final SecurityModule load(ModuleSettings settings) {
        return modules.get();
    }
}
