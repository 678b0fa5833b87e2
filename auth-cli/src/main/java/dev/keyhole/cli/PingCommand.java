package dev.keyhole.cli;

import dev.keyhole.cli.ServerAddress.Protocol;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhole ping}: does the broker let me in? */
@Command(
        name = "ping",
        description = "Logs on to a broker and tells whether it lets you in.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "Without a user in the address the client doesn't log on (MQTT without a user name, AMQP with",
            "ANONYMOUS). Write @ : / %% in a user name or password as %%40 %%3A %%2F %%25.",
            "",
            "Exit status: 0 connected, 1 not connected, 3 wrong usage.",
            "",
            "Example:  keyhole ping --server falken:joshua@127.0.0.1:1883"
        })
final class PingCommand implements Callable<Integer>, Verbose {

    private final Surroundings surroundings;

    @Option(
            names = "--server",
            required = true,
            paramLabel = "[USER[:PASSWORD]@]HOST[:PORT]",
            description = "The broker; mqtt:// or amqp:// may stand before it.")
    private String server;

    @Option(
            names = "--proto",
            paramLabel = "mqtt|amqp",
            description = "What to speak, if the address doesn't say: mqtt (default) or amqp.")
    private String protocol = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait, e.g. 5, 5s or 500ms (default: 10s).")
    private String timeout = "10s";

    @Mixin
    private PasswordOptions passwords;

    @Mixin
    private CommonOptions common;

    PingCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean isVerbose() {
        return common.verbose;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logging.start(common.verbose ? Logging.DETAILED : Logging.OFF);
        Duration limit = DurationText.parse(timeout);
        ServerAddress address = withPassword(ServerAddress.parse(server, protocol()));
        Reply reply = ping(address, limit);
        if (reply.words().equals(ConnectFailure.TIMED_OUT) && address.isOpen(limit)) {
            reply = Reply.failed("timed out: the port is open, but nothing there answers in "
                    + address.protocol().scheme().toUpperCase(Locale.ROOT) + "; it may be one of another protocol");
        }
        surroundings
                .out()
                .println(
                        reply.isAccepted()
                                ? "Successfully connected to " + address
                                : "Could not connect to " + address + ": " + reply.words());
        return reply.isAccepted() ? ExitStatus.YES : ExitStatus.NO;
    }

    private Protocol protocol() {
        if (protocol.isEmpty()) {
            return Protocol.MQTT;
        }
        Protocol chosen =
                switch (protocol.toLowerCase(Locale.ROOT)) {
                    case "mqtt" -> Protocol.MQTT;
                    case "amqp" -> Protocol.AMQP;
                    default -> throw new UsageException("--proto is mqtt or amqp");
                };
        boolean other = server.contains("://") && !server.regionMatches(true, 0, chosen.scheme() + "://", 0, 7);
        if (other) {
            throw new UsageException("--proto says " + chosen.scheme() + ", the server's address says otherwise");
        }
        return chosen;
    }

    private ServerAddress withPassword(ServerAddress address) {
        if (address.password().isPresent() || address.user().isEmpty()) {
            if (passwords.isFileGiven()) {
                throw new UsageException(
                        address.user().isEmpty()
                                ? "--password-file needs a user in the server's address"
                                : "the password stands in the server's address and in --password-file: give one");
            }
            return address;
        }
        return address.with(passwords.find(address.user().get(), surroundings));
    }

    /** On a thread of its own: a client library's own limits don't cover everything. */
    private static Reply ping(ServerAddress address, Duration limit) throws InterruptedException {
        FutureTask<Reply> task = new FutureTask<>(() -> {
            try (BrokerClient client = BrokerClient.of(address, limit)) {
                return client.connect();
            }
        });
        Thread thread = new Thread(task, "ping");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Reply.failed(ConnectFailure.TIMED_OUT);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
