package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {

    private static Configuration broker() {
        return new ConfigurationImpl().setAuthenticationCacheSize(0).setAuthorizationCacheSize(0);
    }

    private static BrokerSettings settings(Configuration configuration) {
        return new BrokerSettings(configuration, Set.of("open"), false);
    }

    @Test
    void whatLeavesAWayAroundIsListedAtOnce() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("open", "tcp://127.0.0.1:1883?protocols=MQTT;anycastPrefix=jms.queue.")
                .addAcceptorConfiguration("all", "tcp://127.0.0.1:1884?multicastPrefix=jms.topic.")
                .addAcceptorConfiguration("amqp", "tcp://127.0.0.1:1885?protocols=AMQP;anycastPrefix=jms.queue.");
        assertThat(settings(configuration).problems())
                .hasSize(5)
                .anyMatch(problem -> problem.contains("<security-enabled>"))
                .anyMatch(problem -> problem.contains("<authentication-cache-size>"))
                .anyMatch(problem -> problem.contains("<authorization-cache-size>"))
                .anyMatch(problem -> problem.contains("acceptor 'open' speaks MQTT and has prefixes"))
                .anyMatch(problem -> problem.contains("acceptor 'all' speaks MQTT and has prefixes"));
    }

    @Test
    void aBrokerThatIsInstalledAsItShouldBeHasNone() throws Exception {
        Configuration configuration =
                broker().addAcceptorConfiguration("open", "tcp://127.0.0.1:1883?protocols=MQTT,AMQP,CORE");
        assertThat(settings(configuration).problems()).isEmpty();
        assertThat(settings(configuration).warnings()).isEmpty();
    }

    @Test
    void whoeverIsShutOutIsNamed() throws Exception {
        Configuration configuration = broker().addAcceptorConfiguration("in-vm", "vm://0")
                .addAcceptorConfiguration("stomp", "tcp://127.0.0.1:61613?protocols=STOMP");
        assertThat(settings(configuration).warnings())
                .containsExactlyInAnyOrder(
                        "acceptor 'in-vm' isn't one of the network, and Keyhole lets nobody in by it; who uses it is to"
                                + " come in by an acceptor of the network that has a transport",
                        "acceptor 'stomp' has no transport of its name in Keyhole's configuration, so nobody is let in by it",
                        "transport 'open' has no acceptor of its name in broker.xml; there are [in-vm, stomp]");
        configuration.addAcceptorConfiguration("open", "tcp://127.0.0.1:1?protocols=OPENWIRE,MQTT");
        assertThat(settings(configuration).warnings())
                .contains("acceptor 'open': nobody is let in by OPENWIRE, which Keyhole has no gate for");
    }
}
