package dev.keyhole.testing;

import static java.util.Objects.requireNonNull;

import dev.keyhole.host.Host;
import dev.keyhole.host.HostBuilder;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ModuleProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A broker in memory, round a real host: clients connect to the transports of a configuration, log on, publish and
 * subscribe, and what the host decides about them is recorded. Thread-safe.
 *
 * <p>It enforces what a broker has to, but for content: filters and select lists are handed on as data ({@link
 * Delivery}). Time is manual; only how long a client waits for an answer is real time.
 */
public final class FakeBroker implements AutoCloseable {

    private final Host host;
    private final ManualTime time;
    private final List<Event> record = new CopyOnWriteArrayList<>();
    private final List<FakeClient> clients = new CopyOnWriteArrayList<>();
    private final AtomicLong connections = new AtomicLong();

    private FakeBroker(Host host, ManualTime time) {
        this.host = host;
        this.time = time;
    }

    /**
     * @param configuration text of a configuration file, with {@code AMPSConfig} as its root; messages call the file
     *     {@code fake-broker.xml}
     */
    public static Builder builder(String configuration) {
        return new Builder(configuration);
    }

    /** A client that has connected and sent nothing yet. */
    public FakeClient connect(String transport) {
        return connect(transport, info -> {});
    }

    /**
     * A client that has connected and sent nothing yet.
     *
     * @param details says more of its connection, for instance {@code info -> info.clientName("laptop")}
     */
    public FakeClient connect(String transport, Consumer<ConnectionInfo.Builder> details) {
        ConnectionInfo.Builder info = ConnectionInfo.builder("fake-" + connections.incrementAndGet(), transport)
                .protocol(host.transport(transport).protocol());
        details.accept(info);
        FakeClient client = new FakeClient(this, host.transport(transport), info.build());
        clients.add(client);
        return client;
    }

    /** The host, for what an operator does with it. */
    public Host host() {
        return host;
    }

    public ManualTime time() {
        return time;
    }

    /** Everything that was decided so far, in that order. */
    public List<Event> record() {
        return List.copyOf(record);
    }

    /** Events of one kind, in their order. */
    public <E extends Event> List<E> record(Class<E> kind) {
        return record.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    void note(Event event) {
        record.add(event);
    }

    void deliver(String topic, String message, String writeFilter) {
        clients.forEach(client -> client.offer(topic, message, writeFilter));
    }

    void forget(FakeClient client) {
        clients.remove(client);
    }

    @Override
    public void close() {
        clients.forEach(FakeClient::close);
        host.close();
    }

    /** Collects what a broker needs. Not thread-safe. */
    public static final class Builder {

        private final String configuration;
        private final HostBuilder host = Host.builder();
        private final Map<String, String> definitions = new LinkedHashMap<>();
        private ManualTime time = new ManualTime();

        private Builder(String configuration) {
            this.configuration = requireNonNull(configuration);
        }

        /** Adds a provider under test, besides those that are found on the class path. */
        public Builder provider(ModuleProvider provider) {
            host.provider(provider);
            return this;
        }

        /** Adds a directory with one folder for each module. */
        public Builder moduleDirectory(Path directory) {
            host.moduleDirectory(directory);
            return this;
        }

        /** Says what <code>${name}</code> stands for in the configuration. */
        public Builder define(String name, String value) {
            definitions.put(requireNonNull(name), requireNonNull(value));
            return this;
        }

        public Builder time(ManualTime value) {
            time = requireNonNull(value);
            return this;
        }

        /**
         * Starts the host.
         *
         * @throws dev.keyhole.spi.ConfigurationException with everything that is wrong with the configuration
         */
        public FakeBroker start() {
            return new FakeBroker(host.configuration(read()).timeSource(time).start(), time);
        }

        private Configuration read() {
            try {
                Path directory = Files.createTempDirectory("fake-broker");
                Path file = directory.resolve("fake-broker.xml");
                try {
                    Files.writeString(file, configuration);
                    return Configuration.read(file, definitions);
                } finally {
                    Files.deleteIfExists(file);
                    Files.delete(directory);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the configuration can't be written to a temporary file", e);
            }
        }
    }
}
