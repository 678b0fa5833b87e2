package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.http.RecordingServer.Handler;
import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.http.RecordingServer.Request;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A service with users, passwords and documents, behind Basic authentication. */
final class PasswordService implements Handler {

    final Map<String, String> passwords = new ConcurrentHashMap<>(Map.of("falken", "joshua", "lightman", "pencil"));
    final Map<String, String> documents = new ConcurrentHashMap<>();
    volatile String anyDocument = WebServiceFixture.ANYTHING;

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    @Override
    public Reply handle(Request request) {
        Optional<String> authorization = request.header("Authorization");
        if (authorization.isEmpty()) {
            return Reply.basicChallenge();
        }
        return passwords.entrySet().stream()
                .filter(entry -> basic(entry.getKey(), entry.getValue()).equals(authorization.get()))
                .findFirst()
                .map(entry -> Reply.json(documents.getOrDefault(entry.getKey(), anyDocument)))
                .orElseGet(Reply::basicChallenge);
    }
}
