package dev.keyhole.artemis;

import dev.keyhole.host.Destination;
import dev.keyhole.host.Host;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConsumerPlugin;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** The links of a broker, and whether they are open. Thread-safe. */
final class Links implements ActiveMQServerConsumerPlugin, AutoCloseable {

    private static final int FOR_EVER = -1;

    private final List<LinkConfiguration> configurations = new ArrayList<>();
    private final List<QueueConfiguration> queues = new ArrayList<>();
    private final Map<String, LinkCredentials> byQueue = new HashMap<>();

    /**
     * @throws ConfigurationException with everything that is wrong with any of them
     */
    static Links of(Host host, List<Link> links, AddressNames names) {
        Links all = new Links();
        List<Problem> problems = new ArrayList<>();
        links.forEach(link -> all.add(host, link, names, problems));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return all;
    }

    private void add(Host host, Link link, AddressNames names, List<Problem> problems) {
        int before = problems.size();
        if (configurations.stream().anyMatch(other -> other.getName().equals(link.name()))) {
            problems.add(problem(link, "there are two links to it; give one all the addresses"));
        }
        Destination destination;
        try {
            destination = host.destination(link.destination());
        } catch (NoSuchElementException e) {
            problems.add(Problem.of(String.valueOf(e.getMessage())));
            return;
        }
        if (destination.addresses().isEmpty()) {
            problems.add(problem(link, "it has no 'InetAddr' to connect to"));
        }
        List<ListenAddress> remotes = new ArrayList<>();
        for (String address : destination.addresses()) {
            Optional<ListenAddress> remote = ListenAddress.parse(address);
            remote.ifPresentOrElse(
                    remotes::add,
                    () -> problems.add(problem(
                            link,
                            "'InetAddr' must be an address and a port such as broker.example:5672; it is '" + address
                                    + "'")));
        }
        for (String address : link.addresses()) {
            names.of(address)
                    .match(
                            topic -> true,
                            unusable -> problems.add(problem(
                                    link,
                                    "'" + address + "' can't be passed on: "
                                            + unusable.refusal().reason())));
        }
        if (problems.size() == before) {
            LinkConfiguration configuration = new LinkConfiguration(link, destination, remotes);
            configurations.add(configuration);
            for (String address : link.addresses()) {
                queues.add(queue(link, address));
                byQueue.put(link.queueOf(address), configuration.credentials());
            }
        }
    }

    private static QueueConfiguration queue(Link link, String address) {
        return QueueConfiguration.of(link.queueOf(address))
                .setAddress(address)
                .setRoutingType(RoutingType.MULTICAST)
                .setAutoDelete(false);
    }

    private static Problem problem(Link link, String message) {
        return Problem.of("destination '" + link.destination() + "': " + message);
    }

    void addTo(Configuration configuration) {
        for (QueueConfiguration queue : queues) {
            configuration.addQueueConfiguration(queue);
            // A message that was under way each time the link was lost isn't given up for that.
            configuration.addAddressSetting(
                    queue.getAddress().toString(), new AddressSettings().setMaxDeliveryAttempts(FOR_EVER));
        }
        configurations.forEach(configuration::addAMQPConnection);
        configuration.registerBrokerPlugin(this);
    }

    /** What reads from the queue of a link is made when the remote side has accepted it. */
    @Override
    public void afterCreateConsumer(ServerConsumer consumer) {
        Optional.ofNullable(byQueue.get(consumer.getQueue().getName().toString()))
                .ifPresent(LinkCredentials::opened);
    }

    /** Nobody waits for credentials any more. */
    @Override
    public void close() {
        configurations.forEach(configuration -> configuration.credentials().close());
    }
}
