package dev.keyhole.simple;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.SecurityModule;
import java.util.Set;
import java.util.function.Function;

/** A module whose contexts each follow a policy that their options say. */
final class AuthenticationModule implements SecurityModule {

    private final Function<Options, AuthenticationPolicy> policies;
    private final Set<ChainTrait> traits;
    private final Lifetime lifetime = new Lifetime();

    AuthenticationModule(Function<Options, AuthenticationPolicy> policies, Set<ChainTrait> traits) {
        this.policies = policies;
        this.traits = traits;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.AUTHENTICATION);
    }

    @Override
    public AuthenticationContext authentication(ContextSettings settings) {
        lifetime.requireOpen();
        return new Context(policies.apply(settings.options()), traits);
    }

    @Override
    public void close() {
        lifetime.close();
    }

    private static final class Context implements AuthenticationContext {

        private final AuthenticationPolicy policy;
        private final Set<ChainTrait> traits;
        private final Lifetime lifetime = new Lifetime();

        Context(AuthenticationPolicy policy, Set<ChainTrait> traits) {
            this.policy = policy;
            this.traits = traits;
        }

        @Override
        public AuthenticationExchange begin(ConnectionInfo connection) {
            lifetime.requireOpen();
            return request -> {
                lifetime.requireOpen();
                return policy.judge(request);
            };
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
