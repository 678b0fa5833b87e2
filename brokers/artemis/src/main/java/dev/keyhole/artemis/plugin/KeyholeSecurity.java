package dev.keyhole.artemis.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.protocol.amqp.sasl.ServerSASL;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.jspecify.annotations.Nullable;

/**
 * The security manager that {@code bootstrap.xml} names. It starts Keyhole, and asks it everything. Properties:
 *
 * <ul>
 *   <li>{@code configuration}: Keyhole's configuration file; a relative path is seen from the instance's {@code etc} ({@code
 *       keyhole.xml} unless given)
 *   <li>{@code home}: folder with Keyhole's own jars in {@code lib} and modules in {@code modules}; a relative path is seen
 *       from the instance ({@code keyhole} unless given)
 * </ul>
 */
public final class KeyholeSecurity implements ActiveMQSecurityManager5, Guardian {

    private static final String CONFIGURATION = "configuration";
    private static final String HOME = "home";

    /** For those whom nobody introduces to the broker. */
    private static volatile Optional<Installation> running = Optional.empty();

    private volatile Optional<Installation> installation = Optional.empty();

    /** Keyhole beside the broker of this process; beside the last one, if there were several. */
    static Optional<Installation> running() {
        return running;
    }

    /**
     * Starts Keyhole.
     *
     * @throws IllegalStateException if it can't; the broker doesn't start then
     */
    @Override
    public ActiveMQSecurityManager5 init(Map<String, String> properties) {
        Set<String> unknown = new TreeSet<>(properties.keySet());
        unknown.removeAll(List.of(CONFIGURATION, HOME));
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("bootstrap.xml: " + unknown + " isn't a property of Keyhole's security"
                    + " manager; there are '" + CONFIGURATION + "' and '" + HOME + "'");
        }
        Path home = folder("artemis.instance").resolve(properties.getOrDefault(HOME, "keyhole"));
        Path configuration =
                folder("artemis.instance.etc").resolve(properties.getOrDefault(CONFIGURATION, "keyhole.xml"));
        ClassLoader own = OwnClassLoader.of(home.resolve("lib"), KeyholeSecurity.class.getClassLoader());
        InstallationProvider provider = ServiceLoader.load(InstallationProvider.class, own)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the jars in " + home.resolve("lib") + " aren't Keyhole's; unpack Keyhole's archive again"));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(own);
        try {
            installation = Optional.of(provider.start(configuration, home.resolve("modules")));
            running = installation;
        } finally {
            thread.setContextClassLoader(before);
        }
        return this;
    }

    private static Path folder(String property) {
        return Path.of(System.getProperty(property, "."));
    }

    /** Puts the gates before a broker that is about to start. */
    void guard(ActiveMQServer server) {
        installation
                .orElseThrow(() -> new IllegalStateException("Keyhole's security manager wasn't initialized"))
                .guard(server);
    }

    @Override
    public @Nullable ServerSASL sasl(String mechanism, RemotingConnection connection) {
        Installation running = installation.orElse(null);
        return running == null ? null : running.sasl(mechanism, connection);
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection remotingConnection,
            @Nullable String securityDomain) {
        Installation running = installation.orElse(null);
        return running == null ? null : running.authenticate(user, password, remotingConnection, securityDomain);
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType checkType, String address) {
        return installation
                .map(running -> running.authorize(subject, roles, checkType, address))
                .orElse(false);
    }

    /** Never: without a connection there is nobody to ask about. */
    @Override
    public boolean validateUser(@Nullable String user, @Nullable String password) {
        return false;
    }

    /** Never: without a connection there is nobody to ask about. */
    @Override
    public boolean validateUserAndRole(
            @Nullable String user, @Nullable String password, Set<Role> roles, CheckType checkType) {
        return false;
    }
}
