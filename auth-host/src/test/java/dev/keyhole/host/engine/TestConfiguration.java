package dev.keyhole.host.engine;

import dev.keyhole.host.Transport;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.RawOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes configurations down without a file. Locations are {@code test.xml} and a word that says where. */
final class TestConfiguration {

    private final List<Configuration.Module> modules = new ArrayList<>();
    private Optional<Configuration.Transport> admin = Optional.empty();
    private final List<Configuration.Transport> transports = new ArrayList<>();
    private final List<RawOption> settings = new ArrayList<>();
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private Optional<Configuration.Chain> authentication = Optional.empty();
    private Optional<Configuration.Chain> entitlement = Optional.empty();
    private Optional<Configuration.Use> authenticator = Optional.empty();
    private final List<Configuration.Destination> destinations = new ArrayList<>();

    static RawOption option(String name, String value) {
        return new RawOption(name, value, "test.xml:" + name);
    }

    static Configuration.Chain chain(String... modules) {
        return new Configuration.Chain(
                Arrays.stream(modules).map(name -> use(name)).toList(), "test.xml:chain");
    }

    static Configuration.Use use(String module, RawOption... options) {
        return new Configuration.Use(module, List.of(options), "test.xml:use-of-" + module);
    }

    TestConfiguration set(String name, String value) {
        settings.add(option(name, value));
        return this;
    }

    TestConfiguration module(String name, String library, RawOption... options) {
        modules.add(new Configuration.Module(name, library, List.of(options), "test.xml:module-" + name));
        return this;
    }

    TestConfiguration authentication(Configuration.Chain chain) {
        authentication = Optional.of(chain);
        return this;
    }

    TestConfiguration entitlement(Configuration.Chain chain) {
        entitlement = Optional.of(chain);
        return this;
    }

    TestConfiguration transport(String name, Configuration.Chain authentication, Configuration.Chain entitlement) {
        return transport(name, Optional.of(authentication), Optional.of(entitlement));
    }

    /** With the instance's modules. */
    TestConfiguration transport(String name) {
        return transport(name, Optional.empty(), Optional.empty());
    }

    /** With the instance's modules. */
    TestConfiguration transport(String name, String type) {
        return transport(name, type, Optional.empty(), Optional.empty());
    }

    TestConfiguration transport(
            String name, Optional<Configuration.Chain> authentication, Optional<Configuration.Chain> entitlement) {
        return transport(name, "tcp", authentication, entitlement);
    }

    private TestConfiguration transport(
            String name,
            String type,
            Optional<Configuration.Chain> authentication,
            Optional<Configuration.Chain> entitlement) {
        transports.add(new Configuration.Transport(
                name, type, "127.0.0.1:0", name, authentication, entitlement, "test.xml:transport-" + name));
        return this;
    }

    /** An {@code Admin} element. */
    TestConfiguration admin(Configuration.Chain authentication, Configuration.Chain entitlement) {
        admin = Optional.of(new Configuration.Transport(
                Transport.ADMIN, "", "", "", Optional.of(authentication), Optional.of(entitlement), "test.xml:admin"));
        return this;
    }

    TestConfiguration authenticator(Configuration.Use use) {
        authenticator = Optional.of(use);
        return this;
    }

    TestConfiguration destination(String name, Configuration.Use authenticator) {
        return destination(name, Optional.of(authenticator));
    }

    /** With the instance's module. */
    TestConfiguration destination(String name) {
        return destination(name, Optional.empty());
    }

    private TestConfiguration destination(String name, Optional<Configuration.Use> authenticator) {
        destinations.add(new Configuration.Destination(
                name, "amps-replication", List.of("a:1", "b:2"), authenticator, "test.xml:destination-" + name));
        return this;
    }

    TestConfiguration error(String message) {
        errors.add(Problem.of(message));
        return this;
    }

    TestConfiguration warning(String message) {
        warnings.add(Problem.of(message));
        return this;
    }

    Configuration build() {
        return new Configuration(
                Path.of("test.xml"),
                "test",
                modules,
                authentication,
                entitlement,
                authenticator,
                transports,
                admin,
                destinations,
                settings,
                errors,
                warnings);
    }
}
