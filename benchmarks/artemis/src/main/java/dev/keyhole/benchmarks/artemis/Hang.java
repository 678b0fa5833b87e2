package dev.keyhole.benchmarks.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.artemis.EmbeddedBroker;
import dev.keyhole.host.Host;
import dev.keyhole.host.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What clients notice when the web service behind one acceptor's module no longer answers: how long logons on another
 * acceptor take, and messages of clients that are logged on, on that one and on the same one; before, and while clients of
 * all protocols hang in their logons.
 *
 * <p>Arguments: the file that the results are added to, as {@code Measure} writes them, and a folder in which the archive for
 * Artemis is unpacked.
 */
public final class Hang {

    /** Paho takes a third of a second for each, which it sleeps. */
    private static final int LOGONS = 100;

    private static final int WARM_UP_LOGONS = 20;
    private static final int MESSAGES = 3_000;
    private static final int CLIENTS_THAT_HANG = 20;
    private static final int MILLIS_TO_HANG = 3_000;
    private static final String SICK = "sick";
    private static final String WELL = "well";

    private final EmbeddedBroker broker;
    private final List<Clients> clients = new ArrayList<>();
    private final AtomicInteger users = new AtomicInteger();
    private final List<String> lines = new ArrayList<>();

    /** Clients of one protocol that are logged on, on both acceptors. */
    private record Clients(Wire wire, Wire.Loop well, Wire.Loop sick) {}

    private Hang(EmbeddedBroker broker) {
        this.broker = broker;
    }

    /** Runs it, and ends with status 1 if it can't be measured. */
    public static void main(String[] arguments) {
        int status = 0;
        try {
            measureAll(arguments);
        } catch (Exception e) {
            System.err.println("what hangs wasn't measured: " + e);
            status = 1;
        }
        // What hangs doesn't end by itself.
        System.exit(status);
    }

    private static void measureAll(String[] arguments) throws Exception {
        Path file = Files.createTempFile("keyhole", ".xml");
        try (DocumentServer sick = new DocumentServer();
                DocumentServer well = new DocumentServer()) {
            Files.writeString(
                    file,
                    """
                    <AMPSConfig>
                      <Modules>%s%s</Modules>
                      <Transports>%s%s</Transports>
                      <Keyhole><AuthenticationTimeout>100s</AuthenticationTimeout><CallTimeout>90s</CallTimeout></Keyhole>
                    </AMPSConfig>
                    """.formatted(module(SICK, sick), module(WELL, well), transport(SICK), transport(WELL)),
                    UTF_8);
            Host host = Host.builder()
                    .configuration(Configuration.read(file, Map.of()))
                    .moduleDirectory(Path.of(arguments[1]).resolve("keyhole/modules"))
                    .start();
            Hang hang = new Hang(EmbeddedBroker.start(host));
            hang.run(sick);
            Files.write(Path.of(arguments[0]), hang.lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } finally {
            Files.delete(file);
        }
    }

    private static String module(String name, DocumentServer service) {
        return """
                <Module>
                  <Name>%s</Name><Library>keyhole-http</Library>
                  <Options><ResourceURI>%s</ResourceURI><RequestTimeout>80s</RequestTimeout></Options>
                </Module>
                """.formatted(name, service.uri());
    }

    private static String transport(String name) {
        return """
                <Transport>
                  <Name>%1$s</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>mqtt,amqp,core</Protocol>
                  <Authentication><Module>%1$s</Module></Authentication>
                  <Entitlement><Module>%1$s</Module></Entitlement>
                </Transport>
                """.formatted(name);
    }

    private void run(DocumentServer sick) throws Exception {
        for (Wire wire : Wire.values()) {
            clients.add(new Clients(
                    wire, wire.loop(broker.port(WELL), nextUser()), wire.loop(broker.port(SICK), nextUser())));
        }
        measure("warmUp", WARM_UP_LOGONS);
        lines.clear();
        measure("before", LOGONS);
        sick.hang();
        for (Wire wire : Wire.values()) {
            for (int i = 0; i < CLIENTS_THAT_HANG; i++) {
                logOnInVain(wire);
            }
        }
        Thread.sleep(MILLIS_TO_HANG);
        measure("whileItHangs", LOGONS);
    }

    private String nextUser() {
        return "user" + users.incrementAndGet();
    }

    private void logOnInVain(Wire wire) {
        Thread thread = new Thread(() -> {
            try {
                wire.logOn(broker.port(SICK), nextUser());
                System.err.println("a client got in where nobody could answer for it");
            } catch (Exception e) {
                System.err.println("a client of " + wire + " no longer hangs: " + e.getMessage());
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void measure(String when, int logons) throws Exception {
        for (Clients each : clients) {
            Wire wire = each.wire();
            report(when, wire + " logon, other acceptor", times(logons, () -> logOn(wire)));
            report(when, wire + " message, other acceptor", times(MESSAGES, () -> timed(each.well()::once)));
            report(when, wire + " message, same acceptor", times(MESSAGES, () -> timed(each.sick()::once)));
        }
    }

    /** Gives nanoseconds. */
    private interface Sample {
        long take() throws Exception;
    }

    private static long timed(Wire.Action action) throws Exception {
        long begin = System.nanoTime();
        action.run();
        return System.nanoTime() - begin;
    }

    private long logOn(Wire wire) throws Exception {
        String user = nextUser();
        long begin = System.nanoTime();
        AutoCloseable client = wire.logOn(broker.port(WELL), user);
        long time = System.nanoTime() - begin;
        client.close();
        return time;
    }

    private static long[] times(int count, Sample sample) throws Exception {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = sample.take();
        }
        Arrays.sort(times);
        return times;
    }

    private void report(String when, String what, long[] times) {
        lines.add(line(when, what + ", median", times[times.length / 2]));
        lines.add(line(when, what + ", 99 %", times[times.length * 99 / 100]));
    }

    private static String line(String when, String what, long nanos) {
        return String.format(Locale.ROOT, "Hang.%s\t%s\t1\t1\t%.1f\tNaN\tus\t", when, what, nanos / 1e3);
    }
}
