package dev.keyhole.exec;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;

/**
 * {@code keyhole-exec-authenticator}: the standard output of a command is the token that an outgoing connection logs on
 * with. Its options go in {@code Authenticator} blocks; the module itself takes none.
 */
public final class ExecAuthenticatorProvider implements ModuleProvider {

    @Override
    public Set<String> libraries() {
        return Set.of("keyhole-exec-authenticator", "libamps_exec_authenticator.so");
    }

    @Override
    public OptionSchema options() {
        return ExecOptions.SCHEMA;
    }

    @Override
    public SecurityModule load(ModuleSettings settings) {
        return new ExecModule(settings.host());
    }
}
