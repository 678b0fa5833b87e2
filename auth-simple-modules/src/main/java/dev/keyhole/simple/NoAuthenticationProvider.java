package dev.keyhole.simple;

import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.RejectionReason;
import java.util.Set;

/** {@code amps-default-no-authentication-module}: refuses everybody. */
public final class NoAuthenticationProvider extends PredefinedProvider {

    private static final Rejected REFUSED = new Rejected(RejectionReason.NOT_PERMITTED, "the module refuses everybody");

    public NoAuthenticationProvider() {
        super(
                "amps-default-no-authentication-module",
                OptionSchema.of(),
                () -> new AuthenticationModule(options -> request -> REFUSED, Set.of()));
    }
}
