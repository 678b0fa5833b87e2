package dev.keyhole.host.engine;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.SecurityModule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A module that does what a test tells it, and remembers what was done to it. It accepts everybody under the given name and
 * grants everything, unless told.
 */
final class ScriptedModule implements ModuleProvider {

    static final Option<Integer> LEVEL = Option.integer("Level", "some number", 0, 9);
    static final Option<String> NEEDED = Option.text("Needed", "some text").mandatory();

    /** An answer to a logon, or to a round of it. */
    interface Logon {
        AuthenticationResult respond(ConnectionInfo connection, LogonRequest request) throws InterruptedException;
    }

    /** An answer to a check. */
    interface Check {
        EntitlementDecision check(EntitlementRequest request) throws InterruptedException;
    }

    private final String library;
    private OptionSchema schema = OptionSchema.of(LEVEL);
    volatile Logon logon = (connection, request) -> accept(request.userName());
    volatile Check check = request -> EntitlementDecision.granted(Explanation.of("as scripted"));
    volatile Predicate<EntitlementRequest> known = request -> false;
    volatile KeyScope scope = KeyScope.USER;
    volatile Set<ChainTrait> traits = Set.of();
    volatile Set<Capability> capabilities = Set.of(Capability.AUTHENTICATION, Capability.ENTITLEMENT);
    volatile Runnable atLoad = () -> {};
    volatile Runnable atOpening = () -> {};
    volatile Runnable atContextClose = () -> {};
    volatile Runnable atReset = () -> {};

    final List<ModuleSettings> loads = new CopyOnWriteArrayList<>();
    final List<ContextSettings> openings = new CopyOnWriteArrayList<>();
    final List<LogonRequest> logons = new CopyOnWriteArrayList<>();
    final List<EntitlementRequest> checks = new CopyOnWriteArrayList<>();
    final List<String> resets = new CopyOnWriteArrayList<>();
    final List<String> presence = new CopyOnWriteArrayList<>();
    final ConcurrentHashMap<Identity, AtomicInteger> accepted = new ConcurrentHashMap<>();
    final AtomicInteger openExchanges = new AtomicInteger();
    final AtomicInteger openContexts = new AtomicInteger();
    final AtomicInteger openModules = new AtomicInteger();

    ScriptedModule(String library) {
        this.library = library;
    }

    static ScriptedModule named(String library) {
        return new ScriptedModule(library);
    }

    ScriptedModule withOptions(Option<?>... options) {
        schema = OptionSchema.of(options);
        return this;
    }

    static AuthenticationResult accept(String userName) {
        return new AuthenticationResult.Accepted(Identity.of(userName));
    }

    /** How many identities are in use. */
    long inUse() {
        return accepted.values().stream()
                .filter(releases -> releases.get() == 0)
                .count();
    }

    /** Whether each identity that was given was released once. */
    boolean allReleasedOnce() {
        return accepted.values().stream().allMatch(releases -> releases.get() == 1);
    }

    @Override
    public Set<String> libraries() {
        return Set.of(library);
    }

    @Override
    public OptionSchema options() {
        return schema;
    }

    @Override
    public SecurityModule load(ModuleSettings settings) {
        atLoad.run();
        loads.add(settings);
        openModules.incrementAndGet();
        return new SecurityModule() {
            @Override
            public Set<Capability> capabilities() {
                return capabilities;
            }

            @Override
            public AuthenticationContext authentication(ContextSettings context) {
                return openAuthentication(context);
            }

            @Override
            public EntitlementContext entitlement(ContextSettings context) {
                return openEntitlement(context);
            }

            @Override
            public void close() {
                openModules.decrementAndGet();
            }
        };
    }

    private void open(ContextSettings settings) {
        atOpening.run();
        settings.options().find(LEVEL).filter(level -> level == 6).ifPresent(level -> {
            throw new ConfigurationException(LEVEL, "'Level' can't be 6 here");
        });
        openings.add(settings);
        openContexts.incrementAndGet();
    }

    private AuthenticationContext openAuthentication(ContextSettings settings) {
        open(settings);
        return new AuthenticationContext() {
            @Override
            public AuthenticationExchange begin(ConnectionInfo connection) {
                openExchanges.incrementAndGet();
                return exchange(connection);
            }

            @Override
            public void released(ConnectionInfo connection, Identity identity) {
                Optional.ofNullable(accepted.get(identity)).orElseThrow().incrementAndGet();
            }

            @Override
            public Set<ChainTrait> chainTraits() {
                return traits;
            }

            @Override
            public void resetUser(String userName) {
                resets.add("authentication of " + userName);
            }

            @Override
            public void close() {
                atContextClose.run();
                openContexts.decrementAndGet();
            }
        };
    }

    private AuthenticationExchange exchange(ConnectionInfo connection) {
        return new AuthenticationExchange() {
            @Override
            public AuthenticationResult respond(LogonRequest request) throws InterruptedException {
                logons.add(request);
                AuthenticationResult result = logon.respond(connection, request);
                if (result instanceof AuthenticationResult.Accepted yes) {
                    accepted.put(yes.identity(), new AtomicInteger());
                }
                return result;
            }

            @Override
            public void close() {
                openExchanges.decrementAndGet();
            }
        };
    }

    private EntitlementContext openEntitlement(ContextSettings settings) {
        open(settings);
        return new EntitlementContext() {
            @Override
            public KeyScope keyScope() {
                return scope;
            }

            @Override
            public EntitlementDecision check(EntitlementRequest request) throws InterruptedException {
                checks.add(request);
                return check.check(request);
            }

            @Override
            public boolean knows(EntitlementRequest request) {
                return known.test(request);
            }

            @Override
            public void joined(ConnectionInfo connection, Identity identity) {
                presence.add(identity.userName() + " joined by " + connection.id());
            }

            @Override
            public void left(ConnectionInfo connection, Identity identity) {
                presence.add(identity.userName() + " left by " + connection.id());
            }

            @Override
            public void reset() {
                resets.add("entitlement");
            }

            @Override
            public Set<ChainTrait> chainTraits() {
                return traits;
            }

            @Override
            public void resetUser(String userName) {
                resets.add("entitlement of " + userName);
                atReset.run();
            }

            @Override
            public void close() {
                atContextClose.run();
                openContexts.decrementAndGet();
            }
        };
    }
}
