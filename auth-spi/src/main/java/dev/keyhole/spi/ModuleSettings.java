package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

/**
 * What a module is loaded with.
 *
 * @param name the name that the configuration gives to the module
 * @param library the name, of those in {@link ModuleProvider#libraries()}, that the configuration chose it by; for a
 *     predefined module its name
 * @param options the options of the {@code Module} element; those of a context come later, merged over these
 * @param host what the host lends to the module for as long as it is open
 */
public record ModuleSettings(String name, String library, Options options, HostServices host) {
    public ModuleSettings {
        requireNonNull(name);
        requireNonNull(library);
        requireNonNull(options);
        requireNonNull(host);
    }
}
