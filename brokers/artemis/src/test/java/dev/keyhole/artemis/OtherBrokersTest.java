package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.core.config.BridgeConfiguration;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.FederationConfiguration;
import org.apache.activemq.artemis.core.config.federation.FederationDownstreamConfiguration;
import org.apache.activemq.artemis.core.config.federation.FederationUpstreamConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.junit.jupiter.api.Test;

class OtherBrokersTest {

    private static Configuration broker() throws Exception {
        return new ConfigurationImpl()
                .addConnectorConfiguration("network", "tcp://127.0.0.1:61617")
                .addConnectorConfiguration("in-vm", "vm://0");
    }

    private static ClusterConnectionConfiguration cluster(String connector) {
        return new ClusterConnectionConfiguration().setName("c").setStaticConnectors(List.of(connector));
    }

    @Test
    void aClusterNeedsATransportThatIsDeclaredForBrokers() throws Exception {
        Configuration configuration = broker().addClusterConfiguration(cluster("network"));
        assertThat(new OtherBrokers(configuration, Set.of()).warnings())
                .singleElement()
                .asString()
                .startsWith("cluster connection 'c': no other broker gets in")
                .endsWith("<Protocol>core, cluster</Protocol>");
        assertThat(new OtherBrokers(configuration, Set.of("brokers")).warnings())
                .isEmpty();
    }

    @Test
    void connectorsIntoTheProcessLeadNowhere() throws Exception {
        Configuration configuration = broker().addClusterConfiguration(cluster("in-vm"));
        configuration
                .getBridgeConfigurations()
                .add(new BridgeConfiguration().setName("b").setStaticConnectors(List.of("network", "in-vm")));
        assertThat(new OtherBrokers(configuration, Set.of("brokers")).warnings())
                .hasSize(2)
                .allMatch(warning -> warning.contains("connector 'in-vm' leads to an acceptor in this process"))
                .anyMatch(warning -> warning.startsWith("cluster connection 'c'"))
                .anyMatch(warning -> warning.startsWith("bridge 'b'"));
    }

    @Test
    void aFederationHasUpstreamsOnly() throws Exception {
        Configuration configuration = broker();
        configuration
                .getFederationConfigurations()
                .add(new FederationConfiguration()
                        .setName("f")
                        .addUpstreamConfiguration(new FederationUpstreamConfiguration().setName("u")));
        assertThat(new OtherBrokers(configuration, Set.of()).warnings()).isEmpty();
        configuration
                .getFederationConfigurations()
                .get(0)
                .addDownstreamConfiguration(new FederationDownstreamConfiguration().setName("d"));
        assertThat(new OtherBrokers(configuration, Set.of()).warnings())
                .singleElement()
                .asString()
                .startsWith("federation 'f': ");
    }
}
