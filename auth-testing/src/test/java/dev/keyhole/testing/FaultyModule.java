package dev.keyhole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorSettings;
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
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.SecurityModule;
import dev.keyhole.spi.Validity;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts {@code falken} by password and {@code hal} by challenge, can't find out about {@code wopr}, and grants reading
 * of {@code open}, and gives credentials to outgoing connections; but for its fault.
 */
final class FaultyModule implements SecurityModule {

    private static final Logger LOG = LoggerFactory.getLogger(FaultyModule.class);
    private static final Set<FaultyModule> CLOSED = new HashSet<>();

    private final Fault fault;
    private final ModuleSettings settings;
    private volatile boolean closed;
    private volatile String lastUser = "";
    private int calls;

    FaultyModule(Fault fault, ModuleSettings settings) {
        this.fault = fault;
        this.settings = settings;
        CLOSED.clear();
    }

    @Override
    public Set<Capability> capabilities() {
        return fault == Fault.NO_CAPABILITY ? Set.of() : EnumSet.allOf(Capability.class);
    }

    @Override
    public AuthenticationContext authentication(ContextSettings settings) {
        return new Authentication();
    }

    @Override
    public EntitlementContext entitlement(ContextSettings settings) {
        return new Entitlement();
    }

    @Override
    public AuthenticatorContext authenticator(AuthenticatorSettings settings) {
        boolean isDown = settings.options().get(FaultyProvider.LEVEL) == 3;
        return new FaultyAuthenticator(fault, isDown, this.settings.host().clock());
    }

    @Override
    public void close() {
        if (closed && fault == Fault.SECOND_CLOSE_THROWS) {
            throw new IllegalStateException("closed already");
        }
        closed = true;
        synchronized (CLOSED) {
            CLOSED.add(this);
        }
    }

    @Override
    public String toString() {
        return fault == Fault.SHOWS_AN_OPTION
                ? settings.options().get(FaultyProvider.KEY).reveal()
                : "FaultyModule";
    }

    private void requireOpen(boolean open) {
        boolean oneIsClosed;
        synchronized (CLOSED) {
            oneIsClosed = !CLOSED.isEmpty();
        }
        if (!open || (fault == Fault.MODULES_SHARE_THEIR_END && oneIsClosed)) {
            throw new IllegalStateException("closed");
        }
    }

    private final class Authentication implements AuthenticationContext {

        private final Queue<CountDownLatch> hanging = new ConcurrentLinkedQueue<>();
        private volatile boolean open = true;

        @Override
        public AuthenticationExchange begin(ConnectionInfo connection) {
            requireOpen(open || fault == Fault.CLOSED_LOGON_ACCEPTS);
            if (fault == Fault.LOGS_A_LINE_OF_THE_CLIENT) {
                LOG.info("client {}", connection.clientName());
            }
            return new Exchange(this);
        }

        @Override
        public void released(ConnectionInfo connection, Identity identity) {
            if (fault == Fault.RELEASE_THROWS && identity.userName().startsWith("nobody")) {
                throw new IllegalStateException("unknown");
            }
        }

        @Override
        public void close() {
            open = false;
            if (fault != Fault.CLOSING_FORGETS_HANGING_CALLS) {
                hanging.forEach(CountDownLatch::countDown);
            }
        }
    }

    private final class Exchange implements AuthenticationExchange {

        private final Authentication context;

        Exchange(Authentication context) {
            this.context = context;
        }

        @Override
        public AuthenticationResult respond(LogonRequest request) throws InterruptedException {
            requireOpen(context.open || fault == Fault.CLOSED_LOGON_ACCEPTS);
            hang();
            requireOpen(context.open || fault == Fault.CLOSED_LOGON_ACCEPTS);
            String secret = request.secret().reveal();
            misbehave(request.userName(), secret);
            if (fault == Fault.ACCEPTS_THE_EMPTY_USER && request.userName().isEmpty()) {
                return accepted("");
            }
            return switch (request.kind()) {
                case EXPLICIT -> explicit(request.userName(), secret);
                case IMPLICIT -> new AuthenticationResult.Abstained("nobody said anything");
                case ANSWER -> answer(request.userName(), secret);
            };
        }

        private AuthenticationResult explicit(String userName, String secret) {
            if (fault == Fault.SHARES_STATE_BETWEEN_THREADS
                    && !FaultySamples.password(userName).isBlank()) {
                lastUser = userName;
                // Another thread's chance to disturb, where there is one.
                boolean alone = !Thread.currentThread().getName().equals("compatibility-kit");
                for (int i = 0; i < 100 && !alone && lastUser.equals(userName); i++) {
                    LockSupport.parkNanos(1_000_000);
                }
                return FaultySamples.password(lastUser).equals(secret) ? accepted(lastUser) : rejected();
            }
            if (userName.equals("wopr")) {
                String told = fault == Fault.THROWS_A_PASSWORD ? " about " + secret : "";
                throw new ModuleUnavailableException("nobody can say" + told);
            }
            if (userName.equals("hal")) {
                return new AuthenticationResult.Challenge(Secret.of("what are you doing?"));
            }
            boolean right = FaultySamples.password(userName).equals(secret);
            if (fault == Fault.REMEMBERS_THE_LAST_LOGON && userName.equals("falken") && ++calls > 2) {
                return accepted(userName);
            }
            return right ? accepted(userName) : rejected();
        }

        private AuthenticationResult answer(String userName, String secret) {
            if (fault == Fault.ABSTAINS_AFTER_CHALLENGE) {
                return new AuthenticationResult.Abstained("hm");
            }
            return secret.equals("dont-do-that-dave") ? accepted(userName) : rejected();
        }

        @SuppressWarnings("NullAway") // on purpose
        private AuthenticationResult accepted(String userName) {
            return fault == Fault.ANSWERS_NULL ? null : new AuthenticationResult.Accepted(Identity.of(userName));
        }

        private AuthenticationResult rejected() {
            return new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "wrong");
        }

        private void hang() throws InterruptedException {
            if (!FaultySamples.HANGING.get()) {
                return;
            }
            CountDownLatch latch = new CountDownLatch(1);
            context.hanging.add(latch);
            FaultySamples.HUNG.incrementAndGet();
            if (fault != Fault.INTERRUPTED_LOGON_ACCEPTS) {
                latch.await();
                return;
            }
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void misbehave(String userName, String secret) {
            if (fault == Fault.LOGS_A_PASSWORD) {
                LOG.trace("logon with {}", secret);
            }
            if (fault == Fault.LOGS_A_HEADER) {
                LOG.debug("Basic {}", Base64.getEncoder().encodeToString((userName + ":" + secret).getBytes(UTF_8)));
            }
            if (fault == Fault.LEAVES_A_THREAD) {
                new Thread(FaultySamples::stayUntilReleased, "left behind").start();
            }
        }
    }

    private final class Entitlement implements EntitlementContext {

        private volatile boolean open = true;
        private volatile boolean asked;

        @Override
        public KeyScope keyScope() {
            asked = !asked;
            return fault == Fault.KEY_SCOPE_CHANGES && asked ? KeyScope.USER : KeyScope.CONNECTION;
        }

        @Override
        @SuppressWarnings("NullAway") // on purpose
        public EntitlementDecision check(EntitlementRequest request) {
            requireOpen(open || fault == Fault.CLOSED_CHECK_GRANTS);
            if (fault == Fault.CHECKS_TO_NULL) {
                return null;
            }
            String name = request.resource().name();
            if (fault == Fault.OVERFLOWS_ON_LONG_NAMES && name.length() > 2_000) {
                throw new StackOverflowError();
            }
            Explanation why = Explanation.of(fault == Fault.NO_EXPLANATION ? "" : "by its name");
            return name.equals("open")
                    ? new EntitlementDecision.Granted(
                            fault == Fault.FILTER_LOST ? "" : "/a = 1", "", Validity.untilReset(), why)
                    : EntitlementDecision.denied(why);
        }

        @Override
        public void reset() {
            if (fault == Fault.RESET_THROWS) {
                throw new IllegalStateException("no reset");
            }
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
