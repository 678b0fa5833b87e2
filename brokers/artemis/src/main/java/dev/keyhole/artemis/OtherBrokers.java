package dev.keyhole.artemis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;

/**
 * What is to be said about the ways by which a broker and others talk with each other, in words for operators. None of it lets
 * anybody in; it names who is kept out, and what to do about it.
 *
 * @param configuration of the broker; only read
 * @param declared names of the host's transports that are for brokers, too
 */
record OtherBrokers(Configuration configuration, Set<String> declared) {

    OtherBrokers {
        declared = Set.copyOf(declared);
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        configuration.getClusterConfigurations().forEach(cluster -> {
            if (declared.isEmpty()) {
                warnings.add("cluster connection '" + cluster.getName()
                        + "': no other broker gets in, because no transport of Keyhole's configuration is declared for"
                        + " brokers; give them an acceptor of their own, and its transport the word 'cluster', such as"
                        + " <Protocol>core, cluster</Protocol>");
            }
            addThoseThatLeadNowhere(
                    "cluster connection '" + cluster.getName() + "'", cluster.getStaticConnectors(), warnings);
        });
        configuration
                .getBridgeConfigurations()
                .forEach(bridge -> addThoseThatLeadNowhere(
                        "bridge '" + bridge.getName() + "'", bridge.getStaticConnectors(), warnings));
        configuration.getFederationConfigurations().stream()
                .filter(federation -> !federation.getDownstreamConfigurations().isEmpty())
                .forEach(
                        federation -> warnings.add(
                                "federation '" + federation.getName()
                                        + "': a broker with Keyhole is nobody's downstream; use a bridge, or an AMQP broker connection"));
        return warnings;
    }

    /** Connectors into a broker of this process, which lets nobody in that way. */
    private void addThoseThatLeadNowhere(String who, Collection<String> connectors, List<String> warnings) {
        if (connectors == null) {
            return;
        }
        for (String name : connectors) {
            TransportConfiguration connector =
                    configuration.getConnectorConfigurations().get(name);
            if (connector != null && InVMConnectorFactory.class.getName().equals(connector.getFactoryClassName())) {
                warnings.add(
                        who + ": connector '" + name + "' leads to an acceptor in this process, by which Keyhole lets"
                                + " nobody in; name one of the network, to an acceptor that has a transport");
            }
        }
    }
}
