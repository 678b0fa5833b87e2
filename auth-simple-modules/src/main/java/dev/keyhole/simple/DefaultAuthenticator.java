package dev.keyhole.simple;

import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorExchange;
import dev.keyhole.spi.AuthenticatorSettings;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.SecurityModule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** User names and passwords for outgoing connections. */
final class DefaultAuthenticator implements SecurityModule {

    private static final Option<String> USER =
            Option.text("User", "the user name to log on with; by default that of the process");
    private static final Option<Secret> PASSWORD = Option.secret("Password", "the password itself");
    private static final Option<Path> PASSWORD_FILE_NAME =
            Option.path("PasswordFileName", "a file that holds the password");
    private static final Option<String> PASSWORD_ENVIRONMENT_VARIABLE =
            Option.text("PasswordEnvironmentVariable", "an environment variable that holds the password");

    static final OptionSchema OPTIONS =
            OptionSchema.of(USER, PASSWORD, PASSWORD_FILE_NAME, PASSWORD_ENVIRONMENT_VARIABLE);

    private static final String NOBODY = "?";

    private final HostServices host;
    private final Map<String, String> environment;
    private final String processUser;
    private final Lifetime lifetime = new Lifetime();

    DefaultAuthenticator(HostServices host, Map<String, String> environment, String processUser) {
        this.host = host;
        this.environment = environment;
        this.processUser = processUser;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.AUTHENTICATOR);
    }

    @Override
    public AuthenticatorContext authenticator(AuthenticatorSettings settings) {
        lifetime.requireOpen();
        Options options = settings.options();
        return new Context(user(options), passwords(options));
    }

    private String user(Options options) {
        String user = options.find(USER).orElseGet(() -> Stream.of(processUser, environment.getOrDefault("USER", ""))
                .filter(name -> !name.isEmpty() && !name.equals(NOBODY))
                .findFirst()
                .orElse(""));
        if (user.isEmpty()) {
            throw new ConfigurationException(
                    USER, "'User' is needed: neither the process nor the environment variable USER says who this is");
        }
        return user;
    }

    private Passwords passwords(Options options) {
        List<Option<?>> given = Stream.<Option<?>>of(PASSWORD, PASSWORD_FILE_NAME, PASSWORD_ENVIRONMENT_VARIABLE)
                .filter(options::isGiven)
                .toList();
        if (given.size() > 1) {
            throw new ConfigurationException(
                    given.get(1),
                    "'" + given.get(0).name() + "' and '" + given.get(1).name()
                            + "' can't both say what the password is; remove one of them");
        }
        Instant now = host.clock().instant();
        return options.find(PASSWORD_FILE_NAME)
                .<Passwords>map(this::file)
                .or(() -> options.find(PASSWORD_ENVIRONMENT_VARIABLE)
                        .map(name -> new Passwords.Fixed(variable(name), "environment variable " + name, now)))
                .or(() -> options.find(PASSWORD).map(password -> new Passwords.Fixed(password, "configuration", now)))
                .orElseGet(() -> new Passwords.Fixed(Secret.empty(), "no password", now));
    }

    private Passwords file(Path path) {
        PasswordFile file = new PasswordFile(path, host.clock());
        try {
            file.read().secret().close();
        } catch (ModuleUnavailableException e) {
            throw new ConfigurationException(PASSWORD_FILE_NAME, "'PasswordFileName' can't work: " + e.getMessage());
        }
        return file;
    }

    private Secret variable(String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new ConfigurationException(
                    PASSWORD_ENVIRONMENT_VARIABLE, "the environment variable '" + name + "' isn't set");
        }
        return Secret.of(value);
    }

    @Override
    public void close() {
        lifetime.close();
    }

    private static final class Context implements AuthenticatorContext {

        private final String user;
        private final Passwords passwords;
        private final Lifetime lifetime = new Lifetime();

        Context(String user, Passwords passwords) {
            this.user = user;
            this.passwords = passwords;
        }

        @Override
        public AuthenticatorExchange begin() {
            lifetime.requireOpen();
            return new AuthenticatorExchange() {
                @Override
                public Credentials initial() {
                    lifetime.requireOpen();
                    Passwords.Read password = passwords.read();
                    return new Credentials(user, password.secret(), password.at(), password.source());
                }

                @Override
                public Credentials respond(Secret challenge) {
                    throw new ModuleUnavailableException(
                            "the remote side sent a challenge, and a password is no answer to one");
                }
            };
        }

        @Override
        public void close() {
            lifetime.close();
        }
    }
}
