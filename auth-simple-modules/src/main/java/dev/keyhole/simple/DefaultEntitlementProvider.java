package dev.keyhole.simple;

import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.OptionSchema;
import java.util.Set;

/** {@code amps-default-entitlement-module}: grants everything. */
public final class DefaultEntitlementProvider extends PredefinedProvider {

    private static final EntitlementDecision GRANTED =
            EntitlementDecision.granted(Explanation.of("the module grants everything"));

    public DefaultEntitlementProvider() {
        super(
                "amps-default-entitlement-module",
                OptionSchema.of(),
                () -> new EntitlementModule(
                        options -> (permission, resource) -> GRANTED, Set.of(ChainTrait.ACCEPTS_ANYBODY)));
    }
}
