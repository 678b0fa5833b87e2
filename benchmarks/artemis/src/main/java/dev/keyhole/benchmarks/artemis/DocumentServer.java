package dev.keyhole.benchmarks.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web service that gives everybody the same permissions, or, if it is told to hang, nobody anything. */
final class DocumentServer implements AutoCloseable {

    private static final byte[] DOCUMENT = """
            {"logon": true,
             "topic": [{"topic": "desk/credit", "read": false, "write": false},
                       {"topic": "^archive/", "read": true, "write": false},
                       {"topic": "^load/", "read": true, "write": true}]}
            """.getBytes(UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean hangs;

    DocumentServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/{{USER_NAME}}";
    }

    /** From now on nobody is answered. */
    void hang() {
        hangs = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (hangs) {
                end.await();
            }
            if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"load\"");
                exchange.sendResponseHeaders(401, -1);
            } else {
                exchange.sendResponseHeaders(200, DOCUMENT.length);
                exchange.getResponseBody().write(DOCUMENT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
