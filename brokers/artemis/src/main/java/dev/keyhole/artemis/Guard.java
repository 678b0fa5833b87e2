package dev.keyhole.artemis;

import dev.keyhole.host.Host;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;

/**
 * All that a broker needs to have its clients judged by a host.
 *
 * @param securityManager what the broker is started with
 * @param plugins what is registered with its configuration before it starts
 */
record Guard(KeyholeSecurityManager securityManager, List<ActiveMQServerBasePlugin> plugins) {

    Guard {
        plugins = List.copyOf(plugins);
    }

    /**
     * @param configuration of the broker; only read
     */
    static Guard of(HostReference host, Configuration configuration) {
        AddressNames names = names(host.get(), configuration);
        BrokerReference broker = new BrokerReference();
        QueueOwners owners = new QueueOwners(broker::queuesOfMqttSessions);
        RefusalLog log = new RefusalLog(System::nanoTime);
        MqttRules mqttRules = new MqttRules(
                names,
                configuration.getWildcardConfiguration(),
                broker,
                owners,
                new MqttSessions(
                        broker::mqttClientIds,
                        broker::isMqttClientConnected,
                        () -> broker.queuesOfEachMqttSession(owners::ownerOf)),
                log);
        return new Guard(
                new KeyholeSecurityManager(
                        new AccessRules(names, owners, new ManagementRules(configuration, owners, log), log)),
                List.of(
                        broker,
                        owners,
                        new PatternDeliveries(names, broker),
                        new Doorkeeper(host, broker, mqttRules, ClusterUser.of(configuration), log)));
    }

    /** How the broker's addresses are called by rules. */
    static AddressNames names(Host host, Configuration configuration) {
        return new AddressNames(
                host.settings().nameStyle(),
                configuration.getWildcardConfiguration(),
                Set.of(
                        configuration.getManagementAddress().toString(),
                        configuration.getManagementNotificationAddress().toString()));
    }
}
