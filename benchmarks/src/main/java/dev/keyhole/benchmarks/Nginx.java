package dev.keyhole.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An nginx of its own on a free port: the same document for a number of users, behind Basic authentication. */
final class Nginx implements AutoCloseable {

    static final String PASSWORD = "joshua";

    /** Bytes of a line of the access log: the status alone. */
    private static final int LOG_LINE = 4;

    private final Path folder;
    private final Process process;
    private final int port;

    private Nginx(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    static Nginx start(int users, byte[] document) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("keyhole-nginx");
        int port = freePort();
        write(folder, port, users, document);
        Process process = new ProcessBuilder(
                        program(),
                        "-p",
                        folder.toString(),
                        "-c",
                        folder.resolve("nginx.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        Nginx nginx = new Nginx(folder, process, port);
        nginx.awaitStart();
        return nginx;
    }

    private static void write(Path folder, int port, int users, byte[] document) throws IOException {
        // Started by root, it reads its files as somebody else.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path documents = Files.createDirectory(folder.resolve("documents"));
        StringBuilder passwords = new StringBuilder();
        for (int user = 0; user < users; user++) {
            Files.write(documents.resolve(userName(user) + ".json"), document);
            // A plain one, so that no hash of nginx's is what is measured.
            passwords.append(userName(user)).append(":{PLAIN}").append(PASSWORD).append('\n');
        }
        Files.writeString(folder.resolve("passwords"), passwords);
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                worker_processes auto;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events {}
                http {
                  log_format status '$status';
                  access_log %1$s/access.log status;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server {
                    listen 127.0.0.1:%2$d;
                    tcp_nodelay on;
                    location / {
                      auth_basic "keyhole";
                      auth_basic_user_file %1$s/passwords;
                      alias %1$s/documents/;
                    }
                  }
                }
                """.formatted(folder, port));
    }

    private static String program() {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nginx isn't installed (Debian: nginx-light)"))
                .toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!accepts()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        "nginx doesn't start: " + Files.readString(folder.resolve("output.log")));
            }
            Thread.sleep(20);
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static String userName(int user) {
        return "user-" + user;
    }

    int port() {
        return port;
    }

    /** Where a user's document is. */
    String uri(String userName) {
        return "http://127.0.0.1:" + port + "/" + userName + ".json";
    }

    /** How many requests it has answered and written down, which it does after the answer. */
    long requests() throws IOException {
        return Files.size(folder.resolve("access.log")) / LOG_LINE;
    }

    /**
     * How many requests it has answered.
     *
     * @param expected as soon as it is that many, there is nothing to wait for
     */
    long requests(long expected) throws IOException, InterruptedException {
        for (int i = 0; i < 100 && requests() < expected; i++) {
            Thread.sleep(20);
        }
        return requests();
    }

    @Override
    public void close() {
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                workers.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            delete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("nginx's files can't be deleted", e);
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
