package dev.keyhole.host.engine;

import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.ModuleUnavailableException;
import org.jspecify.annotations.Nullable;

/** Whichever context a registration has open now, as one that the cache is wrapped round. */
final class RenewableEntitlement implements EntitlementContext {

    private final Registration<EntitlementContext> registration;
    private final KeyScope scope;

    RenewableEntitlement(Registration<EntitlementContext> registration, KeyScope scope) {
        this.registration = registration;
        this.scope = scope;
    }

    @Override
    public KeyScope keyScope() {
        return scope;
    }

    @Override
    public EntitlementDecision check(EntitlementRequest request) throws InterruptedException {
        Opening<EntitlementContext> opening = registration.enter();
        try {
            EntitlementContext context = opening.context();
            if (context.keyScope() != scope) {
                throw new ModuleUnavailableException("its answers are shared by " + context.keyScope()
                        + " since it was opened anew, and were by " + scope);
            }
            return nonNull(context.check(request));
        } finally {
            opening.leave();
        }
    }

    /** A module may break the rule that nothing is null. */
    private static EntitlementDecision nonNull(@Nullable EntitlementDecision decision) {
        if (decision == null) {
            throw new ModuleUnavailableException("it answered nothing at all");
        }
        return decision;
    }

    @Override
    public void reset() {
        registration.reset(EntitlementContext::reset);
    }

    @Override
    public void resetUser(String userName) {
        registration.reset(context -> context.resetUser(userName));
    }

    @Override
    public void close() {
        registration.close();
    }
}
