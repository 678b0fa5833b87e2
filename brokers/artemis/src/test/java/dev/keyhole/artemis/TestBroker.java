package dev.keyhole.artemis;

import dev.keyhole.host.Host;
import dev.keyhole.host.HostBuilder;
import dev.keyhole.host.TimeSource;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ContextSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.awaitility.Awaitility;

/** A broker with a host whose one module follows {@link TestRules}, others for each transport. */
final class TestBroker implements AutoCloseable {

    static {
        // The machine may have a lot else to do.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    private final Host host;
    private final EmbeddedBroker broker;

    private TestBroker(Host host, EmbeddedBroker broker) {
        this.host = host;
        this.broker = broker;
    }

    static Builder builder() {
        return new Builder();
    }

    /** A broker with one transport for each protocol, all with the same rules. */
    static TestBroker start(TestRules rules) {
        return builder()
                .transport("mqtt", "mqtt", rules)
                .transport("amqp", "amqp", rules)
                .transport("core", "core", rules)
                .start();
    }

    Host host() {
        return host;
    }

    int port(String transport) {
        return broker.port(transport);
    }

    /** Makes a queue that bears its address's name, as an operator does. */
    void makeQueue(String name) throws Exception {
        broker.server()
                .createQueue(QueueConfiguration.of(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setAutoCreateAddress(true));
    }

    /** How many messages wait in the queues of subscriptions to patterns. */
    long messagesAtPatterns() {
        return broker.server()
                .getPostOffice()
                .getAllBindings()
                .filter(LocalQueueBinding.class::isInstance)
                .map(LocalQueueBinding.class::cast)
                .filter(binding -> binding.getAddress().toString().matches(".*[#*].*"))
                .mapToLong(binding -> binding.getQueue().getMessageCount())
                .sum();
    }

    /** Has a session of MQTT expire within a second or two. */
    void expireMqttSession(String clientId) throws Exception {
        MQTTStateManager.getInstance(broker.server())
                .getSessionStates()
                .get(clientId)
                .setClientSessionExpiryInterval(1);
    }

    boolean hasQueue(String name) {
        return broker.server().locateQueue(name) != null;
    }

    Set<String> mqttClientIds() throws Exception {
        return MQTTStateManager.getInstance(broker.server()).getSessionStates().keySet();
    }

    @Override
    public void close() {
        try (host) {
            broker.close();
        }
    }

    static final class Builder {

        /** No test is to fail because a machine is slow. */
        private static final String LONG_WAIT = "<EventLoopWait>5m</EventLoopWait>";

        private record Listener(String type, String address, String protocols, TestRules rules) {}

        private final Map<String, Listener> listeners = new LinkedHashMap<>();
        private String settings = "";
        private Optional<TimeSource> time = Optional.empty();

        /** A transport at any port that is free. */
        Builder transport(String name, String protocols, TestRules rules) {
            return transport(name, "127.0.0.1:0", protocols, rules);
        }

        Builder transport(String name, String address, String protocols, TestRules rules) {
            listeners.put(name, new Listener("tcp", address, protocols, rules));
            return this;
        }

        /** A transport by which other brokers replicate to this one. */
        Builder replication(String name, String protocols, TestRules rules) {
            listeners.put(name, new Listener("amps-replication", "127.0.0.1:0", protocols, rules));
            return this;
        }

        /** Elements of the {@code Keyhole} element. */
        Builder settings(String xml) {
            settings = xml;
            return this;
        }

        /** Time for the host's limits, but for {@code EventLoopWait}. */
        Builder time(TimeSource value) {
            time = Optional.of(value);
            return this;
        }

        TestBroker start() {
            StringBuilder transports = new StringBuilder();
            listeners.forEach((name, listener) ->
                    transports.append("""
                    <Transport>
                      <Name>%s</Name><Type>%s</Type><InetAddr>%s</InetAddr><Protocol>%s</Protocol>
                    </Transport>
                    """.formatted(name, listener.type(), listener.address(), listener.protocols())));
            String xml =
                    """
                    <AMPSConfig>
                      <Modules><Module><Name>rules</Name><Library>test-rules</Library></Module></Modules>
                      <Authentication><Module>rules</Module></Authentication>
                      <Entitlement><Module>rules</Module></Entitlement>
                      <Transports>%s</Transports>
                      <Keyhole>%s</Keyhole>
                    </AMPSConfig>
                    """.formatted(transports, settings.contains("EventLoopWait") ? settings : settings + LONG_WAIT);
            HostBuilder builder =
                    Host.builder().configuration(configuration(xml)).provider(new TestRulesProvider(this::rulesOf));
            time.ifPresent(builder::timeSource);
            Host host = builder.start();
            try {
                return new TestBroker(host, EmbeddedBroker.start(host));
            } catch (IOException e) {
                host.close();
                throw new IllegalStateException(e.getMessage(), e);
            }
        }

        private static Configuration configuration(String xml) {
            try {
                Path file = Files.createTempFile("keyhole", ".xml");
                try {
                    return Configuration.read(Files.writeString(file, xml), Map.of());
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Each transport has the rules that were made for it. */
        private TestRules rulesOf(ContextSettings context) {
            Listener listener = listeners.get(context.transport());
            if (listener == null) {
                throw new IllegalArgumentException(context.transport());
            }
            return listener.rules();
        }
    }
}
