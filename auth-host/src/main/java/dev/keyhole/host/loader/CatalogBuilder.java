package dev.keyhole.host.loader;

import dev.keyhole.host.loader.ModuleCatalog.Found;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Problem;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks providers for their names and options, and sorts out who has which name. Not thread-safe. */
final class CatalogBuilder {

    static final String CLASS_PATH = "class path";

    /** An iterator of services that does nothing but throw is given up after so many. */
    private static final int MOST_FAULTS = 100;

    private final Guarded guarded;
    private final Discovery discovery;
    private final List<Candidate> candidates;
    private final List<Failure> failures;

    CatalogBuilder(Guarded guarded, Discovery discovery) {
        this.guarded = guarded;
        this.discovery = discovery;
        this.candidates = new ArrayList<>(discovery.candidates());
        this.failures = new ArrayList<>(discovery.failures());
    }

    void addGiven(List<ModuleProvider> providers) {
        providers.forEach(provider -> candidates.add(new Candidate(provider, source(provider))));
    }

    void addClassPath(@Nullable ClassLoader loader) {
        Set<Class<?>> known = new HashSet<>();
        candidates.forEach(candidate -> known.add(candidate.provider().getClass()));
        Iterator<ModuleProvider> services =
                ServiceLoader.load(ModuleProvider.class, loader).iterator();
        int faults = 0;
        boolean more = true;
        while (more && faults < MOST_FAULTS) {
            try {
                more = services.hasNext();
                if (more) {
                    ModuleProvider provider = services.next();
                    if (known.add(provider.getClass())) {
                        candidates.add(new Candidate(provider, source(provider)));
                    }
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                faults++;
                Throwable cause = e.getCause() == null ? e : e.getCause();
                String explanation = cause instanceof ServiceConfigurationError
                        ? "can't be found: " + cause.getMessage()
                        : Fault.explain(cause, "finding it") + " (" + cause.getMessage() + ")";
                failures.add(Failure.of(CLASS_PATH, "a provider " + explanation));
            }
        }
    }

    private static String source(ModuleProvider provider) {
        CodeSource code = provider.getClass().getProtectionDomain().getCodeSource();
        return code == null || code.getLocation() == null
                ? CLASS_PATH
                : CLASS_PATH + " (" + code.getLocation().getPath() + ")";
    }

    ModuleCatalog build() {
        List<Found> all = new ArrayList<>();
        for (Candidate candidate : candidates) {
            try {
                all.add(ask(candidate));
            } catch (UnusableException e) {
                failures.add(Failure.of(
                        candidate.source(), candidate.provider().getClass().getName() + " " + e.getMessage()));
            }
        }
        Map<String, Found> byLibrary = unique(all, "library", Found::libraries);
        Map<String, Found> byPredefinedName = unique(all, "predefined", Found::predefinedNames);
        return new ModuleCatalog(byLibrary, byPredefinedName, failures, discovery.warnings(), discovery.loaders());
    }

    private Found ask(Candidate candidate) throws UnusableException {
        ModuleProvider provider = candidate.provider();
        Set<String> libraries = names(provider, "libraries()", provider::libraries);
        if (libraries.isEmpty()) {
            throw new UnusableException("can't be used: libraries() is empty");
        }
        Set<String> predefined = names(provider, "predefinedNames()", provider::predefinedNames);
        @Nullable OptionSchema options = call(provider, "options()", provider::options);
        if (options == null) {
            throw new UnusableException("can't be used: options() returned null");
        }
        return new Found(provider, options, libraries, predefined, candidate.source());
    }

    private Set<String> names(ModuleProvider provider, String step, Asked<@Nullable Set<String>> asked)
            throws UnusableException {
        Optional<Set<String>> answer =
                call(provider, step, () -> Optional.ofNullable(asked.ask()).map(TreeSet::new));
        Set<String> names =
                answer.orElseThrow(() -> new UnusableException("can't be used: " + step + " returned null"));
        for (String name : names) {
            if (name.isBlank() || !name.equals(name.strip()) || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
                throw new UnusableException("can't be used: " + step + " has a name that no configuration can say: '"
                        + name.replaceAll("\\p{Cntrl}", " ") + "'");
            }
        }
        return names;
    }

    private <T> T call(ModuleProvider provider, String step, Asked<T> asked) throws UnusableException {
        ClassLoader loader = provider.getClass().getClassLoader();
        return guarded.call(loader == null ? ClassLoader.getSystemClassLoader() : loader, step, asked::ask);
    }

    private Map<String, Found> unique(List<Found> all, String kind, Function<Found, Collection<String>> names) {
        Map<String, List<Found>> claims = new LinkedHashMap<>();
        for (Found found : all) {
            for (String name : names.apply(found)) {
                claims.computeIfAbsent(name, key -> new ArrayList<>()).add(found);
            }
        }
        Map<String, Found> unique = new LinkedHashMap<>();
        claims.forEach((name, claimants) -> {
            if (claimants.size() == 1) {
                unique.put(name, claimants.get(0));
            } else {
                failures.add(new Failure(conflict(name, kind, claimants), Set.of(name)));
            }
        });
        return unique;
    }

    private static Problem conflict(String name, String kind, List<Found> claimants) {
        return Problem.of("several providers claim the " + kind + " name '" + name
                + "', so none of them has it; remove all but one of: "
                + claimants.stream()
                        .map(found -> found.provider().getClass().getName() + " in " + found.source())
                        .collect(Collectors.joining(", ")));
    }

    /** A question to a provider, which may answer with anything. */
    private interface Asked<T> {
        T ask();
    }
}
