package dev.keyhole.host.engine;

import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorSettings;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.DestinationInfo;
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
import java.util.concurrent.Callable;
import java.util.function.Supplier;

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

    /** What could be made of a plan. */
    record Result(List<EngineTransport> transports, List<EngineDestination> destinations) {}

    Result assemble(Plan plan) {
        plan.modules().forEach(this::load);
        return new Result(
                plan.transports().stream().map(this::transport).toList(),
                plan.destinations().stream()
                        .flatMap(destination -> destination(destination).stream())
                        .toList());
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
        List<ChainLint.Link> links = new ArrayList<>();
        for (Plan.Use use : plan.authentication()) {
            ready(use, Capability.AUTHENTICATION)
                    .flatMap(module -> authentication(use, module, settings(use, name, services), links))
                    .ifPresent(authentication::add);
        }
        ChainLint.warn(name, links, problems);
        List<EntitlementUse> entitlement = new ArrayList<>();
        links.clear();
        for (Plan.Use use : plan.entitlement()) {
            ready(use, Capability.ENTITLEMENT)
                    .flatMap(module -> entitlement(use, module, settings(use, name, services), links))
                    .ifPresent(entitlement::add);
        }
        ChainLint.warn(name, links, problems);
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
            problems.error(use.location(), "module '" + use.module().name() + "' can't be used " + purpose(capability));
        }
        return able;
    }

    private static String purpose(Capability capability) {
        return switch (capability) {
            case AUTHENTICATION -> "for authentication";
            case ENTITLEMENT -> "for entitlement";
            case AUTHENTICATOR -> "as an authenticator";
        };
    }

    private Optional<EngineDestination> destination(Plan.Destination plan) {
        Configuration.Destination configured = plan.configured();
        DestinationInfo info =
                new DestinationInfo(configured.name(), configured.type(), String.join(", ", configured.addresses()));
        return plan.authenticator().flatMap(use -> ready(use, Capability.AUTHENTICATOR)
                .flatMap(module -> authenticator(use, module, info))
                .map(registration -> new EngineDestination(configured, parts, registration)));
    }

    private Optional<Registration<AuthenticatorContext>> authenticator(
            Plan.Use use, LoadedModule module, DestinationInfo info) {
        AuthenticatorSettings settings = new AuthenticatorSettings(
                use.module().name(), info, use.options().orElseThrow());
        Registration<AuthenticatorContext> registration =
                registration(use, module, info.name(), () -> module.module().authenticator(settings));
        return opened(use, registration).map(context -> registration);
    }

    private static ContextSettings settings(Plan.Use use, String transport, TransportServices services) {
        Options options = use.options().orElseThrow();
        return new ContextSettings(use.module().name(), transport, options, services);
    }

    private Optional<AuthenticationUse> authentication(
            Plan.Use use, LoadedModule module, ContextSettings settings, List<ChainLint.Link> links) {
        Registration<AuthenticationContext> registration = registration(
                use, module, settings.transport(), () -> module.module().authentication(settings));
        return opened(use, registration).map(context -> {
            link(use, registration, context::chainTraits, links);
            return new AuthenticationUse(registration, parts.workers());
        });
    }

    private Optional<EntitlementUse> entitlement(
            Plan.Use use, LoadedModule module, ContextSettings settings, List<ChainLint.Link> links) {
        Registration<EntitlementContext> registration = registration(
                use, module, settings.transport(), () -> module.module().entitlement(settings));
        Optional<EntitlementContext> opened = opened(use, registration);
        opened.ifPresent(context -> link(use, registration, context::chainTraits, links));
        Optional<KeyScope> scope = opened.flatMap(
                context -> start(use).step(registration.current().lane(), context::keyScope, late -> {}));
        return scope.map(shared -> {
            EntitlementUse made = new EntitlementUse(registration, shared, parts);
            parts.metrics().watch(made);
            return made;
        });
    }

    private void link(
            Plan.Use use, Registration<?> registration, Callable<Set<ChainTrait>> traits, List<ChainLint.Link> links) {
        start(use)
                .step(registration.current().lane(), traits, late -> {})
                .ifPresent(known -> links.add(new ChainLint.Link(use, known)));
    }

    /**
     * @param user name of the transport or destination
     * @param opener has the module open a context
     */
    private <C extends AutoCloseable> Registration<C> registration(
            Plan.Use use, LoadedModule module, String user, Supplier<C> opener) {
        Site site = new Site(use.module().name(), user, use.place());
        Registration<C> registration = new Registration<>(
                site,
                opener,
                () -> parts.lane(site, module.loader()),
                parts.notices(site, module.loader()),
                parts.troubles());
        parts.metrics().watch(registration);
        return registration;
    }

    private <C extends AutoCloseable> Optional<C> opened(Plan.Use use, Registration<C> registration) {
        shutdown.opened(registration);
        Opening<C> opening = registration.current();
        return start(use).step(opening.lane(), opening::open, late -> {});
    }
}
