package dev.keyhole.it;

import dev.keyhole.host.Connection;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A host that asks a service about every logon and every topic, put together as users do it: by a file. */
final class HttpChecksSite implements AutoCloseable {

    private static final String CONFIGURATION = """
        <AMPSConfig>
          <Modules>
            <Module>
              <Name>users</Name>
              <Library>keyhole-http-user-check</Library>
              <Options><host>127.0.0.1</host><port>%1$d</port><request_method>POST</request_method>%2$s</Options>
            </Module>
            <Module>
              <Name>topics</Name>
              <Library>amqtt.contrib.http.TopicAuthHttpPlugin</Library>
              <Options><host>127.0.0.1</host><port>%1$d</port>%2$s%3$s</Options>
            </Module>
          </Modules>
          <Transports>
            <Transport>
              <Name>mqtt</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>mqtt</Protocol>
              <Authentication><Module>users</Module></Authentication>
              <Entitlement><Module>topics</Module></Entitlement>
            </Transport>
            <Transport>
              <Name>chained</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>mqtt</Protocol>
              <Authentication>
                <Module>users</Module>
                <Module>amps-default-authentication-module</Module>
                <Options><AllowSpoofing>true</AllowSpoofing></Options>
              </Authentication>
              <Entitlement><Module>topics</Module><Module>amps-default-entitlement-module</Module></Entitlement>
            </Transport>
          </Transports>
        </AMPSConfig>
        """;

    private final Host host;

    /**
     * @param both options of both modules
     * @param topics further ones of the topic check
     */
    HttpChecksSite(Path folder, int port, String both, String topics) throws IOException {
        Path file = folder.resolve("keyhole.xml");
        Files.writeString(file, CONFIGURATION.formatted(port, both, topics));
        host = Host.builder().configuration(Configuration.read(file, Map.of())).start();
    }

    Host host() {
        return host;
    }

    Connection connect(String transport, String id) {
        ConnectionInfo info =
                ConnectionInfo.builder(id, transport).clientName("laptop").build();
        return host.transport(transport).connect(info, reason -> {});
    }

    static LogonOutcome logOn(Connection connection, String user, String password) throws Exception {
        return connection
                .logon(LogonRequest.explicit(user, Secret.of(password)))
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    @Override
    public void close() {
        host.close();
    }
}
