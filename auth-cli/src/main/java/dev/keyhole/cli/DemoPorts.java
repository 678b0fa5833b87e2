package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The demo's configuration, on ports that are free.
 *
 * @param configuration the file to start from: that of the demo, or a copy with other ports
 * @param moved ports that another program has, and what is taken instead
 * @param service port of the permissions service
 */
record DemoPorts(Path configuration, Map<Integer, Integer> moved, int service) {

    private static final Pattern LOCAL = Pattern.compile("127\\.0\\.0\\.1:([0-9]{1,5})\\b");
    private static final Pattern SERVICE = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]{1,5})/");

    /**
     * Reads a configuration and finds a free port for each of its own that may not be used.
     *
     * @param usable tells whether a port may be used as it is
     */
    static DemoPorts of(Path file, IntPredicate usable) throws IOException {
        String text = Files.readString(file, UTF_8);
        Map<Integer, Integer> moved = new LinkedHashMap<>();
        for (MatchResult match : LOCAL.matcher(text).results().toList()) {
            int port = Integer.parseInt(match.group(1));
            if (!moved.containsKey(port) && !usable.test(port)) {
                moved.put(port, anyFreePort());
            }
        }
        int service = SERVICE.matcher(text)
                .results()
                .map(match -> Integer.parseInt(match.group(1)))
                .findFirst()
                .orElseThrow(() -> new IOException(file + " names no service on 127.0.0.1"));
        return new DemoPorts(
                moved.isEmpty() ? file : copy(file, text, moved), moved, moved.getOrDefault(service, service));
    }

    private static Path copy(Path file, String text, Map<Integer, Integer> moved) throws IOException {
        String replaced = LOCAL.matcher(text).replaceAll(match -> {
            int port = Integer.parseInt(match.group(1));
            return Matcher.quoteReplacement("127.0.0.1:" + moved.getOrDefault(port, port));
        });
        Path name = Optional.ofNullable(file.getFileName()).orElse(file);
        return Files.writeString(Files.createTempDirectory("keyhole-demo-").resolve(name), replaced, UTF_8);
    }

    /** Whether nobody listens on a port of this machine. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int anyFreePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Deletes the copy, if one was made. */
    void clean() {
        if (!moved.isEmpty()) {
            try {
                Files.deleteIfExists(configuration);
                Files.deleteIfExists(
                        Optional.ofNullable(configuration.getParent()).orElse(configuration));
            } catch (IOException e) {
                // It lies among the temporary files, where others clean up.
            }
        }
    }
}
