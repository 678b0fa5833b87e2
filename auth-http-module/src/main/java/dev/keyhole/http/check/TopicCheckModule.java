package dev.keyhole.http.check;

import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;

/** The loaded topic check: makes contexts of options. */
final class TopicCheckModule implements SecurityModule {

    private final HostServices host;
    private final CheckServices services;
    private volatile boolean closed;

    TopicCheckModule(ModuleSettings settings) {
        host = settings.host();
        services = new CheckServices(host, settings.options());
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.ENTITLEMENT);
    }

    @Override
    public EntitlementContext entitlement(ContextSettings context) {
        if (closed) {
            throw new IllegalStateException("the module is closed");
        }
        Options options = context.options();
        CheckSettings settings = CheckSettings.read(options);
        Lifetimes lifetimes = Lifetimes.read(options, host.random());
        CheckService service = services.open(settings, options);
        StartWarnings.ofTopics(settings, context);
        return new TopicCheck(
                service,
                options.get(CheckOptions.TOPIC_URI),
                options.find(CheckOptions.SUPERUSER_URI),
                new Superusers(host, lifetimes, options.get(CheckOptions.MAX_SUPERUSERS)),
                lifetimes,
                settings.onError());
    }

    @Override
    public void close() {
        closed = true;
        services.close();
    }
}
