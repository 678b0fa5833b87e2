package dev.keyhole.benchmarks.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * Messages a second from a publisher to a subscriber, with Keyhole's module for web services, and with Artemis' own login
 * module over properties files: two brokers that are alike but for that, in processes of their own, in turns.
 *
 * <p>Arguments: the file that the results are added to, as {@code Measure} writes them, and a folder in which the archive for
 * Artemis is unpacked.
 */
public final class Throughput {

    private static final int WARM_UP = 10;
    private static final int ROUNDS = 40;
    private static final int COMMIT_EVERY = 100;
    private static final int BYTES = 200;

    /** 99.9 % of the normal distribution lie within so many standard deviations. */
    private static final double DEVIATIONS = 3.29;

    private static final String USER = "load";
    private static final String PASSWORD = "joshua";

    private enum Kind {
        NON_PERSISTENT("not persistent", 50_000),
        PERSISTENT("persistent", 20_000);

        private final String label;
        private final int messages;

        Kind(String label, int messages) {
            this.label = label;
            this.messages = messages;
        }
    }

    private Throughput() {}

    /** Runs it, and ends with status 1 if it can't be measured. */
    public static void main(String[] arguments) {
        int status = 0;
        try {
            measureAll(arguments);
        } catch (Exception e) {
            System.err.println("throughput wasn't measured: " + e);
            status = 1;
        }
        // A client that failed leaves threads behind.
        System.exit(status);
    }

    private static void measureAll(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("throughput");
        try (DocumentServer service = new DocumentServer();
                BrokerProcess keyhole = keyhole(folder, Path.of(arguments[1]), service);
                BrokerProcess properties = propertiesFile(folder)) {
            Map<String, BrokerProcess> brokers = new LinkedHashMap<>();
            brokers.put(GuardedBroker.KEYHOLE, keyhole);
            brokers.put(GuardedBroker.PROPERTIES_FILE, properties);
            for (Kind kind : Kind.values()) {
                Files.write(
                        Path.of(arguments[0]),
                        measure(kind, brokers),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        } finally {
            delete(folder);
        }
    }

    private static BrokerProcess keyhole(Path folder, Path installed, DocumentServer service) throws IOException {
        Path configuration = Files.writeString(
                folder.resolve("keyhole.xml"), """
                <AMPSConfig>
                  <Modules>
                    <Module>
                      <Name>web</Name><Library>keyhole-http</Library>
                      <Options><ResourceURI>%s</ResourceURI></Options>
                    </Module>
                  </Modules>
                  <Authentication><Module>web</Module></Authentication>
                  <Entitlement><Module>web</Module></Entitlement>
                  <Transports><Transport><Name>%s</Name></Transport></Transports>
                </AMPSConfig>
                """.formatted(service.uri(), GuardedBroker.ACCEPTOR), UTF_8);
        return BrokerProcess.start(
                List.of(),
                folder.resolve("keyhole").toString(),
                GuardedBroker.KEYHOLE,
                installed.resolve("keyhole").toAbsolutePath().toString(),
                configuration.toString());
    }

    private static BrokerProcess propertiesFile(Path folder) throws IOException {
        Files.writeString(folder.resolve("users"), USER + "=" + PASSWORD + "\n", UTF_8);
        Files.writeString(folder.resolve("roles"), GuardedBroker.ROLE + "=" + USER + "\n", UTF_8);
        Path login = Files.writeString(
                folder.resolve("login.config"), """
                %s {
                  org.apache.activemq.artemis.spi.core.security.jaas.PropertiesLoginModule required
                    baseDir="%s" reload=true
                    org.apache.activemq.jaas.properties.user="users"
                    org.apache.activemq.jaas.properties.role="roles";
                };
                """.formatted(GuardedBroker.PROPERTIES_FILE, folder), UTF_8);
        return BrokerProcess.start(
                List.of("-Djava.security.auth.login.config=" + login),
                folder.resolve("properties").toString(),
                GuardedBroker.PROPERTIES_FILE);
    }

    /** One line for each broker. */
    private static List<String> measure(Kind kind, Map<String, BrokerProcess> brokers) throws Exception {
        Map<String, List<Double>> results = new LinkedHashMap<>();
        List<Map.Entry<String, BrokerProcess>> order = new ArrayList<>(brokers.entrySet());
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            // Whoever is second finds the client as the first one left it, so each is the first as often as the other.
            Collections.reverse(order);
            for (Map.Entry<String, BrokerProcess> broker : order) {
                double messages = messagesPerSecond(kind, broker.getValue());
                System.out.printf(Locale.ROOT, "%s, %s: %.0f/s%n", kind.label, broker.getKey(), messages);
                if (round >= 0) {
                    results.computeIfAbsent(broker.getKey(), name -> new ArrayList<>())
                            .add(messages);
                }
            }
        }
        return results.entrySet().stream()
                .map(result -> line(result.getKey(), kind, result.getValue()))
                .toList();
    }

    private static String line(String name, Kind kind, List<Double> values) {
        double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
        double mean = values.stream().mapToDouble(value -> value).average().orElse(0);
        double variance = values.stream()
                        .mapToDouble(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.size() - 1);
        return String.format(
                Locale.ROOT,
                "Throughput.%s\t%s\t1\t1\t%.4f\t%.4f\tmessages/s\t",
                name,
                kind.label,
                sorted[sorted.length / 2],
                DEVIATIONS * Math.sqrt(variance / values.size()));
    }

    private static double messagesPerSecond(Kind kind, BrokerProcess broker) throws Exception {
        String address = "load." + kind.name().toLowerCase(Locale.ROOT);
        try (ServerLocator locator = ActiveMQClient.createServerLocator(broker.uri());
                ClientSessionFactory in = locator.createSessionFactory();
                ClientSessionFactory out = locator.createSessionFactory();
                ClientSession subscriber = in.createSession(USER, PASSWORD, false, true, true, true, 1 << 20);
                ClientSession publisher =
                        out.createSession(USER, PASSWORD, false, kind == Kind.NON_PERSISTENT, true, true, 0)) {
            String queue = address + ".subscription";
            subscriber.createQueue(QueueConfiguration.of(queue)
                    .setAddress(address)
                    .setRoutingType(RoutingType.MULTICAST)
                    .setDurable(kind == Kind.PERSISTENT));
            CountDownLatch arrived = new CountDownLatch(kind.messages);
            ClientConsumer consumer = subscriber.createConsumer(queue);
            consumer.setMessageHandler(message -> {
                try {
                    message.acknowledge();
                } catch (ActiveMQException e) {
                    throw new IllegalStateException(e);
                }
                arrived.countDown();
            });
            subscriber.start();
            long begin = System.nanoTime();
            publish(kind, publisher, address);
            if (!arrived.await(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException(arrived.getCount() + " messages are missing");
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            consumer.close();
            subscriber.deleteQueue(queue);
            return kind.messages / seconds;
        }
    }

    private static void publish(Kind kind, ClientSession session, String address) throws Exception {
        byte[] body = new byte[BYTES];
        try (ClientProducer producer = session.createProducer(address)) {
            for (int i = 1; i <= kind.messages; i++) {
                ClientMessage message = session.createMessage(kind == Kind.PERSISTENT);
                message.getBodyBuffer().writeBytes(body);
                producer.send(message);
                if (kind == Kind.PERSISTENT && i % COMMIT_EVERY == 0) {
                    session.commit();
                }
            }
            if (kind == Kind.PERSISTENT) {
                session.commit();
            }
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
