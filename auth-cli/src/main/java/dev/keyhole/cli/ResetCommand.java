package dev.keyhole.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhole reset}: a running broker is to forget what it knows of users. */
@Command(
        name = "reset",
        description = "Has Keyhole in a running broker forget what it knows of users, and disconnect them.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "Their next logon is judged anew. Without --transport it is about all transports, without --user",
            "about all users.",
            "",
            "Exit status: 0 done, 1 refused, 2 the broker can't be asked, 3 wrong usage.",
            "",
            "Example:  keyhole reset --server admin@localhost --transport mqtt --user falken"
        })
final class ResetCommand implements Callable<Integer>, Verbose {

    private final Surroundings surroundings;

    @Option(names = "--transport", paramLabel = "NAME", description = "Only on this transport.")
    private Optional<String> transport = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "Only this user, by the name that a logon bound.")
    private Optional<String> user = Optional.empty();

    @Mixin
    private ManagementOptions management;

    @Mixin
    private CommonOptions common;

    ResetCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean isVerbose() {
        return common.verbose;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logging.start(common.verbose ? Logging.DETAILED : Logging.OFF);
        // To the broker an empty name means everybody, which whoever left a variable empty doesn't want.
        if (transport.filter(String::isEmpty).isPresent()
                || user.filter(String::isEmpty).isPresent()) {
            throw new UsageException("an empty name stands for nobody; leave the option out to mean all");
        }
        return management.execute(surroundings, "reset", transport.orElse(""), user.orElse(""));
    }
}
