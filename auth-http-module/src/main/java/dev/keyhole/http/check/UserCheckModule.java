package dev.keyhole.http.check;

import dev.keyhole.http.client.KeyedHash;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;

/** The loaded user check: makes contexts of options. */
final class UserCheckModule implements SecurityModule {

    private final CheckServices services;
    private final KeyedHash hash;
    private volatile boolean closed;

    UserCheckModule(ModuleSettings settings) {
        services = new CheckServices(settings.host(), settings.options());
        hash = new KeyedHash(settings.host().random());
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.AUTHENTICATION);
    }

    @Override
    public AuthenticationContext authentication(ContextSettings context) {
        if (closed) {
            throw new IllegalStateException("the module is closed");
        }
        Options options = context.options();
        CheckSettings settings = CheckSettings.read(options);
        CheckService service = services.open(settings, options);
        StartWarnings.ofUsers(settings, context);
        return new UserCheck(
                service,
                options.get(CheckOptions.USER_URI),
                settings.onError(),
                options.get(CheckOptions.SERVER_ACCEPTS_EMPTY_AUTH_ID),
                hash);
    }

    @Override
    public void close() {
        closed = true;
        services.close();
    }
}
