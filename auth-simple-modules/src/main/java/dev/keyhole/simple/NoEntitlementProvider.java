package dev.keyhole.simple;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.OptionSchema;
import java.util.Set;

/** {@code amps-default-no-entitlement-module}: grants nothing. */
public final class NoEntitlementProvider extends PredefinedProvider {

    private static final EntitlementDecision DENIED =
            EntitlementDecision.denied(Explanation.of("the module grants nothing"));

    public NoEntitlementProvider() {
        super(
                "amps-default-no-entitlement-module",
                OptionSchema.of(),
                () -> new EntitlementModule(options -> (permission, resource) -> DENIED, Set.of()));
    }
}
