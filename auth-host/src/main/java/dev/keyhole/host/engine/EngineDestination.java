package dev.keyhole.host.engine;

import dev.keyhole.host.Destination;
import dev.keyhole.host.OutgoingLogon;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.ModuleUnavailableException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A destination with what gives it credentials, and the attempts to connect that are under way. */
final class EngineDestination implements Destination {

    private final Configuration.Destination configured;
    private final EngineParts engine;
    private final Registration<AuthenticatorContext> registration;
    private final Set<OutgoingAttempt> attempts = ConcurrentHashMap.newKeySet();

    EngineDestination(
            Configuration.Destination configured, EngineParts engine, Registration<AuthenticatorContext> registration) {
        this.configured = configured;
        this.engine = engine;
        this.registration = registration;
    }

    @Override
    public String name() {
        return configured.name();
    }

    @Override
    public String type() {
        return configured.type();
    }

    @Override
    public List<String> addresses() {
        return configured.addresses();
    }

    @Override
    public OutgoingLogon authenticate() {
        try {
            OutgoingAttempt attempt = new OutgoingAttempt(this, registration.enter());
            attempts.add(attempt);
            if (!engine.isClosed()) {
                return attempt;
            }
            attempt.close();
        } catch (ModuleUnavailableException closed) {
            // As if it had been found out before.
        }
        throw new IllegalStateException("the host is closed");
    }

    void ended(OutgoingAttempt attempt) {
        attempts.remove(attempt);
    }

    EngineParts engine() {
        return engine;
    }

    Registration<AuthenticatorContext> registration() {
        return registration;
    }

    void close() {
        attempts.forEach(OutgoingAttempt::close);
    }
}
