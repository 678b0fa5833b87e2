package dev.keyhole.host.engine;

import dev.keyhole.host.config.Configuration;
import dev.keyhole.host.loader.ModuleCatalog;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a plan of a configuration: decides which modules each transport and destination uses, finds them, reads their options. */
final class Planner {

    private static final String DEFAULT_AUTHENTICATION = "amps-default-authentication-module";
    private static final String DEFAULT_ENTITLEMENT = "amps-default-entitlement-module";
    private static final String DEFAULT_AUTHENTICATOR = "amps-default-authenticator-module";

    private final Configuration configuration;
    private final ModuleCatalog catalog;
    private final boolean defaultsAllowed;
    private final Problems problems;
    private final Map<String, Configuration.Module> declared = new LinkedHashMap<>();

    /** Modules that blocks name; empty for those that can't be used. */
    private final Map<String, Optional<Plan.Module>> resolved = new LinkedHashMap<>();

    /**
     * @param defaultsAllowed whether a transport without modules gets the reference's defaults
     */
    Planner(Configuration configuration, ModuleCatalog catalog, boolean defaultsAllowed, Problems problems) {
        this.configuration = configuration;
        this.catalog = catalog;
        this.defaultsAllowed = defaultsAllowed;
        this.problems = problems;
        configuration.modules().forEach(module -> declared.putIfAbsent(module.name(), module));
    }

    Plan plan() {
        problems.errors(configuration.errors());
        problems.warnings(configuration.warnings());
        problems.warnings(catalog.warnings());
        List<Plan.Transport> transports = new ArrayList<>();
        List<Configuration.Transport> all = new ArrayList<>(configuration.transports());
        configuration.admin().ifPresent(all::add);
        for (Configuration.Transport transport : all) {
            transports.add(new Plan.Transport(
                    transport,
                    chain(transport, Place.AUTHENTICATION, transport.authentication(), configuration.authentication()),
                    chain(transport, Place.ENTITLEMENT, transport.entitlement(), configuration.entitlement())));
        }
        List<Plan.Destination> destinations =
                configuration.destinations().stream().map(this::destination).toList();
        declared.values().stream()
                .filter(module -> !resolved.containsKey(module.name()))
                .forEach(this::lookAtUnused);
        // What is broken and explains nothing that is missing.
        problems.warnings(catalog.problems());
        return new Plan(resolved.values().stream().flatMap(Optional::stream).toList(), transports, destinations);
    }

    private Plan.Destination destination(Configuration.Destination destination) {
        Configuration.Use use = destination
                .authenticator()
                .or(configuration::authenticator)
                .orElseGet(() -> new Configuration.Use(DEFAULT_AUTHENTICATOR, List.of(), destination.location()));
        return new Plan.Destination(destination, use(use, Place.AUTHENTICATOR));
    }

    private List<Plan.Use> chain(
            Configuration.Transport transport,
            Place place,
            Optional<Configuration.Chain> own,
            Optional<Configuration.Chain> instance) {
        Optional<Configuration.Chain> chain = own.or(() -> instance);
        if (chain.isPresent()) {
            return chain.get().uses().stream()
                    .flatMap(use -> use(use, place).stream())
                    .toList();
        }
        String block = place == Place.AUTHENTICATION ? "Authentication" : "Entitlement";
        if (!defaultsAllowed) {
            problems.error(
                    transport.location(),
                    "transport '" + transport.name() + "' has no " + block
                            + ", nor has the instance: name a module, or say"
                            + " <BuiltInDefaults>true</BuiltInDefaults> in Keyhole if "
                            + (place == Place.AUTHENTICATION ? "anybody may log on" : "everybody may do everything"));
            return List.of();
        }
        String name = place == Place.AUTHENTICATION ? DEFAULT_AUTHENTICATION : DEFAULT_ENTITLEMENT;
        return use(new Configuration.Use(name, List.of(), transport.location()), place).stream()
                .toList();
    }

    private Optional<Plan.Use> use(Configuration.Use use, Place place) {
        return resolve(use).map(module -> {
            OptionSchema.Reading reading = module.found().options().readBlock(place, module.raw(), use.options());
            for (Problem error : reading.errors()) {
                problems.errors(List.of(error.location().isEmpty() ? error.at(use.location()) : error));
            }
            problems.warnings(reading.warnings());
            return new Plan.Use(module, place, use.options(), usable(reading), use.location());
        });
    }

    private static Optional<Options> usable(OptionSchema.Reading reading) {
        return reading.errors().isEmpty() ? Optional.of(reading.options()) : Optional.empty();
    }

    private Optional<Plan.Module> resolve(Configuration.Use use) {
        Optional<Plan.Module> known = resolved.get(use.module());
        if (known != null) {
            if (known.isEmpty() && !declared.containsKey(use.module())) {
                noSuchModule(use);
            }
            return known;
        }
        Configuration.Module module = declared.get(use.module());
        Optional<Plan.Module> found = module == null ? predefined(use) : byLibrary(module);
        resolved.put(use.module(), found);
        return found;
    }

    private Optional<Plan.Module> predefined(Configuration.Use use) {
        String name = use.module();
        Optional<ModuleCatalog.Found> found = catalog.byPredefinedName(name);
        if (found.isEmpty()) {
            noSuchModule(use);
            problems.errors(catalog.reasons(name));
            return Optional.empty();
        }
        Configuration.Module undeclared = new Configuration.Module(name, name, List.of(), "");
        return Optional.of(module(undeclared, found.get()));
    }

    /** Said of every block that names it, as each has to be mended. */
    private void noSuchModule(Configuration.Use use) {
        String name = use.module();
        Set<String> names = new LinkedHashSet<>(declared.keySet());
        names.addAll(catalog.predefinedNames());
        problems.error(use.location(), Spelling.unknown("there is no module named '" + name + "'", name, names));
    }

    private Optional<Plan.Module> byLibrary(Configuration.Module module) {
        Optional<ModuleCatalog.Found> found = catalog.byLibrary(module.library());
        if (found.isEmpty()) {
            problems.error(
                    module.location(),
                    Spelling.unknown(
                            "library '" + module.library() + "' of module '" + module.name()
                                    + "' isn't among the modules of this host: put its folder into the module directory,"
                                    + " or use a library that is there",
                            module.library(),
                            catalog.libraries()));
            problems.errors(catalog.reasons(module.library()));
        }
        return found.map(provider -> module(module, provider));
    }

    private Plan.Module module(Configuration.Module module, ModuleCatalog.Found found) {
        OptionSchema.Reading reading = found.options().readModule(module.options());
        problems.errors(reading.errors());
        problems.warnings(reading.warnings());
        return new Plan.Module(
                module.name(), module.library(), found, module.options(), usable(reading), module.location());
    }

    /** A module that no block names isn't loaded; if it is one of ours its options are looked at all the same. */
    private void lookAtUnused(Configuration.Module module) {
        Optional<ModuleCatalog.Found> found = catalog.byLibrary(module.library());
        if (found.isPresent()) {
            var unused = module(module, found.get());
        } else {
            problems.warning(
                    module.location(),
                    "module '" + module.name() + "' is passed over: its library '" + module.library()
                            + "' isn't among the modules of this host, and no block names it");
        }
    }
}
