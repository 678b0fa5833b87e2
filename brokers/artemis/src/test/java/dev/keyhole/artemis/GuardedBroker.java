package dev.keyhole.artemis;

import dev.keyhole.host.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/** A broker that is configured as those are that people run, guarded by a host whose one module follows {@link TestRules}. */
record GuardedBroker(Host host, ActiveMQServer server) implements AutoCloseable {

    /** Makes settings of a broker. */
    interface Settings {
        void addTo(Configuration configuration) throws Exception;
    }

    /**
     * @param transports what stands in {@code AMPSConfig} beside the instance's modules
     */
    static GuardedBroker start(TestRules rules, String transports, Settings settings) throws Exception {
        String xml = """
                <AMPSConfig>
                  <Modules><Module><Name>rules</Name><Library>test-rules</Library></Module></Modules>
                  <Authentication><Module>rules</Module></Authentication>
                  <Entitlement><Module>rules</Module></Entitlement>
                  %s
                </AMPSConfig>
                """.formatted(transports);
        Path file = Files.createTempFile("keyhole", ".xml");
        Host host = Host.builder()
                .configuration(dev.keyhole.host.config.Configuration.read(Files.writeString(file, xml), Map.of()))
                .provider(new TestRulesProvider(context -> rules))
                .start();
        Files.delete(file);
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setAuthenticationCacheSize(0)
                .setAuthorizationCacheSize(0);
        settings.addTo(configuration);
        Guard guard = Guard.of(new HostReference(host), configuration);
        guard.plugins().forEach(configuration::registerBrokerPlugin);
        ActiveMQServer server = new ActiveMQServerImpl(configuration, null, guard.securityManager());
        AtomicReference<Exception> failure = new AtomicReference<>();
        server.registerActivationFailureListener(failure::set);
        server.start();
        if (failure.get() != null) {
            throw failure.get();
        }
        return new GuardedBroker(host, server);
    }

    int port(String acceptor) {
        return ((NettyAcceptor) server.getRemotingService().getAcceptor(acceptor)).getActualPort();
    }

    @Override
    public void close() throws Exception {
        try (host) {
            server.stop();
        }
    }
}
