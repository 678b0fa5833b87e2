package dev.keyhole.cli;

import dev.keyhole.artemis.plugin.KeyholePlugin;
import dev.keyhole.artemis.plugin.KeyholeSecurity;
import dev.keyhole.host.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * A broker in this process, guarded by what the archive for Artemis installs: the archive's own jars in a class loader of
 * their own, and the archive's modules. Acceptors bear the names of the transports.
 */
final class InstalledBroker implements DemoBroker {

    private final Path folder;
    private final ActiveMQServer server;

    private InstalledBroker(Path folder, ActiveMQServer server) {
        this.folder = folder;
        this.server = server;
    }

    /**
     * Unpacks the archive among the temporary files, and starts a broker.
     *
     * @throws IOException if the archive can't be unpacked, or a port can't be listened on
     */
    static InstalledBroker start(Path archive, Path configuration, List<Transport> transports) throws IOException {
        Path folder = Files.createTempDirectory("keyhole-artemis-");
        try {
            unpack(archive, folder);
            ActiveMQSecurityManager security = new KeyholeSecurity()
                    .init(Map.of(
                            "home",
                            folder.resolve("keyhole").toString(),
                            "configuration",
                            configuration.toAbsolutePath().toString()));
            InstalledBroker broker =
                    new InstalledBroker(folder, new ActiveMQServerImpl(settings(transports), null, security));
            broker.start();
            return broker;
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    private static Configuration settings(List<Transport> transports) throws IOException {
        Configuration settings = new ConfigurationImpl()
                .setName("keyhole-demo")
                .setPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setCriticalAnalyzer(false)
                .setSecurityEnabled(true)
                .setAuthenticationCacheSize(0)
                .setAuthorizationCacheSize(0);
        settings.registerBrokerPlugin(new KeyholePlugin());
        for (Transport transport : transports) {
            String uri = "tcp://" + transport.address() + "?protocols="
                    + transport.protocol().toUpperCase(Locale.ROOT)
                    + ";useEpoll=false;useKQueue=false;quietPeriod=0;shutdownTimeout=1000";
            try {
                settings.addAcceptorConfiguration(transport.name(), uri);
            } catch (Exception e) {
                throw new IOException("transport '" + transport.name() + "': " + e.getMessage(), e);
            }
        }
        return settings;
    }

    private void start() throws IOException {
        // Artemis logs why it fails to start, and then returns as if it had.
        AtomicReference<Exception> failure = new AtomicReference<>();
        server.registerActivationFailureListener(failure::set);
        try {
            server.start();
            if (failure.get() != null) {
                throw failure.get();
            }
        } catch (Exception e) {
            close();
            throw new IOException("the broker doesn't start: " + e.getMessage(), e);
        }
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException(archive + " has an entry outside of itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.resolveSibling("."));
                    Files.copy(zip, target);
                }
            }
        }
    }

    @Override
    public int port(String transport) {
        return ((NettyAcceptor) server.getRemotingService().getAcceptor(transport)).getActualPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the broker doesn't stop: " + e.getMessage(), e);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
