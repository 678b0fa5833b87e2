package dev.keyhole.host.engine;

import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorExchange;
import dev.keyhole.spi.AuthenticatorSettings;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.SecurityModule;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An authenticator that does what a test tells it, and remembers what was done to it. */
final class ScriptedAuthenticator implements ModuleProvider {

    static final String TOKEN = "joshua-5";
    private static final Option<String> USER = Option.text("User", "whom to log on as");

    /** What is given to an attempt, or to a challenge in it. */
    interface Script {
        Credentials give(String user, Secret challenge) throws InterruptedException;
    }

    volatile Script script = (user, challenge) -> credentials(user);
    final List<AuthenticatorSettings> openings = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    final AtomicInteger openContexts = new AtomicInteger();

    static Credentials credentials(String user) {
        return new Credentials(user, Secret.of(TOKEN), Instant.parse("2026-01-01T00:00:00Z"), "as scripted");
    }

    @Override
    public Set<String> libraries() {
        return Set.of("outgoing");
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(USER);
    }

    @Override
    public SecurityModule load(ModuleSettings settings) {
        return new SecurityModule() {
            @Override
            public Set<Capability> capabilities() {
                return Set.of(Capability.AUTHENTICATOR);
            }

            @Override
            public AuthenticatorContext authenticator(AuthenticatorSettings settings) {
                return open(settings);
            }

            @Override
            public void close() {
                events.add("module closed");
            }
        };
    }

    private AuthenticatorContext open(AuthenticatorSettings settings) {
        String user = settings.options().find(USER).orElse("");
        if (user.equals("nobody")) {
            throw new ConfigurationException(USER, "'User' can't be nobody");
        }
        openings.add(settings);
        openContexts.incrementAndGet();
        return new AuthenticatorContext() {
            @Override
            public AuthenticatorExchange begin() {
                events.add("begin");
                return exchange(user);
            }

            @Override
            public void close() {
                events.add("context closed");
                openContexts.decrementAndGet();
            }
        };
    }

    private AuthenticatorExchange exchange(String user) {
        return new AuthenticatorExchange() {
            @Override
            public Credentials initial() throws InterruptedException {
                return script.give(user, Secret.empty());
            }

            @Override
            public Credentials respond(Secret challenge) throws InterruptedException {
                return script.give(user, challenge);
            }

            @Override
            public void completed(boolean accepted) {
                events.add(accepted ? "accepted" : "refused");
            }

            @Override
            public void close() {
                events.add("end");
            }
        };
    }
}
