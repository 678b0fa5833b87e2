package dev.keyhole.http.check;

import dev.keyhole.http.TestHost;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.SecurityModule;
import dev.keyhole.testing.RecordingServices;
import java.util.ArrayList;
import java.util.List;

/** Both modules before a server on loopback, and short words for what a host does with them. */
final class CheckFixture implements AutoCloseable {

    static final ConnectionInfo LAPTOP =
            ConnectionInfo.builder("c1", "mqtt").clientName("laptop").build();

    final TestHost host = new TestHost();
    private final List<SecurityModule> modules = new ArrayList<>();

    static List<RawOption> raw(String... options) {
        List<RawOption> result = new ArrayList<>();
        for (int i = 0; i < options.length; i += 2) {
            result.add(new RawOption(options[i], options[i + 1], "test.xml:" + (i / 2 + 1)));
        }
        return result;
    }

    /** Where a server is, and further options, in turn name and value. */
    static String[] at(CheckServer server, String... options) {
        List<String> all = new ArrayList<>(List.of("host", "127.0.0.1", "port", Integer.toString(server.port())));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    private SecurityModule load(ModuleProvider provider, String... options) {
        SecurityModule module = provider.load(new ModuleSettings(
                "check",
                "keyhole-http",
                provider.options().readModule(raw(options)).orThrow(),
                host));
        modules.add(module);
        return module;
    }

    private static ContextSettings settings(ModuleProvider provider, Place place, String... options) {
        return new ContextSettings(
                "check",
                "mqtt",
                provider.options().readBlock(place, raw(options), List.of()).orThrow(),
                new RecordingServices());
    }

    AuthenticationContext users(String... options) {
        UserCheckProvider provider = new UserCheckProvider();
        return load(provider, options).authentication(settings(provider, Place.AUTHENTICATION, options));
    }

    EntitlementContext topics(String... options) {
        TopicCheckProvider provider = new TopicCheckProvider();
        return load(provider, options).entitlement(settings(provider, Place.ENTITLEMENT, options));
    }

    /** Of the module that was loaded last. */
    EntitlementContext topicsOfSameModule(String... options) {
        return modules.get(modules.size() - 1)
                .entitlement(settings(new TopicCheckProvider(), Place.ENTITLEMENT, options));
    }

    static AuthenticationResult logOn(AuthenticationContext users, String user, String password) {
        return logOn(users, LAPTOP, LogonRequest.explicit(user, Secret.of(password)));
    }

    static AuthenticationResult logOn(AuthenticationContext users, ConnectionInfo connection, LogonRequest request) {
        try (AuthenticationExchange exchange = users.begin(connection)) {
            return exchange.respond(request);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    static EntitlementRequest read(String user, String topic) {
        return question(user, Resource.topic(topic), Permission.READ, Operation.SUBSCRIBE);
    }

    static EntitlementRequest question(String user, Resource resource, Permission permission, Operation operation) {
        return new EntitlementRequest(LAPTOP, Identity.of(user), resource, permission, operation);
    }

    static EntitlementDecision check(EntitlementContext topics, EntitlementRequest request) {
        try {
            return topics.check(request);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    static boolean grants(EntitlementContext topics, String user, String topic) {
        return check(topics, read(user, topic)).match(granted -> true, denied -> false, abstained -> false);
    }

    @Override
    public void close() {
        modules.forEach(SecurityModule::close);
        host.close();
    }
}
