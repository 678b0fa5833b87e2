package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;

/** A module, and short words for what a host does with it. */
final class WebServiceFixture implements AutoCloseable {

    static final String ANYTHING =
            "{\"logon\": true, \"topic\": [{\"topic\": \".*\", \"read\": true, \"write\": true}]}";

    final TestHost host = new TestHost();
    final TestContext context = new TestContext();
    final WebServiceModule module;
    private final List<RawOption> moduleOptions;
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * @param options of the module, in turn name and value
     */
    WebServiceFixture(String... options) {
        moduleOptions = raw(options);
        module = (WebServiceModule) new WebServiceProvider()
                .load(new ModuleSettings(
                        "web",
                        "keyhole-http",
                        WebServiceOptions.SCHEMA.readModule(moduleOptions).orThrow(),
                        host));
    }

    static List<RawOption> raw(String... options) {
        return rawIn("test.xml", options);
    }

    private static List<RawOption> rawIn(String file, String... options) {
        List<RawOption> result = new ArrayList<>();
        for (int i = 0; i < options.length; i += 2) {
            result.add(new RawOption(options[i], options[i + 1], file + ":" + (i / 2 + 1)));
        }
        return result;
    }

    AuthenticationContext authentication(String... options) {
        return module.authentication(settings(Place.AUTHENTICATION, context, options));
    }

    EntitlementContext entitlement(String... options) {
        return module.entitlement(settings(Place.ENTITLEMENT, context, options));
    }

    ContextSettings settings(Place place, TestContext services, String... options) {
        return settings("mqtt", place, services, options);
    }

    ContextSettings settings(String transport, Place place, TestContext services, String... options) {
        return new ContextSettings(
                "web",
                transport,
                WebServiceOptions.SCHEMA
                        .readBlock(place, moduleOptions, rawIn("block.xml", options))
                        .orThrow(),
                services);
    }

    ConnectionInfo connection() {
        return connection(ConnectionKind.APPLICATION);
    }

    ConnectionInfo connection(ConnectionKind kind) {
        return ConnectionInfo.builder("c" + connections.incrementAndGet(), "mqtt")
                .kind(kind)
                .build();
    }

    AuthenticationResult logOn(AuthenticationContext authentication, String user, String password) {
        return logOn(authentication, connection(), LogonRequest.explicit(user, Secret.of(password)));
    }

    AuthenticationResult logOn(AuthenticationContext authentication, ConnectionInfo connection, LogonRequest request) {
        try (AuthenticationExchange exchange = authentication.begin(connection)) {
            return exchange.respond(request);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    Identity accepted(AuthenticationContext authentication, String user, String password) {
        AuthenticationResult result = logOn(authentication, user, password);
        assertThat(result).isInstanceOf(Accepted.class);
        return ((Accepted) result).identity();
    }

    Rejected rejected(AuthenticationContext authentication, String user, String password) {
        AuthenticationResult result = logOn(authentication, user, password);
        assertThat(result).isInstanceOf(Rejected.class);
        return (Rejected) result;
    }

    String unavailable(AuthenticationContext authentication, String user, String password) {
        return Assertions.catchThrowableOfType(
                        ModuleUnavailableException.class, () -> logOn(authentication, user, password))
                .getMessage();
    }

    EntitlementDecision check(EntitlementContext entitlement, Identity identity, Permission permission, String topic) {
        try {
            return entitlement.check(new EntitlementRequest(
                    connection(),
                    identity,
                    Resource.topic(topic),
                    permission,
                    Operation.usualFor(permission, Resource.topic(topic).type())));
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    boolean grants(EntitlementContext entitlement, Identity identity, Permission permission, String topic) {
        return check(entitlement, identity, permission, topic)
                .match(granted -> true, denied -> false, abstained -> false);
    }

    @Override
    public void close() {
        module.close();
        host.close();
    }
}
