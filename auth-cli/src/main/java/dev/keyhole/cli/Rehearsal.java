package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs {@code check} once with a service of its own, for nobody: so that the Java that watches it knows which classes the command
 * needs, and can keep them in an archive. Talks to nobody but itself.
 */
final class Rehearsal {

    /** Set by the script. */
    static final String PROPERTY = "keyhole.rehearsal";

    private static final String CONFIGURATION = """
            <AMPSConfig>
              <Modules><Module>
                <Name>web-service</Name><Library>libamps_http_entitlement.so</Library>
                <Options><ResourceURI>http://127.0.0.1:%d/{{USER_NAME}}.json</ResourceURI></Options>
              </Module></Modules>
              <Authentication><Module>web-service</Module></Authentication>
              <Entitlement><Module>web-service</Module></Entitlement>
              <Transports><Transport><Name>any</Name></Transport></Transports>
            </AMPSConfig>
            """;

    private static final String DOCUMENT =
            "{\"logon\": true, \"topic\": [{\"topic\": \"^games/\", \"read\": true}, {\"topic\": \"a\", \"write\": true}]}";

    private Rehearsal() {}

    /** Returns the exit status of the command. */
    static int run(Optional<Path> home) throws IOException {
        Path file = Files.createTempFile("keyhole", ".xml");
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread service = new Thread(() -> serve(server), "rehearsal");
            service.setDaemon(true);
            service.start();
            Files.writeString(file, CONFIGURATION.formatted(server.getLocalPort()), UTF_8);
            Surroundings nobody = new Surroundings(
                    new PrintWriter(Writer.nullWriter()),
                    new PrintWriter(Writer.nullWriter()),
                    InputStream.nullInputStream(),
                    Map.of("KEYHOLE_PASSWORD", "rehearsal"),
                    home,
                    PasswordPrompt.ofTerminal());
            return Keyhole.run(
                    nobody, "check", "--config=" + file, "--transport=any", "--user=nobody", "--read=games/chess");
        } finally {
            Files.delete(file);
        }
    }

    private static void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                BufferedReader request = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
                while (answer(client, request)) {
                    // the next one
                }
            } catch (IOException e) {
                // Whoever came is gone, and so is the rehearsal once the server is closed.
            }
        }
    }

    /** Answers one request; returns whether there was one. */
    private static boolean answer(Socket client, BufferedReader request) throws IOException {
        boolean known = false;
        String line = request.readLine();
        if (line == null) {
            return false;
        }
        while (line != null && !line.isEmpty()) {
            known |= line.toLowerCase(Locale.ROOT).startsWith("authorization:");
            line = request.readLine();
        }
        String status = known ? "200 OK" : "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"rehearsal\"";
        String answer = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
                + DOCUMENT.length() + "\r\n\r\n" + DOCUMENT;
        client.getOutputStream().write(answer.getBytes(ISO_8859_1));
        return true;
    }
}
