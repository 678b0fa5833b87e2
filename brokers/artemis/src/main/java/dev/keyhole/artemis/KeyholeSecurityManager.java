package dev.keyhole.artemis;

import dev.keyhole.artemis.plugin.Guardian;
import dev.keyhole.host.LogonOutcome.Accepted;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.protocol.amqp.broker.ActiveMQProtonRemotingConnection;
import org.apache.activemq.artemis.protocol.amqp.sasl.ServerSASL;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.jspecify.annotations.Nullable;

/**
 * Answers the broker's questions about clients and what they may do from what the host decides. Thread-safe.
 *
 * <p>The broker's own caches must be off: they know neither the acceptor that a client came in by nor its connection, so
 * that a login on one would count on all.
 */
final class KeyholeSecurityManager implements ActiveMQSecurityManager5, Guardian {

    private final AccessRules rules;

    KeyholeSecurityManager(AccessRules rules) {
        this.rules = rules;
    }

    /**
     * {@inheritDoc}
     *
     * <p>As a rule the client is logged on by then, by the gate of its protocol, and this gives the answer at once. If it
     * isn't, this waits for the logon's end.
     */
    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection remotingConnection,
            @Nullable String securityDomain) {
        Optional<ClientConnection> client = Doorkeeper.clientOf(remotingConnection);
        Optional<Subject> known = client.flatMap(connection -> connection.subject(user, password));
        if (known.isPresent() || client.isEmpty()) {
            return known.orElse(null);
        }
        String clientName =
                remotingConnection == null ? "" : Objects.requireNonNullElse(remotingConnection.getClientID(), "");
        return client.get().awaitLogon(Credentials.of(user, password), clientName) instanceof Accepted
                ? client.get().subject(user, password).orElse(null)
                : null;
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType checkType, String address) {
        return subject != null
                && ConnectionPrincipal.find(subject)
                        .map(client -> allows(client, checkType, address))
                        .orElse(false);
    }

    @Override
    public @Nullable ServerSASL sasl(String mechanism, RemotingConnection connection) {
        return connection instanceof ActiveMQProtonRemotingConnection amqp
                ? Doorkeeper.clientOf(connection)
                        .flatMap(client -> SaslMechanism.named(mechanism, client, amqp))
                        .orElse(null)
                : null;
    }

    private boolean allows(ClientConnection client, CheckType checkType, String address) {
        boolean allowed = rules.allows(client, checkType, address);
        if (!allowed) {
            client.noteDenial();
        }
        return allowed;
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
