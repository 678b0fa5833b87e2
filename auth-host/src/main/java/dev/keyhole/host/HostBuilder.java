package dev.keyhole.host;

import static java.util.Objects.requireNonNull;

import dev.keyhole.host.config.Configuration;
import dev.keyhole.host.engine.Engine;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ModuleProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what a host needs, and starts it. Not thread-safe. */
public final class HostBuilder {

    /** What a transport with neither modules of its own nor of the instance gets. */
    public enum BuiltInDefaults {
        /** The reference server's defaults: an explicit logon by anybody, with all entitlements. */
        ALLOWED,
        /** The start fails, unless the {@code Keyhole} element says that the defaults are meant. */
        REFUSED
    }

    private Optional<Configuration> configuration = Optional.empty();
    private final List<Path> moduleDirectories = new ArrayList<>();
    private final List<ModuleProvider> providers = new ArrayList<>();
    private BuiltInDefaults builtInDefaults = BuiltInDefaults.REFUSED;
    private Optional<TimeSource> timeSource = Optional.empty();
    private Optional<MeterRegistry> meterRegistry = Optional.empty();

    HostBuilder() {}

    public HostBuilder configuration(Configuration value) {
        configuration = Optional.of(value);
        return this;
    }

    /** Adds a directory with one folder for each module. It is read once, at the start. */
    public HostBuilder moduleDirectory(Path directory) {
        moduleDirectories.add(requireNonNull(directory));
        return this;
    }

    /**
     * Adds a provider by hand, besides those that are found in module directories and on the class path: for tests, and
     * for programs that bring a module of their own. A provider of the same class that is found as well is the same one.
     */
    public HostBuilder provider(ModuleProvider provider) {
        providers.add(requireNonNull(provider));
        return this;
    }

    /** {@link BuiltInDefaults#REFUSED} unless told. */
    public HostBuilder builtInDefaults(BuiltInDefaults value) {
        builtInDefaults = requireNonNull(value);
        return this;
    }

    /** The system's time unless told. */
    public HostBuilder timeSource(TimeSource value) {
        timeSource = Optional.of(value);
        return this;
    }

    /**
     * Where the host and its modules register their metrics. A registry takes the metrics of one host, which takes them
     * out again when it closes, and leaves the registry open. Without one the host keeps them to itself, for {@link
     * Host#metricsText()}.
     */
    public HostBuilder meterRegistry(MeterRegistry value) {
        meterRegistry = Optional.of(value);
        return this;
    }

    /**
     * Loads the modules, opens their contexts and starts the host.
     *
     * @throws ConfigurationException with every problem of the configuration, the module directory and the modules'
     *     options at once; nothing is left open then
     * @throws IllegalStateException without a configuration
     */
    public Host start() {
        return Engine.start(spec());
    }

    /**
     * Makes the same checks as {@link #start()}, modules and their options included, and leaves nothing running.
     *
     * @throws IllegalStateException without a configuration
     */
    public Inspection inspect() {
        return Engine.inspect(spec());
    }

    private Engine.Spec spec() {
        return new Engine.Spec(
                configuration.orElseThrow(() -> new IllegalStateException("there is no configuration")),
                moduleDirectories,
                providers,
                builtInDefaults,
                timeSource,
                meterRegistry);
    }
}
