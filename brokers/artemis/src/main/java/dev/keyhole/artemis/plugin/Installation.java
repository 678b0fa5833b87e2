package dev.keyhole.artemis.plugin;

import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/** Keyhole, running beside a broker. Thread-safe. */
public interface Installation extends Guardian {

    /**
     * Puts the gates before a broker that is about to start. Until then, nobody is let in.
     *
     * @throws IllegalStateException if the broker's settings would leave a way around; with all of them
     */
    void guard(ActiveMQServer server);

    /** What {@link org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5} asks; null is a no. */
    @Nullable
    Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection connection,
            @Nullable String securityDomain);

    /**
     * Judges somebody who logs on to the web console, or by JMX. Waits for modules.
     *
     * @param password wiped by the caller
     * @param roles roles that there are
     * @return empty if the logon fails, or no role is granted
     */
    Optional<Administrator> administrator(String userName, char[] password, Set<String> roles);

    /** What {@link org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5} asks. */
    boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType check, String address);
}
