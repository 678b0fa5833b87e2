package dev.keyhole.it;

import dev.keyhole.artemis.EmbeddedBroker;
import dev.keyhole.host.Host;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.service.PermissionsService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A service with permissions documents, a host and a broker, put together as users do it: by files. The module that asks
 * the service is named {@code web}. The password of the user falken is joshua, that of mckittrick norad.
 */
final class Site implements AutoCloseable {

    private static final String PASSWORDS = """
            falken:$2y$04$apLsPpDvFUohjEutdSGjy.98ud8pMbbMufwRj7x0LjwSHwLZEFxdC
            mckittrick:$2y$04$1x2FPDxupEogUtBx6KUgduOeMtz/moIeKPKf0BHSV53Q9gU8jmqdK
            """;

    /** Blocks of an instance whose every transport asks the service. */
    static final String WEB =
            "<Authentication><Module>web</Module></Authentication><Entitlement><Module>web</Module></Entitlement>";

    private static final String CONFIGURATION = """
            <AMPSConfig>
              <Modules>
                <Module>
                  <Name>web</Name>
                  <Library>libamps_http_entitlement.so</Library>
                  <Options>
                    <ResourceURI>http://127.0.0.1:%d/permissions/{{USER_NAME}}</ResourceURI>
                    <ConnectionTimeout>1s</ConnectionTimeout>
                    <RequestTimeout>3s</RequestTimeout>
                  </Options>
                </Module>
              </Modules>
              %s
              <Transports>%s</Transports>
            </AMPSConfig>
            """;

    private final Path folder;
    private PermissionsService service;
    private final Host host;
    private final EmbeddedBroker broker;

    private Site(Path folder, String instance, String transports) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("documents"));
        Files.writeString(folder.resolve("passwords"), PASSWORDS);
        this.service = service(0);
        Path file = folder.resolve("keyhole.xml");
        Files.writeString(file, CONFIGURATION.formatted(service.uri().getPort(), instance, transports));
        this.host =
                Host.builder().configuration(Configuration.read(file, Map.of())).start();
        this.broker = EmbeddedBroker.start(host);
    }

    /**
     * @param instance the blocks of the instance, or whatever else stands beside the transports
     * @param transports the {@code Transport} elements
     */
    static Site start(Path folder, String instance, String transports) throws IOException {
        return new Site(folder, instance, transports);
    }

    /** A {@code Transport} element at any port that is free. */
    static String transport(String name, String protocols, String blocks) {
        return """
                <Transport>
                  <Name>%s</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>%s</Protocol>%s
                </Transport>
                """.formatted(name, protocols, blocks);
    }

    Site document(String user, String json) throws IOException {
        Files.writeString(folder.resolve("documents").resolve(user + ".json"), json);
        return this;
    }

    /** A service alone, whose documents are in the folder {@code documents} of another one. */
    static PermissionsService serviceWithPasswords(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("documents"));
        Files.writeString(folder.resolve("passwords"), PASSWORDS);
        return PermissionsService.builder()
                .port(0)
                .documents(folder.resolve("documents"))
                .passwords(folder.resolve("passwords"))
                .start();
    }

    private PermissionsService service(int port) {
        return PermissionsService.builder()
                .port(port)
                .documents(folder.resolve("documents"))
                .passwords(folder.resolve("passwords"))
                .start();
    }

    void stopService() {
        service.close();
    }

    /** Starts the service where it was. */
    void restartService() {
        service = service(service.uri().getPort());
    }

    Host host() {
        return host;
    }

    int port(String transport) {
        return broker.port(transport);
    }

    @Override
    public void close() {
        broker.close();
        host.close();
        service.close();
    }
}
