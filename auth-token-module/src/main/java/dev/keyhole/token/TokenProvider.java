package dev.keyhole.token;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;

/** Entry point of the token module. */
public final class TokenProvider implements ModuleProvider {

    private static final Set<String> LIBRARIES = Set.of("keyhole-token");

    @Override
    public Set<String> libraries() {
        return LIBRARIES;
    }

    @Override
    public OptionSchema options() {
        return TokenOptions.SCHEMA;
    }

    @Override
    public SecurityModule load(ModuleSettings settings) {
        return new TokenModule(settings);
    }
}
