package dev.keyhole.cli;

import dev.keyhole.host.Host;
import dev.keyhole.host.HostBuilder;
import dev.keyhole.host.HostBuilder.BuiltInDefaults;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.LogonRequest;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhole check}: what would this configuration say to that client? */
@Command(
        name = "check",
        description = "Says what a configuration would answer to a client, and why; needs no broker.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "A transport that names no modules gets the built-in ones, which accept anybody; a note says so.",
            "",
            "Exit status: 0 granted, 1 denied (the logon or the question), 2 unavailable or a broken",
            "configuration, 3 wrong usage.",
            "",
            "Example:  keyhole check --config keyhole.xml --transport mqtt --user falken --read games/chess"
        })
final class CheckCommand implements Callable<Integer>, Verbose {

    private final Surroundings surroundings;

    @ArgGroup(multiplicity = "1", heading = "%nThe question, one of:%n", order = 1)
    private Asked asked;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The configuration.")
    private Path file;

    @Option(
            names = "--transport",
            required = true,
            paramLabel = "NAME",
            description = "The transport, of those in the configuration, that the client connects to.")
    private String transport;

    @Option(names = "--user", paramLabel = "NAME", description = "Who logs on. Without it the logon is implicit.")
    private Optional<String> user = Optional.empty();

    @Mixin
    private PasswordOptions passwords;

    @Option(names = "--client", paramLabel = "NAME", description = "What the client calls itself.")
    private String client = "";

    @Option(names = "--correlation", paramLabel = "ID", description = "The correlation id of the logon.")
    private String correlation = "";

    @Option(names = "--json", description = "Print the answer as one JSON object.")
    private boolean json;

    @Mixin
    private HostOptions hostOptions;

    @Mixin
    private CommonOptions common;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean isVerbose() {
        return common.verbose;
    }

    @Override
    public Integer call() {
        Logging.start(common.verbose ? Logging.DETAILED : Logging.WARNINGS);
        if (passwords.isFileGiven() && user.isEmpty()) {
            throw new UsageException("--password-file needs --user");
        }
        Question question = question();
        CheckPrinter printer = json
                ? new JsonCheckPrinter(surroundings.out())
                : new PlainCheckPrinter(surroundings.out(), surroundings.err());
        try {
            Configuration configuration = Configuration.read(file, hostOptions.definitions());
            CheckResult result = ask(configuration, question);
            printer.print(question, result, BuiltInUse.notes(configuration, transport));
            return result.exitStatus();
        } catch (ConfigurationException e) {
            printer.printBroken(question, transport, AsGiven.problems(file, e.problems()));
            return ExitStatus.UNAVAILABLE;
        }
    }

    private CheckResult ask(Configuration configuration, Question question) {
        HostBuilder builder = Host.builder().configuration(configuration).builtInDefaults(BuiltInDefaults.ALLOWED);
        hostOptions.moduleDirectories(surroundings).forEach(builder::moduleDirectory);
        try (Host host = builder.start()) {
            mustHaveTransport(host);
            return new Inquiry(host).ask(transport, client, logon(), question);
        }
    }

    private void mustHaveTransport(Host host) {
        try {
            host.transport(transport);
        } catch (NoSuchElementException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private LogonRequest logon() {
        return user.map(name -> LogonRequest.explicit(name, passwords.find(name, surroundings)))
                .orElseGet(LogonRequest::implicit)
                .withCorrelationId(correlation);
    }

    private Question question() {
        if (asked.logon) {
            return Question.logon();
        }
        return asked.read
                .map(topic -> Question.read(named("--read", topic)))
                .or(() -> asked.write.map(topic -> Question.write(named("--write", topic))))
                .orElseGet(() -> Question.admin(named("--admin", asked.admin.orElse(""))));
    }

    private static String named(String option, String name) {
        if (name.isBlank()) {
            throw new UsageException(option + " needs a name; this one is empty");
        }
        return name;
    }

    /** The one thing to ask. */
    static final class Asked {

        @Option(names = "--read", paramLabel = "TOPIC", description = "May it read (subscribe to) this topic?")
        private Optional<String> read = Optional.empty();

        @Option(names = "--write", paramLabel = "TOPIC", description = "May it write (publish to) this topic?")
        private Optional<String> write = Optional.empty();

        @Option(names = "--admin", paramLabel = "PATH", description = "May it use this path of the admin interface?")
        private Optional<String> admin = Optional.empty();

        @Option(names = "--logon", description = "May it log on?")
        private boolean logon;
    }
}
