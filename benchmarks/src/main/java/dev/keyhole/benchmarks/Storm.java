package dev.keyhole.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.host.Connection;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.Transport;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/**
 * Ten thousand connections of five hundred users log on as fast as one thread can say so, within a second, and a service answers each
 * request after 20 ms. Measures how long it is from the first until the last is in, and what that takes: by a host, or by a thread
 * for each logon with HttpClient. A host has several storms: the first when it has just been started, the others later, when all
 * have left again. Adds rows of a table to a file.
 */
public final class Storm {

    private static final int CONNECTIONS = 10_000;
    private static final int USERS = 500;
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Storms of one host; of the later half of them, the median counts. */
    private static final int STORMS = 40;

    /** HTTP connections that are allowed: the module's default. */
    private static final int ALLOWED = 64;

    private final URI service;
    private volatile CountDownLatch done = new CountDownLatch(CONNECTIONS);
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong end = new AtomicLong();

    /** What one storm took. */
    private record Taken(double seconds, long requests, int threads) {

        double ideal() {
            return requests * StormService.MILLIS / 1000.0 / ALLOWED;
        }

        double ratio() {
            return seconds / ideal();
        }
    }

    /** What a way to log on does with one connection. */
    private interface Way {

        /** Begins a logon; {@link #over} is called at its end. */
        void logOn(int connection, String userName) throws Exception;

        /** All who are in leave. */
        void logOff();

        void close() throws IOException;
    }

    private Storm(URI service) {
        this.service = service;
    }

    /** The file, and {@code keyhole} or {@code threads}. */
    public static void main(String[] arguments) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Or else each answer waits 40 ms for an acknowledgement of its first half, and the service
                        // answers in 60.
                        "-Dsun.net.httpserver.nodelay=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StormService.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            Storm storm = new Storm(URI.create("http://127.0.0.1:" + output.readLine() + "/"));
            Files.writeString(
                    Path.of(arguments[0]),
                    storm.run(arguments[1]),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } finally {
            process.destroy();
        }
        System.exit(0);
    }

    private String run(String name) throws Exception {
        boolean ours = name.equals("keyhole");
        int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
        Way way = ours ? new ByHost() : new ByThreads();
        long heapBefore = heapAfterCollection();
        Taken first = storm(way, threadsBefore);
        long heapUsed = usedHeap();
        long heapKept = heapAfterCollection() - heapBefore;
        StringBuilder rows = new StringBuilder();
        rows.append(row(ours ? "`keyhole`, just started" : "`threads`", first, heapUsed, heapKept));
        if (ours) {
            List<Taken> later = new ArrayList<>();
            for (int i = 1; i < STORMS; i++) {
                way.logOff();
                heapBefore = heapAfterCollection();
                Taken taken = storm(way, threadsBefore);
                if (i >= STORMS / 2) {
                    later.add(taken);
                }
                heapUsed = usedHeap();
                heapKept = heapAfterCollection() - heapBefore;
            }
            later.sort(Comparator.comparingDouble(Taken::ratio));
            rows.append(row("`keyhole`, later", later.get(later.size() / 2), heapUsed, heapKept));
        }
        way.close();
        return rows.toString();
    }

    private Taken storm(Way way, int threadsBefore) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        done = new CountDownLatch(CONNECTIONS);
        end.set(0);
        long requestsBefore = requests();
        threads.resetPeakThreadCount();
        long begin = System.nanoTime();
        for (int i = 0; i < CONNECTIONS; i++) {
            way.logOn(i, Nginx.userName(i % USERS));
        }
        if (System.nanoTime() - begin > WITHIN_NANOS) {
            System.err.println("the last one came after more than a second");
        }
        if (!done.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException(done.getCount() + " logons didn't end");
        }
        int peak = threads.getPeakThreadCount() - threadsBefore;
        return new Taken((end.get() - begin) / 1e9, requests() - requestsBefore, peak);
    }

    private String row(String name, Taken taken, long heapUsed, long heapKept) throws IOException {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f s | %d | %.2f s | %.2f | %d | %d MB | %d MB | %d MB |%n",
                name,
                failed.get(),
                taken.seconds(),
                taken.requests(),
                taken.ideal(),
                taken.ratio(),
                taken.threads(),
                heapUsed >> 20,
                heapKept >> 20,
                residentPeak() >> 10);
    }

    private void over(boolean in) {
        if (!in) {
            failed.incrementAndGet();
        }
        end.accumulateAndGet(System.nanoTime(), Math::max);
        done.countDown();
    }

    private long requests() throws IOException {
        try (var stream = service.resolve("/requests").toURL().openStream()) {
            return Long.parseLong(new String(stream.readAllBytes(), UTF_8));
        }
    }

    private static long usedHeap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long heapAfterCollection() {
        System.gc();
        System.gc();
        return usedHeap();
    }

    /** Most memory that the process had, in KB; 0 where the system doesn't say. */
    private static long residentPeak() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.exists(status)
                ? 0
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0);
    }

    /** Ours. */
    private final class ByHost implements Way {

        private final Host host = LogonBenchmark.host(service + "{{USER_NAME}}");
        private final Transport transport = host.transport("measured");
        private final List<Connection> connections = new ArrayList<>();

        ByHost() throws IOException {}

        @Override
        public void logOn(int number, String userName) {
            Connection connection = transport.connect(
                    ConnectionInfo.builder("c" + number, "measured").build(), reason -> {});
            connections.add(connection);
            connection
                    .logon(LogonRequest.explicit(userName, Secret.of(Nginx.PASSWORD)))
                    .thenAccept(outcome -> over(outcome instanceof LogonOutcome.Accepted));
        }

        @Override
        public void logOff() {
            connections.forEach(Connection::close);
            connections.clear();
        }

        @Override
        public void close() {
            logOff();
            host.close();
        }
    }

    /** What one would write first. */
    private final class ByThreads implements Way {

        private final CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(ALLOWED)
                        .setMaxConnPerRoute(ALLOWED)
                        .build())
                .setDefaultRequestConfig(org.apache.hc.client5.http.config.RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.ofMinutes(5))
                        .build())
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
        private final PermissionsDocument[] documents = new PermissionsDocument[CONNECTIONS];

        @Override
        public void logOn(int number, String userName) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            documents[number] = get(userName);
                            over(true);
                        } catch (IOException e) {
                            over(false);
                        }
                    },
                    "logon-" + number);
            thread.start();
        }

        private PermissionsDocument get(String userName) throws IOException {
            HttpGet request = new HttpGet(service.resolve(userName));
            request.setHeader(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString((userName + ":" + Nginx.PASSWORD).getBytes(UTF_8)));
            return client.execute(
                    request, response -> PermissionsDocument.parse(EntityUtils.toByteArray(response.getEntity())));
        }

        @Override
        public void logOff() {
            Arrays.fill(documents, null);
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
