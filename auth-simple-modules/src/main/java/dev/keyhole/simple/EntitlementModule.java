package dev.keyhole.simple;

import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;
import java.util.function.Function;

/** A module whose contexts each follow a policy that their options say. */
final class EntitlementModule implements SecurityModule {

    private final Function<Options, EntitlementPolicy> policies;
    private final Set<ChainTrait> traits;
    private final Lifetime lifetime = new Lifetime();

    EntitlementModule(Function<Options, EntitlementPolicy> policies, Set<ChainTrait> traits) {
        this.policies = policies;
        this.traits = traits;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.ENTITLEMENT);
    }

    @Override
    public EntitlementContext entitlement(ContextSettings settings) {
        lifetime.requireOpen();
        return new Context(policies.apply(settings.options()), traits);
    }

    @Override
    public void close() {
        lifetime.close();
    }

    private static final class Context implements EntitlementContext {

        private final EntitlementPolicy policy;
        private final Set<ChainTrait> traits;
        private final Lifetime lifetime = new Lifetime();

        Context(EntitlementPolicy policy, Set<ChainTrait> traits) {
            this.policy = policy;
            this.traits = traits;
        }

        @Override
        public KeyScope keyScope() {
            return KeyScope.USER;
        }

        @Override
        public EntitlementDecision check(EntitlementRequest request) {
            lifetime.requireOpen();
            return policy.judge(request.permission(), request.resource());
        }

        @Override
        public boolean knows(EntitlementRequest request) {
            return true;
        }

        @Override
        public Set<ChainTrait> chainTraits() {
            return traits;
        }

        @Override
        public void close() {
            lifetime.close();
        }
    }
}
