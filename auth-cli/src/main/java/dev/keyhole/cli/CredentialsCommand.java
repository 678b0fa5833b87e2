package dev.keyhole.cli;

import dev.keyhole.host.CredentialsOutcome;
import dev.keyhole.host.Destination;
import dev.keyhole.host.Host;
import dev.keyhole.host.HostBuilder;
import dev.keyhole.host.HostBuilder.BuiltInDefaults;
import dev.keyhole.host.OutgoingLogon;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Credentials;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhole credentials}: what would the broker log on with there? */
@Command(
        name = "credentials",
        description = "Gets the credentials that a broker would log on to a destination with.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "It runs the destination's authenticator once, as for an attempt to connect, but connects to nobody.",
            "It tells whether there is a token, whose, how long and how old, and not what it is.",
            "",
            "Exit status: 0 there are credentials, 2 there are none, or the configuration is broken, 3 wrong",
            "usage.",
            "",
            "Example:  keyhole credentials --config keyhole.xml --destination second-site"
        })
final class CredentialsCommand implements Callable<Integer>, Verbose {

    private final Surroundings surroundings;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The configuration.")
    private Path file;

    @Option(
            names = "--destination",
            required = true,
            paramLabel = "NAME",
            description = "The destination, of those in the configuration.")
    private String destination;

    @Option(names = "--show", description = "Print the token as well. Whoever sees it can log on with it.")
    private boolean show;

    @Option(names = "--json", description = "Print the answer as one JSON object.")
    private boolean json;

    @Mixin
    private HostOptions hostOptions;

    @Mixin
    private CommonOptions common;

    CredentialsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean isVerbose() {
        return common.verbose;
    }

    @Override
    public Integer call() {
        Logging.start(common.verbose ? Logging.DETAILED : Logging.WARNINGS);
        CredentialsPrinter printer = json
                ? new JsonCredentialsPrinter(surroundings.out(), show)
                : new PlainCredentialsPrinter(surroundings.out(), surroundings.err(), show);
        try (Host host = start()) {
            // A command in a session of its own would outlive Ctrl-C.
            try (AtExit closing = AtExit.run(host::close)) {
                return ask(host.destination(destination), printer);
            }
        } catch (NoSuchElementException e) {
            printer.printNone(String.valueOf(e.getMessage()), List.of());
        } catch (ConfigurationException e) {
            printer.printNone(
                    "the configuration is broken (" + Text.count(e.problems().size(), "problem") + ")",
                    AsGiven.problems(file, e.problems()));
        }
        return ExitStatus.UNAVAILABLE;
    }

    private Host start() {
        HostBuilder builder = Host.builder()
                .configuration(Configuration.read(file, hostOptions.definitions()))
                .builtInDefaults(BuiltInDefaults.ALLOWED);
        hostOptions.applyTo(builder, surroundings);
        return builder.start();
    }

    private int ask(Destination asked, CredentialsPrinter printer) {
        try (OutgoingLogon logon = asked.authenticate()) {
            CredentialsOutcome outcome =
                    logon.credentials().toCompletableFuture().join();
            return outcome.match(
                    obtained -> {
                        Credentials credentials = obtained.credentials();
                        printer.print(asked.name(), credentials, Age.of(credentials.obtainedAt(), Instant.now()));
                        return ExitStatus.YES;
                    },
                    none -> {
                        printer.printNone(none.detail(), List.of());
                        return ExitStatus.UNAVAILABLE;
                    });
        }
    }
}
