package dev.keyhole.simple;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.SecurityModule;
import java.util.Map;
import java.util.Set;

/**
 * {@code amps-default-authenticator-module}: outgoing connections log on with a user name and a password that the
 * configuration, a file or the environment has.
 */
public final class DefaultAuthenticatorProvider implements ModuleProvider {

    private static final Set<String> NAMES = Set.of("amps-default-authenticator-module");

    private final Map<String, String> environment;
    private final String processUser;

    public DefaultAuthenticatorProvider() {
        this(System.getenv(), System.getProperty("user.name", ""));
    }

    /**
     * @param processUser name of the user whose process this is; empty or {@code ?} if nobody knows
     */
    DefaultAuthenticatorProvider(Map<String, String> environment, String processUser) {
        this.environment = Map.copyOf(environment);
        this.processUser = processUser;
    }

    @Override
    public Set<String> libraries() {
        return NAMES;
    }

    @Override
    public Set<String> predefinedNames() {
        return NAMES;
    }

    @Override
    public OptionSchema options() {
        return DefaultAuthenticator.OPTIONS;
    }

    @Override
    public SecurityModule load(ModuleSettings settings) {
        return new DefaultAuthenticator(settings.host(), environment, processUser);
    }
}
