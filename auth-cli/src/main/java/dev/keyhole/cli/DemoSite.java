package dev.keyhole.cli;

import dev.keyhole.artemis.EmbeddedBroker;
import dev.keyhole.cli.ServerAddress.Protocol;
import dev.keyhole.host.Host;
import dev.keyhole.host.HostBuilder;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.service.PermissionsService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the demo runs: a permissions service, and a broker that Keyhole guards; and a host with the same configuration, which
 * says why the broker did what it did.
 */
final class DemoSite implements AutoCloseable {

    private final PermissionsService service;
    private final Host host;
    private final DemoBroker broker;

    private DemoSite(PermissionsService service, Host host, DemoBroker broker) {
        this.service = service;
        this.host = host;
        this.broker = broker;
    }

    /**
     * Starts everything.
     *
     * @param folder with the passwords and the documents
     * @param archive what is installed into the broker; if empty, what is on the class path guards it
     * @throws dev.keyhole.spi.ConfigurationException if a file is broken
     * @throws IOException if a port can't be listened on
     */
    static DemoSite start(Path folder, DemoPorts ports, List<Path> moduleDirectories, Optional<Path> archive)
            throws IOException {
        Deque<AutoCloseable> started = new ArrayDeque<>();
        try {
            PermissionsService service = PermissionsService.builder()
                    .port(ports.service())
                    .documents(folder.resolve("permissions"))
                    .passwords(folder.resolve("htpasswd"))
                    .start();
            started.push(service);
            HostBuilder builder = Host.builder().configuration(Configuration.read(ports.configuration(), Map.of()));
            moduleDirectories.forEach(builder::moduleDirectory);
            Host host = builder.start();
            started.push(host);
            DemoBroker broker =
                    archive.isEmpty() ? embedded(host) : installed(archive.get(), ports.configuration(), host);
            started.clear();
            return new DemoSite(service, host, broker);
        } finally {
            started.forEach(DemoSite::closeQuietly);
        }
    }

    private static DemoBroker installed(Path archive, Path configuration, Host host) throws IOException {
        return InstalledBroker.start(
                archive,
                configuration,
                host.transportNames().stream().map(host::transport).toList());
    }

    private static DemoBroker embedded(Host host) throws IOException {
        EmbeddedBroker broker = EmbeddedBroker.start(host);
        return new DemoBroker() {
            @Override
            public int port(String transport) {
                return broker.port(transport);
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            // The failure that led here is the one to tell of.
        }
    }

    Host host() {
        return host;
    }

    String serviceUri() {
        return service.uri().toString();
    }

    /** Where each transport listens, and what it speaks. */
    Map<String, ServerAddress> places() {
        return host.transportNames().stream().collect(Collectors.toMap(name -> name, this::place));
    }

    private ServerAddress place(String transport) {
        Protocol protocol =
                Protocol.valueOf(host.transport(transport).protocol().toUpperCase(Locale.ROOT));
        return new ServerAddress(protocol, Optional.empty(), Optional.empty(), "127.0.0.1", broker.port(transport));
    }

    @Override
    public void close() {
        closeQuietly(broker);
        host.close();
        service.close();
    }
}
