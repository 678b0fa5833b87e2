package dev.keyhole.http;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;

/** Entry point of the web-service module. */
public final class WebServiceProvider implements ModuleProvider {

    private static final Set<String> LIBRARIES = Set.of("keyhole-http", "libamps_http_entitlement.so");

    @Override
    public Set<String> libraries() {
        return LIBRARIES;
    }

    @Override
    public OptionSchema options() {
        return WebServiceOptions.SCHEMA;
    }

    @Override
    public SecurityModule load(ModuleSettings settings) {
        return new WebServiceModule(settings);
    }
}
