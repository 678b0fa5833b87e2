package dev.keyhole.simple;

import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.OptionSchema;
import java.util.Set;

/**
 * {@code amps-implicit-authentication-module}: any user and any password, with or without a logon. Binds the empty user
 * name, unless {@code AllowSpoofing} has it bind the one that is given.
 */
public final class ImplicitAuthenticationProvider extends PredefinedProvider {

    public ImplicitAuthenticationProvider() {
        super(
                "amps-implicit-authentication-module",
                OptionSchema.of(Anybody.ALLOW_SPOOFING),
                () -> new AuthenticationModule(
                        options -> new Anybody(options.get(Anybody.ALLOW_SPOOFING), false, false),
                        Set.of(ChainTrait.ACCEPTS_ANYBODY)));
    }
}
