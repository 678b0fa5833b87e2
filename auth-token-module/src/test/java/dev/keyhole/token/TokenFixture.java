package dev.keyhole.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.SecurityModule;
import dev.keyhole.testing.ManualTime;
import dev.keyhole.testing.RecordingServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The module with options, and time that stands still until it is moved. */
final class TokenFixture implements AutoCloseable {

    private static final AtomicInteger CONNECTIONS = new AtomicInteger();

    final RecordingServices services;
    private final List<RawOption> options = new ArrayList<>();
    private final SecurityModule module;
    private final List<AutoCloseable> open = new ArrayList<>();
    private AuthenticationContext context;

    /**
     * @param options names and values in turn
     */
    TokenFixture(String... options) {
        this(new ManualTime(), options);
    }

    TokenFixture(ManualTime time, String... options) {
        services = new RecordingServices(time);
        for (int i = 0; i < options.length; i += 2) {
            this.options.add(new RawOption(options[i], options[i + 1], "test.xml:1"));
        }
        TokenProvider provider = new TokenProvider();
        OptionSchema schema = provider.options();
        module = provider.load(new ModuleSettings(
                "token", "keyhole-token", schema.readModule(this.options).orThrow(), services));
    }

    /** With the secret of {@link Tokens} as the key. */
    static TokenFixture withSecret(String... options) {
        List<String> all = new ArrayList<>(List.of("TokenKey", Tokens.secretJwk()));
        all.addAll(List.of(options));
        return new TokenFixture(all.toArray(String[]::new));
    }

    AuthenticationContext authentication() {
        if (context == null) {
            context = newAuthentication();
        }
        return context;
    }

    /** Another one, as after a reset of all users. */
    AuthenticationContext newAuthentication() {
        AuthenticationContext opened = module.authentication(settings(Place.AUTHENTICATION));
        open.add(0, opened);
        return opened;
    }

    EntitlementContext entitlement() {
        EntitlementContext opened = module.entitlement(settings(Place.ENTITLEMENT));
        open.add(0, opened);
        return opened;
    }

    private ContextSettings settings(Place place) {
        return new ContextSettings(
                "token",
                "mqtt",
                new TokenProvider()
                        .options()
                        .readBlock(place, options, List.of())
                        .orThrow(),
                services);
    }

    void advance(Duration time) {
        services.time().advance(time);
    }

    static ConnectionInfo connection() {
        return ConnectionInfo.builder("c-" + CONNECTIONS.incrementAndGet(), "mqtt")
                .build();
    }

    AuthenticationResult logon(ConnectionInfo connection, LogonRequest request) {
        try (AuthenticationExchange exchange = authentication().begin(connection)) {
            return exchange.respond(request);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    AuthenticationResult logon(String user, String token) {
        return logon(connection(), LogonRequest.explicit(user, Secret.of(token)));
    }

    Identity accepted(String user, String token) {
        return accepted(connection(), user, token);
    }

    Identity accepted(ConnectionInfo connection, String user, String token) {
        AuthenticationResult result = logon(connection, LogonRequest.explicit(user, Secret.of(token)));
        assertThat(result).isInstanceOf(Accepted.class);
        return ((Accepted) result).identity();
    }

    /** The reason for operators. */
    String rejected(String user, String token) {
        return rejected(RejectionReason.BAD_CREDENTIALS, logon(user, token));
    }

    static String rejected(RejectionReason reason, AuthenticationResult result) {
        assertThat(result).isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(rejected.reason())
                .isEqualTo(reason));
        return ((Rejected) result).detail();
    }

    String unavailable(String user, String token) {
        ModuleUnavailableException[] caught = new ModuleUnavailableException[1];
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> logon(user, token))
                .satisfies(e -> caught[0] = e);
        return caught[0].getMessage();
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : open) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        module.close();
    }
}
