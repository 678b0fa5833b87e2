package dev.keyhole.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorExchange;
import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Secret;
import java.time.Clock;

/** A context for outgoing connections, and what is to come of it, used as a host uses it. Thread-safe. */
final class OpenAuthenticator {

    /** What no sample foresees. */
    private static final String ODD_CHALLENGE = "what-nobody-expects";

    private final AuthenticatorContext context;
    private final CredentialsSample sample;
    private final Clock clock;
    private final SecretHunt hunt;

    OpenAuthenticator(AuthenticatorContext context, CredentialsSample sample, Clock clock, SecretHunt hunt) {
        this.context = context;
        this.sample = sample;
        this.clock = clock;
        this.hunt = hunt;
    }

    /** Attempts to connect: one that is accepted, one that is refused, one of which nobody says, and one more. */
    void runSample() throws InterruptedException {
        attempt(exchange -> exchange.completed(true));
        if (sample.outcome() == CredentialsSample.Outcome.UNAVAILABLE) {
            return;
        }
        attempt(exchange -> exchange.completed(false));
        attempt(exchange -> {});
        attempt(exchange -> exchange.completed(true));
    }

    private interface End {
        void of(AuthenticatorExchange exchange);
    }

    private void attempt(End end) throws InterruptedException {
        try (AuthenticatorExchange exchange = begin()) {
            assertCredentials(initial(exchange), sample.secret());
            for (CredentialsSample.Round round : sample.rounds()) {
                assertCredentials(respond(exchange, round.challenge()), round.answer());
            }
            assertThat(CredentialsSample.Outcome.OBTAINED).as("%s", sample).isEqualTo(sample.outcome());
            end.of(exchange);
        } catch (ModuleUnavailableException e) {
            assertThat(CredentialsSample.Outcome.UNAVAILABLE)
                    .as("%s, but: %s", sample, e.getMessage())
                    .isEqualTo(sample.outcome());
            assertThat(e).as("why there is none: %s", sample).message().isNotBlank();
        }
    }

    private void assertCredentials(Credentials credentials, String secret) {
        assertThat(credentials.userName()).as("the user of %s", sample).isEqualTo(sample.userName());
        // No description shows the one or the other.
        assertThat(credentials.secret().equals(Secret.of(secret)))
                .as("whether the secret is that of %s", sample)
                .isTrue();
        assertThat(credentials.source()).as("how they were got: %s", sample).isNotBlank();
        assertThat(credentials.obtainedAt())
                .as("when they were got, by the host's clock: %s", sample)
                .isBeforeOrEqualTo(clock.instant());
    }

    /** A challenge that no sample foresees gets an answer, or none and a reason. */
    void runOddChallenge() throws InterruptedException {
        if (sample.outcome() != CredentialsSample.Outcome.OBTAINED) {
            return;
        }
        try (AuthenticatorExchange exchange = begin()) {
            initial(exchange);
            for (String challenge : new String[] {"", ODD_CHALLENGE, "\0\uFFFF", "x".repeat(100_000)}) {
                try {
                    respond(exchange, challenge);
                } catch (ModuleUnavailableException e) {
                    assertThat(e).message().as("why there is no answer").isNotBlank();
                }
            }
        }
    }

    /** A whole attempt. */
    Credentials ask() throws InterruptedException {
        try (AuthenticatorExchange exchange = begin()) {
            return initial(exchange);
        }
    }

    /** Begun and ended twice, with nothing between. */
    void closeUnused() {
        AuthenticatorExchange exchange = begin();
        exchange.close();
        exchange.close();
    }

    AuthenticatorExchange begin() {
        return hunt.seen("the exchange", context.begin());
    }

    Credentials initial(AuthenticatorExchange exchange) throws InterruptedException {
        try {
            return hunt.seen("the credentials", exchange.initial());
        } catch (RuntimeException e) {
            hunt.see("an exception of a request for credentials", e);
            throw e;
        }
    }

    private Credentials respond(AuthenticatorExchange exchange, String challenge) throws InterruptedException {
        try {
            return hunt.seen("the answer to a challenge", exchange.respond(Secret.of(challenge)));
        } catch (RuntimeException e) {
            hunt.see("an exception of a challenge", e);
            throw e;
        }
    }

    void close() {
        context.close();
    }
}
