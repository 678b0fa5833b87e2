package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A web service on loopback with permissions documents at {@code /USER}, behind Basic authentication. */
final class PermissionsServer implements AutoCloseable {

    final Map<String, String> passwords = new ConcurrentHashMap<>();
    final Map<String, String> documents = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile int failure;

    PermissionsServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String user = exchange.getRequestURI().getPath().substring(1);
        if (failure > 0) {
            exchange.sendResponseHeaders(failure, -1);
        } else if (!isRight(user, exchange)) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"r\"");
            exchange.sendResponseHeaders(401, -1);
        } else {
            byte[] document = documents.getOrDefault(user, "{}").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
        }
        exchange.close();
    }

    private boolean isRight(String user, HttpExchange exchange) {
        String pair = user + ":" + passwords.get(user);
        return passwords.containsKey(user)
                && ("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    /** From now on answers this to everything; 0 for what is right. */
    void failWith(int status) {
        failure = status;
    }

    void user(String name, String password, String document) {
        passwords.put(name, password);
        documents.put(name, document);
    }

    /** With {@code {{USER_NAME}}} for the user. */
    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/{{USER_NAME}}";
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
