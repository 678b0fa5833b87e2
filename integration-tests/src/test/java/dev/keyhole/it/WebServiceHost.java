package dev.keyhole.it;

import dev.keyhole.host.Connection;
import dev.keyhole.host.Decision;
import dev.keyhole.host.DisconnectListener;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A host with one transport, {@code t}, that asks a web server. */
final class WebServiceHost implements AutoCloseable {

    private final Host host;
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * @param options elements of the module's options
     */
    WebServiceHost(Path folder, String options) throws IOException {
        this(start(folder, """
                <AMPSConfig>
                  <Modules><Module>
                    <Name>web</Name><Library>libamps_http_entitlement.so</Library><Options>%s</Options>
                  </Module></Modules>
                  <Authentication><Module>web</Module></Authentication>
                  <Entitlement><Module>web</Module></Entitlement>
                  <Transports><Transport>
                    <Name>t</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol>
                  </Transport></Transports>
                </AMPSConfig>
                """.formatted(options)));
    }

    private WebServiceHost(Host host) {
        this.host = host;
    }

    /** A host of a whole configuration, whose first transport is {@code t}. */
    static WebServiceHost of(Path folder, String configuration) throws IOException {
        return new WebServiceHost(start(folder, configuration));
    }

    private static Host start(Path folder, String configuration) throws IOException {
        Path file = folder.resolve("keyhole.xml");
        Files.writeString(file, configuration);
        return Host.builder().configuration(Configuration.read(file, Map.of())).start();
    }

    static String option(String name, Object value) {
        return "<" + name + ">" + value + "</" + name + ">";
    }

    Connection connect() {
        return connect("t", reason -> {});
    }

    Connection connect(String transport, DisconnectListener listener) {
        ConnectionInfo info = ConnectionInfo.builder("c" + connections.incrementAndGet(), transport)
                .protocol("amqp")
                .build();
        return host.transport(transport).connect(info, listener);
    }

    String metrics() {
        return host.metricsText();
    }

    CompletableFuture<LogonOutcome> startLogon(Connection connection, String user, String password) {
        return connection
                .logon(LogonRequest.explicit(user, Secret.of(password)))
                .toCompletableFuture();
    }

    /** What becomes of a logon whose connection is closed again. */
    LogonOutcome logOn(String user, String password) throws Exception {
        try (Connection connection = connect()) {
            return startLogon(connection, user, password).get(1, TimeUnit.MINUTES);
        }
    }

    /** What a user who logs on may read. */
    Decision.Outcome read(String user, String password, String topic) throws Exception {
        try (Connection connection = connect()) {
            startLogon(connection, user, password).get(1, TimeUnit.MINUTES);
            return connection.check(Permission.READ, Resource.topic(topic)).outcome();
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
