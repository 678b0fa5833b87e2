package dev.keyhole.simple;

import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.OptionSchema;
import java.util.Set;

/**
 * {@code amps-default-authentication-module}: any user and any password, with a logon. Binds the empty user name, unless
 * {@code AllowSpoofing} has it bind the one that is given.
 */
public final class DefaultAuthenticationProvider extends PredefinedProvider {

    public DefaultAuthenticationProvider() {
        super(
                "amps-default-authentication-module",
                OptionSchema.of(Anybody.ALLOW_SPOOFING, Anybody.REQUIRE_LOGON, Anybody.REQUIRE_USERNAME),
                () -> new AuthenticationModule(
                        options -> new Anybody(
                                options.get(Anybody.ALLOW_SPOOFING),
                                options.get(Anybody.REQUIRE_LOGON),
                                options.get(Anybody.REQUIRE_USERNAME)),
                        Set.of(ChainTrait.ACCEPTS_ANYBODY)));
    }
}
