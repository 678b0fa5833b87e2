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
 * The mechanism X-KEYHOLE, which carries the challenges of modules. For acceptors that name it in {@code saslMechanisms} of
 * brokers that Keyhole guards. Found by Artemis as a service.
 */
public final class KeyholeSasl implements ServerSASLFactory {

    @Override
    public String getMechanism() {
        return "X-KEYHOLE";
    }

    @Override
    public @Nullable ServerSASL create(
            ActiveMQServer server,
            ProtocolManager<AmqpInterceptor, AMQPRoutingHandler> manager,
            Connection connection,
            RemotingConnection remotingConnection) {
        return server.getSecurityManager() instanceof Guardian guardian
                ? guardian.sasl(getMechanism(), remotingConnection)
                : null;
    }

    /** After all others: who can do without challenges is to. */
    @Override
    public int getPrecedence() {
        return 0;
    }

    /** Only where an acceptor names it. */
    @Override
    public boolean isDefaultPermitted() {
        return false;
    }
}
