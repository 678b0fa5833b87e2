package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** 200 wrong passwords a second from one client for half a minute, at the usual cost of hashes, and others who log on. */
@Tag("slow")
class FloodTest {

    private static final int SECONDS = 30;
    private static final int A_SECOND = 200;
    private static final int OTHERS = 60;
    private static final int COST = 10;
    private static final Logger log = LoggerFactory.getLogger(FloodTest.class);

    @TempDir
    Path folder;

    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private Running service;

    private void start(List<String> forwarders) throws IOException {
        service = new Running(folder, builder -> builder.trustedForwarders(forwarders));
        StringBuilder passwords = new StringBuilder();
        for (int i = 0; i < 2 * OTHERS; i++) {
            passwords.append("user").append(i).append(':');
            passwords.append(BCrypt.withDefaults().hashToString(COST, ("secret" + i).toCharArray()));
            passwords.append('\n');
        }
        Running.write(service.passwords, passwords.toString());
        service.limits = BrakeLimits.USUAL;
        for (int i = 0; i < 2 * OTHERS; i++) {
            service.document("user" + i + ".json", Running.DOCUMENT);
        }
        service.start();
    }

    /** Logs on from an address of this machine, or as a forwarder's client; returns the status. */
    private int logon(String address, boolean forwarded, String user, String password) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(forwarded ? "127.0.0.1" : address), 0));
            socket.connect(new InetSocketAddress("127.0.0.1", service.uri().getPort()), 60_000);
            socket.setSoTimeout(60_000);
            String header = forwarded ? "X-Forwarded-For: " + address + "\r\n" : "";
            String request = "GET /permissions/" + user + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header
                    + "Authorization: " + Running.basic(user, password) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return Integer.parseInt(answer.substring(9, 12));
        } catch (IOException e) {
            return 0;
        }
    }

    /** Times in milliseconds, sorted, of others who log on one after the other from a place of their own. */
    private List<Long> others(int first, boolean forwarded) {
        List<Long> times = new ArrayList<>();
        for (int i = first; i < first + OTHERS; i++) {
            long began = System.nanoTime();
            assertThat(logon("127.0.0.3", forwarded, "user" + i, "secret" + i)).isEqualTo(200);
            times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
        Collections.sort(times);
        return times;
    }

    private static String figures(List<Long> times) {
        return "median " + times.get(times.size() / 2) + " ms, 95% " + times.get(times.size() * 95 / 100) + " ms, most "
                + times.get(times.size() - 1) + " ms";
    }

    private void flood(boolean forwarded, boolean spraying) throws Exception {
        start(forwarded ? List.of("127.0.0.1") : List.of());
        List<Long> before = others(0, forwarded);
        ScheduledExecutorService attackers = Executors.newScheduledThreadPool(32);
        AtomicInteger sent = new AtomicInteger();
        var unused = attackers.scheduleAtFixedRate(
                () -> attackers.execute(() -> {
                    int number = sent.incrementAndGet();
                    String victim = spraying ? "user" + number % OTHERS : "user7";
                    int status = logon("127.0.0.2", forwarded, victim, "wrong" + number);
                    answers.computeIfAbsent(status, created -> new LongAdder()).increment();
                }),
                0,
                TimeUnit.SECONDS.toNanos(1) / A_SECOND,
                TimeUnit.NANOSECONDS);
        List<Long> during;
        long began = System.nanoTime();
        try {
            assertThat(attackers.awaitTermination(2, TimeUnit.SECONDS)).isFalse();
            during = others(OTHERS, forwarded);
            // Who is attacked comes in as well, from the usual place.
            assertThat(logon("127.0.0.3", forwarded, "user7", "secret7")).isEqualTo(200);
            assertThat(attackers.awaitTermination(SECONDS - 10, TimeUnit.SECONDS))
                    .isFalse();
            assertThat(logon("127.0.0.3", forwarded, "user7", "secret7")).isEqualTo(200);
        } finally {
            attackers.shutdownNow();
        }
        log.warn("forwarded={} spraying={}: before {}", forwarded, spraying, figures(before));
        log.warn("forwarded={} spraying={}: during {}", forwarded, spraying, figures(during));
        log.warn("forwarded={} spraying={}: sent {}, answers {}", forwarded, spraying, sent, answers);
        assertThat(answers).containsKey(429).doesNotContainKey(200);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        // What is computed is bounded by time, whatever is sent; without that, others would wait for minutes.
        assertThat(service.verifications.get()).isLessThan((int) (2 * OTHERS + 4 * seconds + 300));
        long median = before.get(before.size() / 2);
        assertThat(during.get(during.size() / 2)).isLessThan(10 * median + 2_000);
        service.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoGuessesAtOneUserKeepsNobodyWaiting(boolean forwarded) throws Exception {
        flood(forwarded, false);
    }

    @Test
    void whoTriesAllUsersKeepsNobodyWaiting() throws Exception {
        flood(false, true);
    }
}
