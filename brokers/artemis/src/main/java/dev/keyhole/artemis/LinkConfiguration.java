package dev.keyhole.artemis;

import dev.keyhole.host.Destination;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.amqpBrokerConnectivity.AMQPBrokerConnectConfiguration;
import org.apache.activemq.artemis.core.config.amqpBrokerConnectivity.AMQPBrokerConnectionAddressType;
import org.apache.activemq.artemis.core.config.amqpBrokerConnectivity.AMQPBrokerConnectionElement;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.jspecify.annotations.Nullable;

/**
 * A link as Artemis is told of it. Artemis asks for user name and password at each attempt to connect, twice and on the
 * event loop of the connection, which for this reason the link has to itself. It asks how long to wait whenever an attempt
 * is over, which is how one attempt is told from the next.
 */
final class LinkConfiguration extends AMQPBrokerConnectConfiguration {

    private static final long serialVersionUID = 1L;
    private static final int FOR_EVER = -1;

    private final transient List<ListenAddress> remotes;
    private final transient LinkCredentials credentials;

    LinkConfiguration(Link link, Destination destination, List<ListenAddress> remotes) {
        super(link.name(), "tcp://" + remotes.get(0));
        this.remotes = List.copyOf(remotes);
        this.credentials = new LinkCredentials(destination);
        setAutostart(true);
        setReconnectAttempts(FOR_EVER);
        setRetryInterval((int) link.retryAfter().toMillis());
        for (String address : link.addresses()) {
            addElement(new AMQPBrokerConnectionElement()
                    .setQueueName(link.queueOf(address))
                    .setType(AMQPBrokerConnectionAddressType.SENDER));
        }
    }

    LinkCredentials credentials() {
        return credentials;
    }

    @Override
    public List<TransportConfiguration> getTransportConfigurations() {
        return remotes.stream().map(this::connector).toList();
    }

    private TransportConfiguration connector(ListenAddress remote) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.HOST_PROP_NAME, remote.host());
        parameters.put(TransportConstants.PORT_PROP_NAME, remote.port());
        parameters.put(TransportConstants.USE_GLOBAL_WORKER_POOL_PROP_NAME, false);
        parameters.put(TransportConstants.REMOTING_THREADS_PROPNAME, 1);
        // The broker wants a map that it can change.
        Map<String, Object> protocolParameters = new HashMap<>();
        // Without credentials no other mechanism shall be tried, ANONYMOUS above all.
        protocolParameters.put("saslMechanisms", "PLAIN");
        return new TransportConfiguration(
                NettyConnectorFactory.class.getName(), parameters, getName(), protocolParameters);
    }

    @Override
    public @Nullable String getUser() {
        return credentials.await().map(found -> found.userName()).orElse(null);
    }

    @Override
    public @Nullable String getPassword() {
        return credentials.await().map(found -> found.secret().reveal()).orElse(null);
    }

    @Override
    public int getRetryInterval() {
        credentials.ended();
        return super.getRetryInterval();
    }
}
