package dev.keyhole.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** An issuer's server on loopback, which can be stopped and started again on its port. */
final class KeyServer implements AutoCloseable {

    final AtomicInteger requests = new AtomicInteger();
    volatile String keys;
    volatile int status = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final Optional<SSLContext> tls;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "key-server");
        thread.setDaemon(true);
        return thread;
    });
    private HttpServer server;
    private final int port;

    KeyServer(String keys) throws IOException {
        this(keys, Optional.empty());
    }

    KeyServer(String keys, Optional<SSLContext> tls) throws IOException {
        this.keys = keys;
        this.tls = tls;
        this.server = start(0);
        this.port = server.getAddress().getPort();
    }

    private HttpServer start(int onPort) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort);
        HttpServer started;
        if (tls.isPresent()) {
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
            started = secure;
        } else {
            started = HttpServer.create(address, 0);
        }
        started.setExecutor(threads);
        started.createContext("/", this::answer);
        started.start();
        return started;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            exchange.close();
            return;
        }
        byte[] body = keys.getBytes(UTF_8);
        if (status / 100 == 3) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String uri() {
        return (tls.isPresent() ? "https://localhost:" : "http://127.0.0.1:") + port + "/jwks.json";
    }

    /** From now on requests get no answer, until {@link #open()}. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    void stop() {
        open();
        server.stop(0);
    }

    void startAgain() throws IOException {
        server = start(port);
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
