package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A RabbitMQ from the distribution's packages, on loopback, with a name, ports, a cookie and a data directory of its own,
 * and a port mapper of its own as well: it meets no other RabbitMQ, and leaves nothing running behind.
 */
final class RabbitMq implements AutoCloseable {

    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final Duration START = Duration.ofMinutes(3);

    private final Path folder;
    private final int amqpPort;
    private final int mqttPort;
    private final List<Process> processes = new ArrayList<>();

    private RabbitMq(Path folder, int amqpPort, int mqttPort) {
        this.folder = folder;
        this.amqpPort = amqpPort;
        this.mqttPort = mqttPort;
    }

    /** Ends the test if RabbitMQ isn't installed: as a failure in CI, as skipped elsewhere. */
    static void require() {
        if (!Files.isExecutable(SERVER)) {
            String message = "rabbitmq-server isn't installed (Debian: rabbitmq-server)";
            if (Boolean.getBoolean("keyhole.ci")) {
                throw new AssertionError(message);
            }
            abort(message);
        }
    }

    /** Starts one that asks this service about everything. */
    static RabbitMq start(Path folder, URI service) throws IOException {
        require();
        RabbitMq rabbit = new RabbitMq(folder, freePort(), freePort());
        try {
            rabbit.configure(service);
            rabbit.run();
            return rabbit;
        } catch (RuntimeException | IOException | Error e) {
            rabbit.close();
            throw e;
        }
    }

    private void configure(URI service) throws IOException {
        Files.writeString(folder.resolve("enabled_plugins"), "[rabbitmq_auth_backend_http,rabbitmq_mqtt].");
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("rabbitmq.conf"), """
                listeners.tcp.1 = 127.0.0.1:%1$d
                mqtt.listeners.tcp.1 = 127.0.0.1:%2$d
                mqtt.allow_anonymous = false
                auth_backends.1 = http
                auth_http.http_method = post
                auth_http.user_path = %3$s/auth/user
                auth_http.vhost_path = %3$s/auth/vhost
                auth_http.resource_path = %3$s/auth/resource
                auth_http.topic_path = %3$s/auth/topic
                loopback_users = none
                """.formatted(amqpPort, mqttPort, service));
    }

    private void run() throws IOException {
        int mapper = freePort();
        Map<String, String> environment = Map.ofEntries(
                Map.entry("HOME", folder.resolve("home").toString()),
                Map.entry("ERL_EPMD_PORT", String.valueOf(mapper)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODENAME", "keyhole-test@localhost"),
                Map.entry("RABBITMQ_DIST_PORT", String.valueOf(freePort())),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
                Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                Map.entry("RABBITMQ_LOGS", "-"),
                Map.entry(
                        "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
                Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
                Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        folder.resolve("enabled_plugins").toString()));
        spawn(environment, "epmd.log", "epmd", "-port", String.valueOf(mapper), "-address", "127.0.0.1");
        Process server = spawn(environment, "rabbit.log", SERVER.toString());
        await().atMost(START).pollInterval(Duration.ofMillis(200)).until(() -> {
            if (!server.isAlive()) {
                throw new AssertionError("RabbitMQ ended: " + log());
            }
            return log().contains("Server startup complete");
        });
    }

    private Process spawn(Map<String, String> environment, String log, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(0, process);
        return process;
    }

    String log() {
        try {
            return Files.readString(folder.resolve("rabbit.log"), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    int amqpPort() {
        return amqpPort;
    }

    int mqttPort() {
        return mqttPort;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (Process process : processes) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
