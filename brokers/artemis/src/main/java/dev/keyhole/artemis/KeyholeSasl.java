package dev.keyhole.artemis;

import java.util.Optional;
import java.util.function.Function;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.protocol.amqp.broker.ActiveMQProtonRemotingConnection;
import org.apache.activemq.artemis.protocol.amqp.broker.AmqpInterceptor;
import org.apache.activemq.artemis.protocol.amqp.proton.AMQPRoutingHandler;
import org.apache.activemq.artemis.protocol.amqp.sasl.ServerSASL;
import org.apache.activemq.artemis.protocol.amqp.sasl.ServerSASLFactory;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of one of Artemis' own mechanisms on brokers that Keyhole guards, and leaves it to Artemis on all
 * others. Found by Artemis as a service, so the classes below have to be public; nobody else needs them.
 */
abstract class KeyholeSasl implements ServerSASLFactory {

    private final ServerSASLFactory original;
    private final Function<byte[], Optional<Credentials>> parser;

    KeyholeSasl(ServerSASLFactory original, Function<byte[], Optional<Credentials>> parser) {
        this.original = original;
        this.parser = parser;
    }

    @Override
    public String getMechanism() {
        return original.getMechanism();
    }

    @Override
    public @Nullable ServerSASL create(
            ActiveMQServer server,
            ProtocolManager<AmqpInterceptor, AMQPRoutingHandler> manager,
            Connection connection,
            RemotingConnection remotingConnection) {
        if (!(server.getSecurityManager() instanceof KeyholeSecurityManager)) {
            return original.create(server, manager, connection, remotingConnection);
        }
        if (!(remotingConnection instanceof ActiveMQProtonRemotingConnection amqp)) {
            return null;
        }
        return Doorkeeper.clientOf(remotingConnection)
                .map(client -> new SaslMechanism(getMechanism(), client, amqp, parser))
                .orElse(null);
    }

    /** Before the original, but in its place among the others. */
    @Override
    public int getPrecedence() {
        return original.getPrecedence() + 1;
    }

    @Override
    public boolean isDefaultPermitted() {
        return original.isDefaultPermitted();
    }
}
