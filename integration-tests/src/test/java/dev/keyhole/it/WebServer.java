package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A web server from the distribution's packages, with a folder of its own for its files. */
final class WebServer implements AutoCloseable {

    private final Path folder;
    private final List<String> command;
    private final int port;
    private Process process;

    private WebServer(Path folder, List<String> command, int port) throws IOException {
        this.folder = folder;
        this.command = command;
        this.port = port;
        start();
    }

    /** Serves {@code documents/} under {@code /permissions/}, behind Basic authentication with {@code passwords}. */
    static WebServer nginx(Path folder, String more) throws IOException {
        String program = require("nginx", "nginx-light");
        int port = freePort();
        readable(folder);
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events {}
                http {
                  access_log %1$s/access.log;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server {
                    listen 127.0.0.1:%2$d %3$s
                    location /permissions/ {
                      auth_basic "keyhole";
                      auth_basic_user_file %1$s/passwords;
                      alias %1$s/documents/;
                    }
                  }
                }
                """.formatted(folder, port, more));
        return new WebServer(
                folder,
                List.of(
                        program,
                        "-p",
                        folder.toString(),
                        "-c",
                        folder.resolve("nginx.conf").toString()),
                port);
    }

    /** Serves {@code documents/} under {@code /permissions/}, behind Digest authentication with {@code passwords}. */
    static WebServer httpd(Path folder, int nonceSeconds, String more) throws IOException {
        String program = require("apache2", "apache2-bin");
        int port = freePort();
        readable(folder);
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("httpd.conf"), """
                ServerRoot %1$s
                ServerName localhost
                DefaultRuntimeDir %1$s/run
                Mutex file:%1$s/run default
                PidFile %1$s/run/httpd.pid
                ErrorLog %1$s/error.log
                Listen 127.0.0.1:%2$d
                User www-data
                Group www-data
                LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
                LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
                LoadModule authn_file_module /usr/lib/apache2/modules/mod_authn_file.so
                LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
                LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
                LoadModule auth_digest_module /usr/lib/apache2/modules/mod_auth_digest.so
                LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
                LoadModule socache_shmcb_module /usr/lib/apache2/modules/mod_socache_shmcb.so
                LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
                LogFormat "%%m %%U %%>s" short
                CustomLog %1$s/access.log short
                BufferedLogs Off
                Alias /permissions %1$s/documents
                <Directory %1$s/documents>
                  AuthType Digest
                  AuthName keyhole
                  AuthDigestProvider file
                  AuthDigestNonceLifetime %3$d
                  AuthUserFile %1$s/passwords
                  Require valid-user
                </Directory>
                %4$s
                """.formatted(folder, port, nonceSeconds, more));
        return new WebServer(
                folder,
                List.of(
                        program,
                        "-d",
                        folder.toString(),
                        "-f",
                        folder.resolve("httpd.conf").toString(),
                        "-DFOREGROUND"),
                port);
    }

    /** Where the program is; without it the test fails in CI and is skipped elsewhere. */
    private static String require(String program, String debianPackage) {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            String message = program + " isn't installed (Debian: " + debianPackage + ")";
            if (Boolean.getBoolean("keyhole.ci")) {
                throw new AssertionError(message);
            }
            abort(message);
        }
        return found.orElseThrow().toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Servers that are started by root read their files as somebody else. */
    private static void readable(Path folder) throws IOException {
        for (Path path = folder; path != null && path.getNameCount() > 1; path = path.getParent()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private void start() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError(command.get(0) + " ended: " + output());
            }
            return accepts();
        });
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String output() throws IOException {
        Path errors = folder.resolve("error.log");
        return Files.readString(folder.resolve("output.log")) + (Files.exists(errors) ? Files.readString(errors) : "");
    }

    int port() {
        return port;
    }

    /** How many requests it has answered. */
    long requests() throws IOException {
        Path log = folder.resolve("access.log");
        return Files.exists(log) ? Files.readString(log, UTF_8).lines().count() : 0;
    }

    void stop() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void restart() throws IOException {
        stop();
        start();
    }

    @Override
    public void close() {
        stop();
    }
}
