package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

/**
 * What one context of a module is opened with.
 *
 * @param moduleName the name that the configuration gives to the module
 * @param transport name of the transport that uses the context
 * @param options the options of the module, overridden name by name by those of the block that uses it
 * @param services what the host does for this context
 */
public record ContextSettings(String moduleName, String transport, Options options, ContextServices services) {
    public ContextSettings {
        requireNonNull(moduleName);
        requireNonNull(transport);
        requireNonNull(options);
        requireNonNull(services);
    }
}
