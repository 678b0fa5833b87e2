package dev.keyhole.artemis.plugin;

import org.apache.activemq.artemis.core.server.ActiveMQServer;
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
 * others. Found by Artemis as a service.
 */
abstract class GuardedSasl implements ServerSASLFactory {

    private final ServerSASLFactory original;

    GuardedSasl(ServerSASLFactory original) {
        this.original = original;
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
        return server.getSecurityManager() instanceof Guardian guardian
                ? guardian.sasl(getMechanism(), remotingConnection)
                : original.create(server, manager, connection, remotingConnection);
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
