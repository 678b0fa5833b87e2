package dev.keyhole.exec;

import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorSettings;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;

/** The loaded module; all it does is open contexts. */
final class ExecModule implements SecurityModule {

    private final HostServices host;

    ExecModule(HostServices host) {
        this.host = host;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.AUTHENTICATOR);
    }

    @Override
    public AuthenticatorContext authenticator(AuthenticatorSettings settings) {
        try {
            return new ExecContext(Command.prepare(settings.options(), System.getenv()), settings, host);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(ExecOptions.COMMAND, "'Command' can't work: " + e.getMessage());
        }
    }

    @Override
    public void close() {}
}
