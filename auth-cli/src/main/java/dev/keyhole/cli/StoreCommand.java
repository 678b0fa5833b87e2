package dev.keyhole.cli;

import dev.keyhole.service.Administration;
import dev.keyhole.service.Administration.Actor;
import dev.keyhole.service.DatabaseSettings;
import dev.keyhole.service.ServiceConfiguration;
import dev.keyhole.service.StoreUnavailableException;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToLongBiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyhole store}: changes the database of a service, on the machine itself. */
@Command(
        name = "store",
        description = "Changes users, groups and documents of a service, or makes its first administrator.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "Actions:",
            "  first-admin USER           make the first user who may administer everything; once",
            "  put-user USER              make a user, or set another password",
            "  enable USER, disable USER  let a user log on, or not any more",
            "  delete-user USER           remove a user with the document",
            "  set-groups USER GROUP ...  put a user into these groups and no others",
            "  put-document USER FILE     give a user another document; it is checked first",
            "  put-group-document GROUP FILE",
            "  audit                      show the last changes: when, who, from where, what",
            "",
            "first-admin works on files as well; whatever else is in files is changed with an editor. An embedded",
            "database can be open in one process only: stop the service first.",
            "",
            "Exit status: 0 done, 1 there is no such user, 2 it couldn't be done, 3 wrong usage.",
            "",
            "Example:  keyhole store --config service.yaml put-user falken"
        })
final class StoreCommand implements Callable<Integer>, Verbose {

    private static final int AUDIT_ENTRIES = 100;

    private final Surroundings surroundings;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "The configuration of the service, which names the database or the files.")
    private Path configuration;

    @Mixin
    private PasswordOptions passwords;

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "ACTION", description = "See below.")
    private String action;

    @Parameters(index = "1..*", paramLabel = "NAME", description = "What it is about.")
    private List<String> names = List.of();

    StoreCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean isVerbose() {
        return common.verbose;
    }

    @Override
    public Integer call() {
        Logging.start(common.verbose ? Logging.DETAILED : Logging.OFF);
        try {
            if (action.equals("first-admin")) {
                return firstAdministrator();
            }
            Optional<DatabaseSettings> database = ServiceConfiguration.database(configuration);
            if (database.isEmpty()) {
                throw new UsageException(
                        "the configuration names no database; files are changed with an editor, or over HTTP by"
                                + " administrators ('first-admin' makes the first)");
            }
            try (Administration administration =
                    Administration.open(database.get(), ServiceConfiguration.passwords(configuration))) {
                return run(administration);
            }
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> surroundings.err().println(Text.printable(problem.toString())));
            return ExitStatus.UNAVAILABLE;
        } catch (StoreUnavailableException e) {
            surroundings.err().println("keyhole store: " + Text.oneLine(String.valueOf(e.getMessage())));
            return ExitStatus.UNAVAILABLE;
        }
    }

    private int run(Administration administration) {
        Actor actor = Actor.local(System.getProperty("user.name", "unknown"));
        return switch (action) {
            case "put-user" -> putUser(administration, actor);
            case "enable" -> found(administration.setEnabled(actor, name(1), true));
            case "disable" -> found(administration.setEnabled(actor, name(1), false));
            case "delete-user" -> found(administration.deleteUser(actor, name(1)));
            case "set-groups" -> found(administration.setGroups(actor, first(), names.subList(1, names.size())));
            case "put-document" ->
                administration.isUser(name(2))
                        ? putDocument((user, document) -> administration.putUserDocument(actor, user, document))
                        : found(false);
            case "put-group-document" ->
                putDocument((group, document) -> administration.putGroupDocument(actor, group, document));
            case "audit" -> audit(administration);
            default -> throw new UsageException("'" + Text.printable(action) + "' isn't an action");
        };
    }

    private int firstAdministrator() {
        String user = name(1);
        Secret password = passwords.find(user, surroundings);
        ServiceConfiguration.read(configuration)
                .makeFirstAdministrator(Actor.local(System.getProperty("user.name", "unknown")), user, password);
        surroundings
                .out()
                .println(
                        "The first administrator was made, and may do everything where a service says 'administration: true'.");
        return ExitStatus.YES;
    }

    private int putUser(Administration administration, Actor actor) {
        String user = name(1);
        Secret password = passwords.find(user, surroundings);
        boolean isNew = administration.putUser(actor, user, password);
        surroundings.out().println(isNew ? "The user was made." : "The password was changed.");
        return ExitStatus.YES;
    }

    private int audit(Administration administration) {
        administration.audit(AUDIT_ENTRIES).forEach(entry -> surroundings
                .out()
                .println(Text.printable(entry.at() + " " + entry.who() + " (" + entry.address() + ") " + entry.action()
                        + " " + entry.target() + (entry.version() > 0 ? " version " + entry.version() : ""))));
        return ExitStatus.YES;
    }

    private int found(boolean found) {
        surroundings.out().println(found ? "Done." : "There is no such user.");
        return found ? ExitStatus.YES : ExitStatus.NO;
    }

    private int putDocument(ToLongBiFunction<String, byte[]> put) {
        String name = name(2);
        Path file = Path.of(names.get(1));
        byte[] document;
        try {
            document = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigurationException(List.of(
                    Problem.of("it can't be read: " + Text.reason(file, e)).at(file.toString())));
        }
        long version;
        try {
            version = put.applyAsLong(name, document);
        } catch (ConfigurationException e) {
            throw new ConfigurationException(e.problems().stream()
                    .map(problem -> problem.location().isEmpty() ? problem.at(file.toString()) : problem)
                    .toList());
        }
        surroundings.out().println("This is version " + version + " now.");
        return ExitStatus.YES;
    }

    private String first() {
        if (names.isEmpty()) {
            throw new UsageException("whom is it about?");
        }
        return names.get(0);
    }

    private String name(int expected) {
        if (names.size() != expected) {
            throw new UsageException("'" + action + "' takes " + expected + (expected == 1 ? " name" : " arguments"));
        }
        return names.get(0);
    }
}
