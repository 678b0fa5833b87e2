package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL from the distribution's packages, on loopback, with a data directory of its own. As it doesn't run as
 * root, root runs it as the user that the package made. Without the packages the test that wants it is skipped, visibly,
 * or fails where everything has to be there.
 */
final class PostgresServer implements AutoCloseable {

    private static final String USER = "keyhole";
    private final AtomicInteger databases = new AtomicInteger();

    private final Path folder;
    private int port;
    private final Path programs;

    PostgresServer() throws Exception {
        programs = programs().orElseGet(() -> {
            String message = "initdb isn't installed (Debian: postgresql)";
            if (Boolean.getBoolean("keyhole.ci")) {
                throw new AssertionError(message);
            }
            return abort(message);
        });
        folder = Files.createTempDirectory("keyhole-postgres");
        if (isRoot()) {
            run("chown", "postgres", folder.toString());
        }
        Path data = folder.resolve("data");
        postgres("initdb", "-D", data.toString(), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N");
        start(data);
    }

    /** At a port that was free a moment before, which somebody else may have taken since. */
    private void start(Path data) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            try {
                postgres(
                        "pg_ctl",
                        "-D",
                        data.toString(),
                        "-l",
                        folder.resolve("log").toString(),
                        "-w",
                        "-t",
                        "120",
                        "-o",
                        "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off",
                        "start");
                return;
            } catch (AssertionError e) {
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() throws Exception {
        if (Files.exists(folder.resolve("data/postmaster.pid"))) {
            postgres("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "-w", "stop");
        }
        run("rm", "-r", folder.toString());
    }

    private static Optional<Path> programs() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> listing = Files.list(versions)) {
            return listing.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Path::compareTo);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private void postgres(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(isRoot() ? List.of("runuser", "-u", "postgres", "--") : List.of());
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command.toArray(new String[0]));
    }

    private static void run(String... command) throws Exception {
        Path log = Files.createTempFile("keyhole-postgres", ".log");
        Process process = new ProcessBuilder(command)
                .directory(new java.io.File("/"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", List.of(command), Files.readString(log))
                .isZero();
        Files.delete(log);
    }

    /** Of a new, empty database. */
    DatabaseSettings newDatabase() throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/";
        String name = "test" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url + "postgres", USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new DatabaseSettings(url + name, USER, Secret.empty(), 4);
    }
}
