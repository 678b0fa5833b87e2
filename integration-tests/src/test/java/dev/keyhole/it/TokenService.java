package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A service of permissions documents whose passwords are tokens, each good once and for five seconds. Tokens come from
 * the command {@link #mint()}.
 */
final class TokenService implements AutoCloseable {

    static final String SECRET = "joshua-1983-";
    static final Duration LIFE = Duration.ofSeconds(5);

    private final Path folder;
    private final HttpServer server;
    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private volatile String document = "{}";

    TokenService(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("minted"), "");
        Files.writeString(folder.resolve("mint"), """
                #!/bin/sh
                cd "$(dirname "$0")"
                if [ -e broken ]; then echo "the mint is closed" >&2; exit 3; fi
                printf %s "$(cat secret)" "$$-$(date +%s%N)" | tee -a minted
                echo >> minted
                """);
        Files.writeString(folder.resolve("secret"), SECRET);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The command line that mints a token. */
    String mint() {
        return "sh " + folder.resolve("mint");
    }

    void breakMint() throws IOException {
        Files.createFile(folder.resolve("broken"));
    }

    void mendMint() throws IOException {
        Files.delete(folder.resolve("broken"));
    }

    /** What is served to whoever brings a good token. */
    void document(String json) {
        document = json;
    }

    /** Tokens that somebody logged on with, in order. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** Tokens that somebody brought too late, or again. */
    Set<String> refused() {
        return Set.copyOf(refused);
    }

    /** Tells whether a token would no longer do, though nobody had used it. */
    static boolean isExpired(String token) {
        long nanos = Long.parseLong(token.substring(token.lastIndexOf('-') + 1));
        return Instant.EPOCH.plusNanos(nanos).plus(LIFE).isBefore(Instant.now());
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = document.getBytes(UTF_8);
        try (exchange) {
            if (isGood(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } else {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"tokens\"");
                exchange.sendResponseHeaders(401, -1);
            }
        }
    }

    private synchronized boolean isGood(String authorization) throws IOException {
        if (authorization == null) {
            return false;
        }
        String given = new String(Base64.getDecoder().decode(authorization.substring("Basic ".length())), UTF_8);
        String token = given.substring(given.indexOf(':') + 1);
        if (given.startsWith("desk:")
                && Files.readAllLines(folder.resolve("minted")).contains(token)
                && !isExpired(token)
                && !accepted.contains(token)) {
            accepted.add(token);
            return true;
        }
        refused.add(token);
        return false;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
