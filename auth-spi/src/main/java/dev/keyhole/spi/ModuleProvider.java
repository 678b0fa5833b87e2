package dev.keyhole.spi;

import java.util.Set;

/**
 * The entry point of a module, found by {@link java.util.ServiceLoader} in a folder of the module directory or on the
 * class path of the host. It needs a public constructor without parameters that does nothing else than to make it.
 *
 * <p>A host asks for names and options before it loads anything, from one thread.
 */
public interface ModuleProvider {

    /**
     * Names that the {@code Library} element of a configuration may say to mean this provider, aliases included, for
     * instance {@code keyhole-http} and {@code libamps_http_entitlement.so}. Never empty; no two providers of a host
     * may share a name.
     */
    Set<String> libraries();

    /** Every option that the module knows. The host refuses all others. */
    OptionSchema options();

    /**
     * Module names that a security block may use without a {@code Module} element that declares them, for the modules
     * that are always there. A name in this set is also what {@link #load} is told as {@link ModuleSettings#name()}.
     */
    default Set<String> predefinedNames() {
        return Set.of();
    }

    /**
     * Loads the module once for each {@code Module} element (or predefined name) that is in use.
     *
     * @throws ConfigurationException if the settings can't work; the host then reports each problem and doesn't start
     */
    SecurityModule load(ModuleSettings settings);
}
