package dev.keyhole.it;

import static dev.keyhole.it.WebServiceHost.option;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import dev.keyhole.host.Connection;
import dev.keyhole.host.LogonOutcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is killed and started again for a minute, under fifty logons a second. */
@Tag("slow")
class ServiceDownIT {

    private static final Duration TEST = Duration.ofMinutes(1);
    private static final int LOGONS_PER_SECOND = 50;

    /** Time-outs of the module, and what a machine that runs tests may need on top. */
    private static final Duration SLOWEST_LOGON = Duration.ofSeconds(3 + 5);

    private static final Duration SLOWEST_RECOVERY = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private final AtomicLong upSince = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong firstAfterReturn = new AtomicLong();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> recoveries = new ConcurrentLinkedQueue<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();

    @Test
    void nobodyComesInWrongNobodyWaitsLongAndNothingGrows() throws Exception {
        FlickeringService service = new FlickeringService();
        try (WebServiceHost host = new WebServiceHost(
                folder,
                option("ResourceURI", "http://127.0.0.1:" + service.port() + "/{{USER_NAME}}")
                        + option("ConnectionTimeout", "1s")
                        + option("RequestTimeout", "3s"))) {
            warmUp(host);
            long filesBefore = openFiles();
            int threadsBefore = Thread.activeCount();

            run(host, service);

            assertThat(faults).isEmpty();
            assertThat(accepted.get()).as("accepted").isPositive();
            assertThat(refused.get()).as("refused").isPositive();
            assertThat(unavailable.get()).as("unavailable").isPositive();
            assertThat(recoveries).isNotEmpty().allSatisfy(nanos -> assertThat(Duration.ofNanos(nanos))
                    .isLessThan(SLOWEST_RECOVERY));
            assertThat(openFiles()).as("open files").isLessThan(filesBefore + 100);
            assertThat(Thread.activeCount()).as("threads").isLessThan(threadsBefore + 100);
        } finally {
            service.stop();
        }
    }

    private void warmUp(WebServiceHost host) throws Exception {
        for (int i = 0; i < 100; i++) {
            host.logOn("user" + i % 10, i % 3 == 0 ? "wrong" : "right" + i % 10);
        }
    }

    private static long openFiles() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }

    private void run(WebServiceHost host, FlickeringService service) throws Exception {
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
        Queue<CompletableFuture<?>> logons = new ConcurrentLinkedQueue<>();
        AtomicLong number = new AtomicLong();
        AtomicLong flips = new AtomicLong();
        var logging = scheduler.scheduleAtFixedRate(
                () -> logons.add(logOn(host, number.getAndIncrement())),
                0,
                TimeUnit.SECONDS.toMicros(1) / LOGONS_PER_SECOND,
                TimeUnit.MICROSECONDS);
        // Down for two seconds, up for six.
        var flipping = scheduler.scheduleAtFixedRate(
                () -> {
                    long flip = flips.getAndIncrement() % 4;
                    if (flip == 0) {
                        upSince.set(Long.MAX_VALUE);
                        service.stop();
                    } else if (flip == 1) {
                        service.start();
                        firstAfterReturn.set(0);
                        upSince.set(System.nanoTime());
                    }
                },
                2,
                2,
                TimeUnit.SECONDS);
        try {
            scheduler.schedule(() -> {}, TEST.toSeconds(), TimeUnit.SECONDS).get();
        } finally {
            logging.cancel(false);
            flipping.cancel(false);
            scheduler.shutdown();
            scheduler.awaitTermination(10, TimeUnit.SECONDS);
        }
        for (CompletableFuture<?> logon : logons) {
            logon.get(1, TimeUnit.MINUTES);
        }
    }

    private CompletableFuture<?> logOn(WebServiceHost host, long number) {
        String user = "user" + number % 10;
        boolean right = number % 3 != 0;
        Connection connection = host.connect();
        long begin = System.nanoTime();
        return host.startLogon(connection, user, right ? "right" + number % 10 : "wrong")
                .thenAccept(outcome -> {
                    judge(user, right, outcome, begin);
                    connection.close();
                });
    }

    private void judge(String user, boolean right, LogonOutcome outcome, long begin) {
        long now = System.nanoTime();
        if (now - begin > SLOWEST_LOGON.toNanos()) {
            faults.add("a logon took " + Duration.ofNanos(now - begin));
        }
        if (outcome instanceof LogonOutcome.Accepted yes) {
            accepted.incrementAndGet();
            if (!right || !yes.identity().userName().equals(user)) {
                faults.add(user + " came in as " + yes.identity().userName() + ", password right: " + right);
            }
            noteRecovery(now);
        } else if (outcome instanceof LogonOutcome.Refused) {
            refused.incrementAndGet();
            if (right) {
                faults.add(user + " was refused with the right password");
            }
        } else {
            unavailable.incrementAndGet();
        }
    }

    private void noteRecovery(long now) {
        long since = upSince.get();
        if (since != Long.MAX_VALUE && now > since && firstAfterReturn.compareAndSet(0, now)) {
            recoveries.add(now - since);
        }
    }

    /** A service on one port that comes and goes, and cuts who is connected when it goes. */
    private static final class FlickeringService {

        private final int port;
        private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "flickering");
            thread.setDaemon(true);
            return thread;
        });
        private HttpServer server;

        FlickeringService() throws IOException {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            start();
        }

        private static HttpServer bind(int port) throws IOException {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        }

        int port() {
            return port;
        }

        synchronized void start() {
            try {
                server = bind(port);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                String user = exchange.getRequestURI().getPath().substring(1);
                String expected = "Basic "
                        + Base64.getEncoder().encodeToString((user + ":right" + user.substring(4)).getBytes(UTF_8));
                byte[] document = "{\"logon\": true}".getBytes(UTF_8);
                if (expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                    exchange.sendResponseHeaders(200, document.length);
                    exchange.getResponseBody().write(document);
                } else {
                    exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"r\"");
                    exchange.sendResponseHeaders(401, -1);
                }
                exchange.close();
            });
            server.start();
        }

        synchronized void stop() {
            server.stop(0);
        }
    }
}
