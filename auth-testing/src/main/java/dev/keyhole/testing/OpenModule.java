package dev.keyhole.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorSettings;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.DestinationInfo;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.SecurityModule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A loaded module with a context for each of its capabilities, used as a host uses it. Thread-safe. */
final class OpenModule implements AutoCloseable {

    /** A line end, and what follows it in the name of a client that wants to write lines into logs. */
    static final String FORGED_LINE = "\nFORGED";

    private static final String TRANSPORT = "kit";
    private static final DestinationInfo DESTINATION = new DestinationInfo("kit", "amps-replication", "127.0.0.1:5672");

    private static final AtomicLong CONNECTIONS = new AtomicLong();

    final SecurityModule module;
    final Optional<AuthenticationContext> authentication;
    final Optional<EntitlementContext> entitlement;
    final List<OpenAuthenticator> authenticators;
    private final SecretHunt hunt;

    OpenModule(
            ModuleProvider provider,
            List<RawOption> moduleOptions,
            Function<Place, List<RawOption>> blockOptions,
            List<CredentialsSample> credentials,
            SecretHunt hunt) {
        this.hunt = hunt;
        String library = provider.libraries().stream().sorted().findFirst().orElseThrow();
        String name = provider.predefinedNames().stream().sorted().findFirst().orElse("under-test");
        RecordingServices services = new RecordingServices();
        Function<Place, ContextSettings> settings = place -> new ContextSettings(
                name,
                TRANSPORT,
                provider.options()
                        .readBlock(place, moduleOptions, blockOptions.apply(place))
                        .orThrow(),
                services);
        module = hunt.seen(
                "the module",
                provider.load(new ModuleSettings(
                        name,
                        library,
                        provider.options().readModule(moduleOptions).orThrow(),
                        services)));
        authentication = module.capabilities().contains(Capability.AUTHENTICATION)
                ? Optional.of(hunt.seen("its context", module.authentication(settings.apply(Place.AUTHENTICATION))))
                : Optional.empty();
        entitlement = module.capabilities().contains(Capability.ENTITLEMENT)
                ? Optional.of(hunt.seen("its context", module.entitlement(settings.apply(Place.ENTITLEMENT))))
                : Optional.empty();
        authenticators = module.capabilities().contains(Capability.AUTHENTICATOR)
                ? credentials.stream()
                        .map(sample -> authenticator(
                                name,
                                provider.options()
                                        .readBlock(
                                                Place.AUTHENTICATOR,
                                                moduleOptions,
                                                merged(blockOptions.apply(Place.AUTHENTICATOR), sample.options()))
                                        .orThrow(),
                                sample,
                                services))
                        .toList()
                : List.of();
    }

    private OpenAuthenticator authenticator(
            String name, Options options, CredentialsSample sample, RecordingServices services) {
        AuthenticatorContext context =
                hunt.seen("its context", module.authenticator(new AuthenticatorSettings(name, DESTINATION, options)));
        return new OpenAuthenticator(context, sample, services.clock(), hunt);
    }

    /** Options of a sample stand in for those of the same names. */
    private static List<RawOption> merged(List<RawOption> usual, List<RawOption> special) {
        Set<String> named = special.stream().map(RawOption::name).collect(Collectors.toSet());
        return Stream.concat(usual.stream().filter(option -> !named.contains(option.name())), special.stream())
                .toList();
    }

    static ConnectionInfo connection() {
        InetAddress here = InetAddress.getLoopbackAddress();
        return ConnectionInfo.builder("kit-" + CONNECTIONS.incrementAndGet(), TRANSPORT)
                .connectionName("AMPS-kit")
                .clientName("laptop" + FORGED_LINE)
                .protocol("mqtt")
                .messageType("json")
                .localAddress(new InetSocketAddress(here, 1883))
                .remoteAddress(new InetSocketAddress(here, 50_000))
                .build();
    }

    AuthenticationExchange begin(ConnectionInfo connection) {
        return hunt.seen("the exchange", authentication.orElseThrow().begin(connection));
    }

    /** The last answer of the module, which owes nothing more to the connection if it isn't an acceptance. */
    AuthenticationResult logon(ConnectionInfo connection, LogonSample sample) throws InterruptedException {
        List<Secret> secrets = new ArrayList<>();
        try (AuthenticationExchange exchange = begin(connection)) {
            LogonRequest request = sample.request();
            secrets.add(request.secret());
            AuthenticationResult result = respond(exchange, request);
            for (String answer : sample.answers()) {
                assertThat(result).as("what comes before an answer").isInstanceOf(AuthenticationResult.Challenge.class);
                Secret secret = Secret.of(answer);
                secrets.add(secret);
                result = respond(exchange, LogonRequest.answer(sample.userName(), secret));
                assertThat(result)
                        .as("an exchange may not abstain after its first challenge")
                        .isNotInstanceOf(AuthenticationResult.Abstained.class);
            }
            return result;
        } catch (RuntimeException e) {
            hunt.see("an exception of a logon", e);
            throw e;
        } finally {
            secrets.forEach(Secret::close);
        }
    }

    AuthenticationResult respond(AuthenticationExchange exchange, LogonRequest request) throws InterruptedException {
        return hunt.seen("the answer to a logon", exchange.respond(request));
    }

    EntitlementDecision check(ConnectionInfo connection, Identity identity, Permission permission, Resource resource)
            throws InterruptedException {
        EntitlementRequest request = new EntitlementRequest(
                connection, identity, resource, permission, Operation.usualFor(permission, resource.type()));
        try {
            return hunt.seen("a decision", entitlement.orElseThrow().check(request));
        } catch (RuntimeException e) {
            hunt.see("an exception of a check", e);
            throw e;
        }
    }

    /** As a host does when an accepted connection ends. */
    void release(ConnectionInfo connection, AuthenticationResult result) {
        if (result instanceof AuthenticationResult.Accepted accepted) {
            authentication.ifPresent(context -> context.released(connection, accepted.identity()));
        }
    }

    /** In the order that a host closes them. */
    @Override
    public void close() {
        closeContexts();
        module.close();
    }

    void closeContexts() {
        authentication.ifPresent(AuthenticationContext::close);
        entitlement.ifPresent(EntitlementContext::close);
        authenticators.forEach(OpenAuthenticator::close);
    }
}
