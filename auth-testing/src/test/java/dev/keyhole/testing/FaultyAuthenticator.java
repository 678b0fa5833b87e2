package dev.keyhole.testing;

import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorExchange;
import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a token, and answers two challenges; but for its fault. */
final class FaultyAuthenticator implements AuthenticatorContext {

    static final String TOKEN = "token-of-falken";

    private static final Logger LOG = LoggerFactory.getLogger(FaultyAuthenticator.class);

    private final Fault fault;
    private final boolean isDown;
    private final Clock clock;
    private final Queue<CountDownLatch> hanging = new ConcurrentLinkedQueue<>();
    private volatile boolean open = true;
    private volatile boolean refused;

    FaultyAuthenticator(Fault fault, boolean isDown, Clock clock) {
        this.fault = fault;
        this.isDown = isDown;
        this.clock = clock;
    }

    @Override
    public AuthenticatorExchange begin() {
        requireOpen();
        return new Exchange();
    }

    private void requireOpen() {
        if (!open && fault != Fault.CLOSED_AUTHENTICATOR_GIVES) {
            throw new IllegalStateException("closed");
        }
    }

    @Override
    public void close() {
        open = false;
        hanging.forEach(CountDownLatch::countDown);
    }

    private final class Exchange implements AuthenticatorExchange {

        private int round;
        private boolean closed;

        @Override
        @SuppressWarnings("NullAway") // on purpose
        public Credentials initial() throws InterruptedException {
            requireOpen();
            hang();
            requireOpen();
            if (fault == Fault.LOGS_A_TOKEN) {
                LOG.trace("there is {}", TOKEN);
            }
            if (isDown
                    || fault == Fault.GIVES_NO_CREDENTIALS
                    || (refused && fault == Fault.DOES_NOT_GET_OVER_A_REFUSAL)) {
                throw new ModuleUnavailableException(
                        "there is nothing left" + (fault == Fault.THROWS_A_TOKEN ? " but " + TOKEN : ""));
            }
            return fault == Fault.GIVES_NULL_CREDENTIALS ? null : credentials(TOKEN);
        }

        @Override
        @SuppressWarnings("NullAway") // on purpose
        public Credentials respond(Secret challenge) {
            round += fault == Fault.FORGETS_THE_ROUND ? 0 : 1;
            return switch (challenge.reveal()) {
                case "what are you doing?" -> credentials("opening-the-doors");
                case "really?" -> credentials(round == 2 ? "so-help-me" : "what-was-i-saying");
                default -> {
                    if (fault == Fault.ANSWERS_AN_ODD_CHALLENGE_WITH_NULL) {
                        yield null;
                    }
                    throw new ModuleUnavailableException("there is no answer to that");
                }
            };
        }

        private Credentials credentials(String secret) {
            Instant now = clock.instant();
            return new Credentials(
                    fault == Fault.GIVES_THE_CREDENTIALS_OF_ANOTHER ? "lightman" : "falken",
                    Secret.of(secret),
                    fault == Fault.GIVES_CREDENTIALS_OF_TOMORROW ? now.plus(Duration.ofDays(1)) : now,
                    source(secret));
        }

        private String source(String secret) {
            if (fault == Fault.GIVES_CREDENTIALS_WITHOUT_A_SOURCE) {
                return "";
            }
            return fault == Fault.NAMES_A_TOKEN_AS_THE_SOURCE ? secret : "memory";
        }

        private void hang() throws InterruptedException {
            if (!FaultySamples.HANGING.get()) {
                return;
            }
            CountDownLatch latch = new CountDownLatch(1);
            hanging.add(latch);
            FaultySamples.HUNG.incrementAndGet();
            try {
                latch.await();
            } catch (InterruptedException e) {
                if (fault != Fault.INTERRUPTED_AUTHENTICATOR_GIVES) {
                    throw e;
                }
            }
        }

        @Override
        public void completed(boolean accepted) {
            refused |= !accepted;
        }

        @Override
        public void close() {
            if (closed && fault == Fault.UNUSED_EXCHANGE_DOES_NOT_CLOSE) {
                throw new IllegalStateException("closed already");
            }
            closed = true;
        }
    }
}
