package dev.keyhole.testing;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.Capability;
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
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.SecurityModule;
import dev.keyhole.spi.Validity;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * A module that knows {@code falken} by his password, {@code hal} by a challenge, and hangs on {@code wopr}. Everybody may
 * do everything with {@code open} topics, and read {@code limited} ones within limits.
 */
final class ScriptProvider implements ModuleProvider {

    @Override
    public Set<String> libraries() {
        return Set.of("script");
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of();
    }

    @Override
    public SecurityModule load(ModuleSettings settings) {
        return new Script();
    }

    private static final class Script implements SecurityModule {

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.AUTHENTICATION, Capability.ENTITLEMENT);
        }

        @Override
        public AuthenticationContext authentication(ContextSettings settings) {
            return new AuthenticationContext() {
                @Override
                public AuthenticationExchange begin(ConnectionInfo connection) {
                    return Script::respond;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public EntitlementContext entitlement(ContextSettings settings) {
            return new EntitlementContext() {
                @Override
                public KeyScope keyScope() {
                    return KeyScope.USER;
                }

                @Override
                public EntitlementDecision check(EntitlementRequest request) {
                    return Script.check(request);
                }

                @Override
                public void close() {}
            };
        }

        private static AuthenticationResult respond(LogonRequest request) throws InterruptedException {
            if (request.userName().equals("wopr")) {
                new CountDownLatch(1).await();
            }
            if (request.userName().equals("hal") && request.kind() == LogonRequest.Kind.EXPLICIT) {
                return new AuthenticationResult.Challenge(Secret.of("what are you doing?"));
            }
            boolean right =
                    request.secret().equals(Secret.of("joshua")) || request.kind() == LogonRequest.Kind.IMPLICIT;
            return right
                    ? new AuthenticationResult.Accepted(Identity.of(request.userName()))
                    : new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "wrong password");
        }

        private static EntitlementDecision check(EntitlementRequest request) {
            String name = request.resource().name();
            Explanation why = Explanation.of("by its name");
            if (name.isEmpty() || name.contains("open")) {
                return EntitlementDecision.granted(why);
            }
            return name.contains("limited")
                    ? new EntitlementDecision.Granted("/a = 1", "+/a", Validity.untilReset(), why)
                    : EntitlementDecision.denied(why);
        }

        @Override
        public void close() {}
    }
}
