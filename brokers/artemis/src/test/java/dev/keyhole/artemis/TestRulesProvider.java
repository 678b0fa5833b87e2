package dev.keyhole.artemis;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;
import java.util.function.Function;

/**
 * The library {@code test-rules}, whose contexts follow {@link TestRules}.
 *
 * @param rules those of a context
 */
record TestRulesProvider(Function<ContextSettings, TestRules> rules) implements ModuleProvider, SecurityModule {

    @Override
    public Set<String> libraries() {
        return Set.of("test-rules");
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of();
    }

    @Override
    public SecurityModule load(ModuleSettings module) {
        return this;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.AUTHENTICATION, Capability.ENTITLEMENT);
    }

    @Override
    public AuthenticationContext authentication(ContextSettings context) {
        return rules.apply(context);
    }

    @Override
    public EntitlementContext entitlement(ContextSettings context) {
        return rules.apply(context);
    }

    @Override
    public void close() {}
}
