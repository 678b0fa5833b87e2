package dev.keyhole.host.engine;

import dev.keyhole.host.Host;
import dev.keyhole.host.HostBuilder.BuiltInDefaults;
import dev.keyhole.host.Inspection;
import dev.keyhole.host.TimeSource;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.host.loader.ModuleCatalog;
import dev.keyhole.spi.ModuleProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door of the engine: {@link dev.keyhole.host.HostBuilder} comes in here. */
public final class Engine {

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.host");

    /** What a host is made from; see {@link dev.keyhole.host.HostBuilder}. */
    public record Spec(
            Configuration configuration,
            List<Path> moduleDirectories,
            List<ModuleProvider> providers,
            BuiltInDefaults builtInDefaults,
            Optional<TimeSource> timeSource,
            Optional<MeterRegistry> meterRegistry) {
        public Spec {
            moduleDirectories = List.copyOf(moduleDirectories);
            providers = List.copyOf(providers);
        }
    }

    private Engine() {}

    /**
     * Starts a host.
     *
     * @throws dev.keyhole.spi.ConfigurationException with every problem at once; nothing is left open then
     */
    public static Host start(Spec spec) {
        Problems problems = new Problems();
        Assembly assembly = assemble(spec, problems);
        try {
            problems.throwIfAny();
        } catch (RuntimeException e) {
            assembly.shutdown().run();
            throw e;
        }
        problems.warnings().forEach(warning -> LOG.warn("{}", warning));
        EngineHost host = new EngineHost(assembly.parts(), assembly.result(), assembly.shutdown());
        LOG.info(
                "Started {} with transports {}{}",
                spec.configuration().file(),
                host.transportNames(),
                host.destinationNames().isEmpty() ? "" : " and destinations " + host.destinationNames());
        return host;
    }

    /** Looks for everything that would keep a host from starting, or that it would warn of. Leaves nothing open. */
    public static Inspection inspect(Spec spec) {
        Problems problems = new Problems();
        assemble(spec, problems).shutdown().run();
        return new Inspection(problems.errors(), problems.warnings());
    }

    /** What could be made of a specification. */
    private record Assembly(EngineParts parts, Assembler.Result result, Shutdown shutdown) {}

    private static Assembly assemble(Spec spec, Problems problems) {
        EngineSettings settings = KeyholeOptions.read(spec.configuration().settings(), problems);
        boolean defaultsAllowed = settings.builtInDefaults().orElse(spec.builtInDefaults() == BuiltInDefaults.ALLOWED);
        Workers workers = Workers.start();
        SystemTime systemTime = new SystemTime();
        TimeSource time = spec.timeSource().orElse(systemTime);
        Meters meters = new Meters(spec.meterRegistry());
        EngineParts parts = new EngineParts(workers, time, settings, new HostMetrics(meters));
        Shutdown shutdown = new Shutdown(workers, parts.troubles());
        shutdown.atLast(workers::close);
        shutdown.atLast(systemTime::close);
        shutdown.atLast(meters::close);
        try {
            ModuleCatalog catalog = ModuleCatalog.read(spec.moduleDirectories(), spec.providers());
            shutdown.atLast(catalog::close);
            Plan plan = new Planner(spec.configuration(), catalog, defaultsAllowed, problems).plan();
            Assembler.Result result = new Assembler(parts, shutdown, problems).assemble(plan);
            return new Assembly(parts, result, shutdown);
        } catch (Throwable failure) {
            shutdown.run();
            throw failure;
        }
    }
}
