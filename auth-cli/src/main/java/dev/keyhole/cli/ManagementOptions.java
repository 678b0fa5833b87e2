package dev.keyhole.cli;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Secret;
import dev.keyhole.tls.TlsMaterial;
import dev.keyhole.tls.TlsSettings;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the management of a running broker is reached: by HTTP, where its web console is. */
final class ManagementOptions {

    @Option(
            names = "--server",
            required = true,
            paramLabel = "[https://]USER@HOST[:PORT]",
            description = "The broker's web console (port 8161 unless given), and a user of it.")
    private String server;

    @Mixin
    private PasswordOptions passwords;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM file of who signed the console's certificate, or of that itself. Without it, those"
                    + " that Java knows count.")
    private Optional<Path> authorities = Optional.empty();

    @Option(
            names = "--origin",
            paramLabel = "URI",
            description = "Where the request says to come from, if the broker's etc/jolokia-access.xml allows other"
                    + " origins than the console's address.")
    private Optional<String> origin = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait for the broker, e.g. 5, 5s or 500ms (default: 60s).")
    private String timeout = "60s";

    /**
     * Has Keyhole in the broker do something, and says what came of it.
     *
     * @return the exit status
     * @throws UsageException if the options can't be used
     */
    int execute(Surroundings surroundings, String operation, String... arguments) throws InterruptedException {
        ConsoleAddress address = ConsoleAddress.parse(server);
        ManagementClient client = new ManagementClient(
                address, origin.orElseGet(address::origin), tls(address), DurationText.parse(timeout));
        if (!address.isEncrypted() && !address.isLocal()) {
            surroundings.err().println("warning: the password goes to " + address + " in the clear; https:// hides it");
        }
        ManagementReply reply;
        try (Secret password = passwords.find(address.user(), surroundings)) {
            reply = client.execute(password, operation, List.of(arguments));
        }
        (reply.status() == ExitStatus.YES ? surroundings.out() : surroundings.err())
                .println(Text.printableLines(reply.text()));
        return reply.status();
    }

    private SSLContext tls(ConsoleAddress address) {
        if (authorities.isEmpty()) {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        if (!address.isEncrypted()) {
            throw new UsageException("--ca-file needs a server's address with https://");
        }
        try {
            return TlsMaterial.read(new TlsSettings(Optional.empty(), Optional.empty(), authorities, false, true));
        } catch (ConfigurationException e) {
            throw new UsageException("--ca-file: " + Text.oneLine(String.valueOf(e.getMessage())), e);
        }
    }
}
