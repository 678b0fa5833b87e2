package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Serves one document to falken, whose password is joshua. */
final class FakeService implements AutoCloseable {

    private static final String CREDENTIALS =
            "Basic " + Base64.getEncoder().encodeToString("falken:joshua".getBytes(UTF_8));

    private final HttpServer server;
    private final byte[] document;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    FakeService(String document) throws IOException {
        this.document = document.getBytes(UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::answer);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Headers of the last request with credentials. */
    synchronized Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String credentials = exchange.getRequestHeaders().getFirst("Authorization");
            if (credentials != null) {
                headers.clear();
                exchange.getRequestHeaders()
                        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            }
            if (CREDENTIALS.equals(credentials)) {
                exchange.sendResponseHeaders(200, document.length);
                exchange.getResponseBody().write(document);
            } else {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"test\"");
                exchange.sendResponseHeaders(401, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
