package dev.keyhole.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.artemis.EmbeddedBroker;
import dev.keyhole.host.Host;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.service.PermissionsService;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 200 logons a second with wrong passwords from one address, at a broker whose module asks a service, for half a minute; and
 * others who log on meanwhile. The service believes the broker whose addresses it tells.
 */
@Tag("slow")
class GuessingIT {

    private static final int SECONDS = 30;
    private static final int A_SECOND = 200;
    private static final int OTHERS = 60;

    /** Of the password "joshua", at the usual cost. */
    private static final String HASH = "$2y$10$XynDK4QOqT6u6WH88q/9X.LtBfZOrvMxKzb9EoWwDZ3CguPOHUMbi";

    private static final int ACCEPTED = 0;
    private static final Logger log = LoggerFactory.getLogger(GuessingIT.class);

    @TempDir
    private Path folder;

    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();

    private PermissionsService service() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        StringBuilder passwords = new StringBuilder();
        for (int i = 0; i < 2 * OTHERS; i++) {
            passwords.append("user").append(i).append(':').append(HASH).append('\n');
            Files.writeString(documents.resolve("user" + i + ".json"), "{\"logon\":true}");
        }
        Files.writeString(folder.resolve("passwords"), passwords);
        return PermissionsService.builder()
                .port(0)
                .documents(documents)
                .passwords(folder.resolve("passwords"))
                .trustedForwarders(List.of("127.0.0.1"))
                .start();
    }

    private Host host(URI service) throws IOException {
        Path file = folder.resolve("keyhole.xml");
        Files.writeString(file, """
                <AMPSConfig>
                  <Modules>
                    <Module>
                      <Name>web</Name>
                      <Library>keyhole-http</Library>
                      <Options>
                        <ResourceURI>%s/permissions/{{USER_NAME}}</ResourceURI>
                        <HTTPHeader>X-Forwarded-For: {{AMPS_REMOTE_ADDRESS}}</HTTPHeader>
                        <RequestTimeout>20s</RequestTimeout>
                      </Options>
                    </Module>
                  </Modules>
                  <Authentication><Module>web</Module></Authentication>
                  <Entitlement><Module>web</Module></Entitlement>
                  <Transports>
                    <Transport><Name>mqtt</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>mqtt</Protocol></Transport>
                  </Transports>
                </AMPSConfig>
                """.formatted(service));
        return Host.builder().configuration(Configuration.read(file, Map.of())).start();
    }

    /** Logs on with MQTT 3.1.1 from an address of this machine; returns the code of the answer, -1 if there was none. */
    private static int logon(int port, String address, String user, String password) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port), 60_000);
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(connect(user, password));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[4];
            in.readFully(answer);
            return answer[3];
        } catch (IOException e) {
            return -1;
        }
    }

    private static byte[] connect(String user, String password) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeUTF("MQTT");
        out.writeByte(4);
        out.writeByte(0xc2); // a user, a password, and a clean session
        out.writeShort(60);
        out.writeUTF("");
        out.writeUTF(user);
        out.writeUTF(password);
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x10);
        packet.write(body.size());
        packet.write(body.toByteArray());
        assertThat(body.size()).isLessThan(128);
        return packet.toByteArray();
    }

    /** Times in milliseconds, sorted, of others who log on one after the other from a place of their own. */
    private static List<Long> others(int port, int first) {
        List<Long> times = new ArrayList<>();
        for (int i = first; i < first + OTHERS; i++) {
            long began = System.nanoTime();
            assertThat(logon(port, "127.0.0.3", "user" + i, "joshua")).isEqualTo(ACCEPTED);
            times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
        Collections.sort(times);
        return times;
    }

    private static String figures(List<Long> times) {
        return "median " + times.get(times.size() / 2) + " ms, 95% " + times.get(times.size() * 95 / 100) + " ms, most "
                + times.get(times.size() - 1) + " ms";
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoGuessesAtABrokerKeepsNobodyWaitingAndLocksNobodyOut(boolean allUsers) throws Exception {
        try (PermissionsService service = service();
                Host host = host(service.uri());
                EmbeddedBroker broker = EmbeddedBroker.start(host)) {
            int port = broker.port("mqtt");
            List<Long> before = others(port, 0);
            ScheduledExecutorService attackers = Executors.newScheduledThreadPool(32);
            AtomicInteger sent = new AtomicInteger();
            var unused = attackers.scheduleAtFixedRate(
                    () -> attackers.execute(() -> {
                        int number = sent.incrementAndGet();
                        String victim = "user" + (allUsers ? number % OTHERS : 7);
                        int code = logon(port, "127.0.0.2", victim, "wrong" + number);
                        answers.computeIfAbsent(code, created -> new LongAdder())
                                .increment();
                    }),
                    0,
                    TimeUnit.SECONDS.toNanos(1) / A_SECOND,
                    TimeUnit.NANOSECONDS);
            List<Long> during;
            try {
                assertThat(attackers.awaitTermination(2, TimeUnit.SECONDS)).isFalse();
                during = others(port, OTHERS);
                // Who is attacked comes in as well, from the usual place.
                assertThat(logon(port, "127.0.0.3", "user7", "joshua")).isEqualTo(ACCEPTED);
                assertThat(attackers.awaitTermination(SECONDS - 10, TimeUnit.SECONDS))
                        .isFalse();
                assertThat(logon(port, "127.0.0.3", "user7", "joshua")).isEqualTo(ACCEPTED);
            } finally {
                attackers.shutdownNow();
            }
            log.warn("all users={}: before {}", allUsers, figures(before));
            log.warn("all users={}: during {}", allUsers, figures(during));
            log.warn("all users={}: sent {}, answers {}", allUsers, sent, answers);
            assertThat(answers).doesNotContainKey(ACCEPTED);
            long median = before.get(before.size() / 2);
            assertThat(during.get(during.size() / 2)).isLessThan(4 * median + 200);
        }
    }
}
