package dev.keyhole.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A service that takes its time: asks for credentials, and answers those who show some 20 ms later. In a process of its own. */
public final class StormService {

    static final long MILLIS = 20;

    private static final byte[] DOCUMENT = new Rules(19).document();

    private final AtomicLong requests = new AtomicLong();

    private StormService() {}

    /** Prints its port, and runs until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10_000);
        StormService service = new StormService();
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", service::document);
        server.createContext("/requests", service::count);
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // until whoever started it ends
        }
        server.stop(0);
        System.exit(0);
    }

    private void document(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"storm\"");
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        requests.incrementAndGet();
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        answer(exchange, DOCUMENT);
    }

    private void count(HttpExchange exchange) throws IOException {
        answer(exchange, String.valueOf(requests.get()).getBytes(UTF_8));
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
