package dev.keyhole.host.engine;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.SecurityModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Loads the modules of a plan and opens their contexts, as far as that goes; what doesn't work is among the problems. */
final class Assembler {

    private final EngineParts parts;
    private final Shutdown shutdown;
    private final Problems problems;
    private final Map<String, LoadedModule> loaded = new HashMap<>();

    /**
     * @param shutdown is told of everything that is opened
     */
    Assembler(EngineParts parts, Shutdown shutdown, Problems problems) {
        this.parts = parts;
        this.shutdown = shutdown;
        this.problems = problems;
    }

    List<EngineTransport> assemble(Plan plan) {
        plan.modules().forEach(this::load);
        return plan.transports().stream().map(this::transport).toList();
    }

    private void load(Plan.Module module) {
        module.options().ifPresent(options -> {
            Site site = new Site(module.name(), "", Place.MODULE);
            ModuleServices services =
                    new ModuleServices(parts, site, module.found().classLoader());
            ModuleSettings settings = new ModuleSettings(module.name(), module.library(), options, services);
            start(module)
                    .step(services.lane(), () -> module.found().provider().load(settings), SecurityModule::close)
                    .ifPresentOrElse(
                            security -> {
                                LoadedModule result = new LoadedModule(module, security, services);
                                loaded.put(module.name(), result);
                                shutdown.opened(result);
                            },
                            services::close);
        });
    }

    private ModuleStart start(Plan.Module module) {
        return new ModuleStart(module, option -> locationOf(module, option), problems);
    }

    private ModuleStart start(Plan.Use use) {
        return new ModuleStart(use.module(), use::locationOf, problems);
    }

    private static String locationOf(Plan.Module module, String option) {
        return module.raw().stream()
                .filter(raw -> raw.name().equals(option))
                .map(raw -> raw.location())
                .findFirst()
                .orElse(module.location());
    }

    private EngineTransport transport(Plan.Transport plan) {
        TransportServices services = new TransportServices();
        String name = plan.configured().name();
        List<AuthenticationUse> authentication = new ArrayList<>();
        for (Plan.Use use : plan.authentication()) {
            ready(use, Capability.AUTHENTICATION)
                    .flatMap(module -> authentication(use, module, settings(use, name, services)))
                    .ifPresent(authentication::add);
        }
        List<EntitlementUse> entitlement = new ArrayList<>();
        for (Plan.Use use : plan.entitlement()) {
            ready(use, Capability.ENTITLEMENT)
                    .flatMap(module -> entitlement(use, module, settings(use, name, services)))
                    .ifPresent(entitlement::add);
        }
        EntitlementChain chain = new EntitlementChain(
                entitlement, parts.time(), parts.settings().host().maxNameLength());
        EngineTransport transport = new EngineTransport(plan.configured(), parts, authentication, chain);
        services.started(transport);
        return transport;
    }

    /** The module, if it is loaded and can be used for that with usable options. */
    private Optional<LoadedModule> ready(Plan.Use use, Capability capability) {
        return Optional.ofNullable(loaded.get(use.module().name()))
                .filter(module -> use.options().isPresent())
                .filter(module -> can(use, module, capability));
    }

    private boolean can(Plan.Use use, LoadedModule module, Capability capability) {
        Optional<Set<Capability>> capabilities =
                start(use).step(module.services().lane(), module.module()::capabilities, late -> {});
        boolean able = capabilities.isPresent() && capabilities.get().contains(capability);
        if (capabilities.isPresent() && !able) {
            problems.error(
                    use.location(),
                    "module '" + use.module().name() + "' can't be used for "
                            + (capability == Capability.AUTHENTICATION ? "authentication" : "entitlement"));
        }
        return able;
    }

    private static ContextSettings settings(Plan.Use use, String transport, TransportServices services) {
        Options options = use.options().orElseThrow();
        return new ContextSettings(use.module().name(), transport, options, services);
    }

    private Optional<AuthenticationUse> authentication(Plan.Use use, LoadedModule module, ContextSettings settings) {
        Registration<AuthenticationContext> registration =
                registration(use, module, settings, module.module()::authentication);
        return opened(use, registration).map(context -> new AuthenticationUse(registration));
    }

    private Optional<EntitlementUse> entitlement(Plan.Use use, LoadedModule module, ContextSettings settings) {
        SecurityModule opener = module.module();
        Registration<EntitlementContext> registration = registration(use, module, settings, opener::entitlement);
        Optional<KeyScope> scope = opened(use, registration)
                .flatMap(context -> start(use).step(registration.current().lane(), context::keyScope, late -> {}));
        return scope.map(shared -> new EntitlementUse(registration, shared, parts));
    }

    /** How a module opens a context. */
    private interface Opener<C> {
        C open(ContextSettings settings);
    }

    private <C extends AutoCloseable> Registration<C> registration(
            Plan.Use use, LoadedModule module, ContextSettings settings, Opener<C> opener) {
        Site site = new Site(settings.moduleName(), settings.transport(), use.place());
        return new Registration<>(
                site,
                () -> opener.open(settings),
                () -> parts.lane(site, module.loader()),
                parts.notices(site, module.loader()),
                parts.troubles());
    }

    private <C extends AutoCloseable> Optional<C> opened(Plan.Use use, Registration<C> registration) {
        shutdown.opened(registration);
        Opening<C> opening = registration.current();
        return start(use).step(opening.lane(), opening::open, late -> {});
    }
}
