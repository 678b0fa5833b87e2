package dev.keyhole.host.config;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.Problem;
import dev.keyhole.spi.RawOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration file says about security, before any module has seen it. Immutable.
 *
 * @param file the file it was read from
 * @param name {@code Name} of the instance; empty if it has none
 * @param modules the {@code Module} elements
 * @param authentication the instance's {@code Authentication} block
 * @param entitlement the instance's {@code Entitlement} block
 * @param authenticator the instance's {@code Authenticator} block
 * @param transports the {@code Transport} elements of {@code Transports}
 * @param admin the {@code Admin} element, as the transport {@value dev.keyhole.host.Transport#ADMIN}
 * @param destinations the {@code Destination} elements of {@code Replication}
 * @param settings options of the {@code Keyhole} element
 * @param errors everything that is wrong with it; a host doesn't start if there is anything
 * @param warnings what a reader should know, elements that are known and not enforced among them
 */
public record Configuration(
        Path file,
        String name,
        List<Module> modules,
        Optional<Chain> authentication,
        Optional<Chain> entitlement,
        Optional<Use> authenticator,
        List<Transport> transports,
        Optional<Transport> admin,
        List<Destination> destinations,
        List<RawOption> settings,
        List<Problem> errors,
        List<Problem> warnings) {

    /**
     * A {@code Module} element.
     *
     * @param library as written, without a path before it
     */
    public record Module(String name, String library, List<RawOption> options, String location) {
        public Module {
            options = List.copyOf(options);
        }
    }

    /** A security block: the modules to ask, in order; at least one. */
    public record Chain(List<Use> uses, String location) {
        public Chain {
            uses = List.copyOf(uses);
        }
    }

    /** One module of a block, with the options that the block gives it. */
    public record Use(String module, List<RawOption> options, String location) {
        public Use {
            options = List.copyOf(options);
        }
    }

    /** A {@code Transport} element; texts that it doesn't give are empty. */
    public record Transport(
            String name,
            String type,
            String address,
            String protocol,
            Optional<Chain> authentication,
            Optional<Chain> entitlement,
            String location) {}

    /**
     * A {@code Destination} element: where the broker itself connects to.
     *
     * @param type {@code Type} of its transport; empty if it gives none
     * @param addresses each {@code InetAddr} of its transport
     * @param authenticator what gives credentials to its connections, if it has an {@code Authenticator} of its own
     */
    public record Destination(
            String name, String type, List<String> addresses, Optional<Use> authenticator, String location) {
        public Destination {
            addresses = List.copyOf(addresses);
        }
    }

    public Configuration {
        requireNonNull(file);
        requireNonNull(name);
        modules = List.copyOf(modules);
        requireNonNull(authentication);
        requireNonNull(entitlement);
        requireNonNull(authenticator);
        transports = List.copyOf(transports);
        requireNonNull(admin);
        destinations = List.copyOf(destinations);
        settings = List.copyOf(settings);
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a file, and what it includes.
     *
     * <p>Whether the modules that blocks name exist isn't looked at here: a name without a {@code Module} element may be
     * that of a module that is always there, which only the modules themselves know.
     *
     * @param definitions what {@code ${NAME}} stands for, before the environment is asked
     * @throws dev.keyhole.spi.ConfigurationException if it can't be read as XML at all, or isn't a configuration; all
     *     else that is wrong is in {@link #errors()}
     */
    public static Configuration read(Path file, Map<String, String> definitions) {
        return ConfigurationReader.read(file, definitions, System.getenv());
    }
}
