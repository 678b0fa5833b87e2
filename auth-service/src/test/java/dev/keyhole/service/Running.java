package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A service over a folder of its own, with clients for it. Counts how often a password is verified. */
final class Running implements AutoCloseable {

    /** The least that bcrypt allows: what is slow is tested by counting. */
    static final int COST = 4;

    static final BrakeLimits UNBRAKED = new BrakeLimits(
            new Bucket.Size(100_000, Duration.ofMillis(1)),
            new Bucket.Size(100_000, Duration.ofMillis(1)),
            new Bucket.Size(100_000, Duration.ofMillis(1)));

    static final String DOCUMENT = "{\"logon\":true}";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final Path folder;
    final Path documents;
    final Path passwords;
    final Path groups;
    final AtomicInteger verifications = new AtomicInteger();
    final AtomicReference<PasswordHashing> hashing = new AtomicReference<>(new BcryptHashing());
    private final UnaryOperator<PermissionsServiceBuilder> settings;
    BrakeLimits limits = UNBRAKED;
    private PermissionsService service;

    Running(Path folder) throws IOException {
        this(folder, builder -> builder);
    }

    Running(Path folder, UnaryOperator<PermissionsServiceBuilder> settings) throws IOException {
        this.folder = folder;
        this.documents = Files.createDirectories(folder.resolve("documents"));
        this.passwords = folder.resolve("passwords");
        this.groups = folder.resolve("groups");
        this.settings = settings;
        Files.createDirectories(documents.resolve("groups"));
        write(passwords, "");
        write(groups, "");
    }

    Running user(String name, String password) throws IOException {
        write(passwords, Files.readString(passwords) + line(name, password));
        return this;
    }

    Running document(String file, String json) throws IOException {
        write(documents.resolve(file), json);
        return this;
    }

    static String line(String name, String password) {
        return name + ":" + BCrypt.withDefaults().hashToString(COST, password.toCharArray()) + "\n";
    }

    /** Replaces the file as a whole, as one should. */
    static void write(Path file, String content) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes a file look as if it hadn't been written just now. */
    static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    PermissionsServiceBuilder builder() {
        return settings.apply(PermissionsService.builder()
                .port(0)
                .documents(documents)
                .passwords(passwords)
                .groups(groups)
                .brake(limits)
                .hashing((password, hash) -> {
                    verifications.incrementAndGet();
                    return hashing.get().matches(password, hash);
                }));
    }

    Running start() {
        service = builder().start();
        return this;
    }

    URI uri() {
        return service.uri();
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(uri() + path)).timeout(Duration.ofSeconds(60));
    }

    HttpResponse<String> get(String path, String user, String password) {
        return send(request(path).header("Authorization", basic(user, password)));
    }

    CompletableFuture<HttpResponse<String>> getAsync(String path, String user, String password) {
        return CLIENT.sendAsync(
                request(path).header("Authorization", basic(user, password)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends these bytes and reads until the service closes. */
    String raw(String bytes) throws IOException {
        return raw(uri(), bytes);
    }

    /**
     * Sends these bytes and reads until the service closes, which it may do before it has read them all: the connection is
     * reset then, perhaps while they are still sent, but its answer can be read.
     */
    static String raw(URI uri, String bytes) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(60_000);
            try {
                socket.getOutputStream().write(bytes.getBytes(UTF_8));
            } catch (SocketException e) {
                // What it has answered is what counts.
            }
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                answer.write(next);
            }
        } catch (SocketException e) {
            // As above.
        }
        return answer.toString(ISO_8859_1);
    }

    /** Asks for a path as it stands, with credentials, on a connection of its own. */
    String rawGet(String path, String user, String password) throws IOException {
        return raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: "
                + basic(user, password) + "\r\n\r\n");
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
    }
}
