package dev.keyhole.host.loader;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers that a host found, by library name and by predefined name. Holds the class loaders of their folders open
 * until it is closed. Thread-safe.
 *
 * <p>A name that two providers claim belongs to neither.
 */
public final class ModuleCatalog implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ModuleCatalog.class);

    /**
     * A provider, what it says of itself, and where it was found. It was asked once, and need not be asked again.
     *
     * @param source the jar that it comes from, or {@code class path}
     */
    public record Found(
            ModuleProvider provider,
            OptionSchema options,
            Set<String> libraries,
            Set<String> predefinedNames,
            String source) {

        public Found {
            requireNonNull(provider);
            requireNonNull(options);
            libraries = Set.copyOf(libraries);
            predefinedNames = Set.copyOf(predefinedNames);
            requireNonNull(source);
        }

        /** The class loader of the module's folder: that of a thread that calls the module. */
        public ClassLoader classLoader() {
            ClassLoader loader = provider.getClass().getClassLoader();
            return loader == null ? ClassLoader.getSystemClassLoader() : loader;
        }
    }

    private final Map<String, Found> byLibrary;
    private final Map<String, Found> byPredefinedName;
    private final List<Failure> failures;
    private final List<Problem> warnings;
    private final List<URLClassLoader> loaders;

    ModuleCatalog(
            Map<String, Found> byLibrary,
            Map<String, Found> byPredefinedName,
            List<Failure> failures,
            List<Problem> warnings,
            List<URLClassLoader> loaders) {
        this.byLibrary = Map.copyOf(byLibrary);
        this.byPredefinedName = Map.copyOf(byPredefinedName);
        this.failures = List.copyOf(failures);
        this.warnings = List.copyOf(warnings);
        this.loaders = List.copyOf(loaders);
    }

    /**
     * Reads module directories and the class path. A folder that can't be used doesn't end it: it is remembered, and
     * {@link #reasons} tells of it if a configuration asks for what it may have held.
     */
    public static ModuleCatalog read(List<Path> directories) {
        return read(directories, List.of());
    }

    /**
     * Reads module directories and the class path, and adds providers that are there already.
     *
     * @param given providers to add; one of the same class that is found on the class path is the same one
     */
    public static ModuleCatalog read(List<Path> directories, List<ModuleProvider> given) {
        return read(directories, given, Guarded.LIMIT);
    }

    /** @param limit of each call of a provider */
    static ModuleCatalog read(List<Path> directories, List<ModuleProvider> given, Duration limit) {
        Guarded guarded = new Guarded(limit);
        Discovery discovery = new Discovery(guarded);
        directories.forEach(discovery::read);
        CatalogBuilder builder = new CatalogBuilder(guarded, discovery);
        builder.addGiven(given);
        builder.addClassPath(ModuleCatalog.class.getClassLoader());
        return builder.build();
    }

    public Optional<Found> byLibrary(String library) {
        return Optional.ofNullable(byLibrary.get(library));
    }

    public Optional<Found> byPredefinedName(String name) {
        return Optional.ofNullable(byPredefinedName.get(name));
    }

    /** All library names that can be used. */
    public Set<String> libraries() {
        return byLibrary.keySet();
    }

    /** All module names that need no {@code Module} element. */
    public Set<String> predefinedNames() {
        return byPredefinedName.keySet();
    }

    /** Everything that can't be used: each broken folder and provider, each name that two providers claim. */
    public List<Problem> problems() {
        return failures.stream().map(Failure::problem).toList();
    }

    /**
     * Why a library or predefined name that isn't found may be missing: what is known to be about it, or else everything
     * broken of which nobody can tell what it would have been.
     */
    public List<Problem> reasons(String name) {
        List<Problem> known = failures.stream()
                .filter(failure -> failure.names().contains(name))
                .map(Failure::problem)
                .toList();
        return known.isEmpty()
                ? failures.stream()
                        .filter(failure -> failure.names().isEmpty())
                        .map(Failure::problem)
                        .toList()
                : known;
    }

    /** What works and still should be looked at, for instance files that everybody may change. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** Closes the class loaders. Modules must be closed before. Idempotent. */
    @Override
    public void close() {
        for (URLClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException e) {
                LOG.warn("class loader of {} can't be closed: {}", loader.getName(), e.toString());
            }
        }
    }
}
