package dev.keyhole.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyhole.host.Connection;
import dev.keyhole.host.Decision;
import dev.keyhole.host.Host;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much memory things take: so many of them are made that the heap tells. Writes a line for each to the file that is the
 * argument: what it is, its bytes, and what is in them.
 */
public final class Memory {

    private static final int MANY = 20_000;
    private static final int QUESTIONS_OF_A_USER = 16;

    private final List<String> lines = new ArrayList<>();

    /** Makes things that stay as long as somebody holds them. */
    interface Making {
        Object make() throws Exception;
    }

    private Memory() {}

    /** Measures all of it. */
    public static void main(String[] arguments) throws Exception {
        Memory memory = new Memory();
        memory.ofTheCache();
        Files.write(Path.of(arguments[0]), memory.lines);
    }

    private void ofTheCache() throws Exception {
        try (Host host = CachedCheckBenchmark.start()) {
            // What everything needs once is there before anything is measured.
            List<Connection> warm = new ArrayList<>();
            connect(host, "warm", 200, warm);
            warm.forEach(connection -> check(connection, "/warm", QUESTIONS_OF_A_USER));

            List<Connection> connections = new ArrayList<>();
            add("a connection that is logged on, of a user of its own", MANY, "its name included", () -> {
                connect(host, "user", MANY, connections);
                return connections;
            });
            add(
                    "a user's cache with its first " + QUESTIONS_OF_A_USER + " decisions",
                    MANY,
                    "about 19 characters a name",
                    () -> {
                        connections.forEach(connection -> check(connection, "/desk/instrument", QUESTIONS_OF_A_USER));
                        return connections;
                    });
            List<Connection> few = new ArrayList<>();
            connect(host, "busy", 20, few);
            int each = 9_000;
            add("a cached decision, of many of one user", 20 * each, "about 25 characters a name", () -> {
                few.forEach(connection -> check(connection, "/desk/instrument/more", each));
                return few;
            });
        }
        int count = 20 * 9_000;
        Cache<Object, Object> caffeine =
                Caffeine.newBuilder().maximumSize(1_000_000).build();
        add("the same in Caffeine with a record for key", count, "user names not included", () -> {
            for (int user = 0; user < 20; user++) {
                String name = "busy" + user;
                for (int i = 0; i < count / 20; i++) {
                    caffeine.put(
                            new CachedCheckBenchmark.Key(
                                    name, "/desk/instrument/more" + i, Permission.READ, Operation.SUBSCRIBE),
                            true);
                }
            }
            return caffeine;
        });
    }

    private static void connect(Host host, String name, int count, List<Connection> all) {
        for (int i = 0; i < count; i++) {
            Connection connection = host.transport("measured")
                    .connect(ConnectionInfo.builder(name + i, "measured").build(), reason -> {});
            var unused = connection
                    .logon(LogonRequest.explicit(name + i, Secret.of("secret")))
                    .toCompletableFuture()
                    .join();
            all.add(connection);
        }
    }

    private static void check(Connection connection, String name, int count) {
        for (int i = 0; i < count; i++) {
            Decision decision = connection.check(Permission.READ, Resource.topic(name + i));
            if (!decision.isGrantedInFull()) {
                throw new IllegalStateException(decision.toString());
            }
        }
    }

    /** Measures what one of many takes on the heap. */
    void add(String what, int count, String note, Making making) throws Exception {
        long before = used();
        Object made = making.make();
        long after;
        try {
            after = used();
        } finally {
            Reference.reachabilityFence(made);
        }
        String bytes = String.format(Locale.ROOT, "%,d", Math.round((double) (after - before) / count));
        lines.add(String.join("\t", what, bytes, note));
        System.out.println(what + ": " + bytes + " bytes");
    }

    /** What is alive on the heap. */
    private static long used() throws IOException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
