package dev.keyhole.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keyhole reload}: a running broker is to read Keyhole's configuration again. */
@Command(
        name = "reload",
        description = "Has Keyhole in a running broker read its configuration again.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "The configuration is checked as a whole first. If anything is wrong with it, the broker goes on",
            "as before, and all that is wrong is listed. Else it is applied as a whole, and clients of the",
            "transports that mean something else by it are disconnected.",
            "",
            "Exit status: 0 reloaded, 1 refused, 2 the broker can't be asked, 3 wrong usage.",
            "",
            "Example:  keyhole reload --server admin@localhost"
        })
final class ReloadCommand implements Callable<Integer>, Verbose {

    private final Surroundings surroundings;

    @Mixin
    private ManagementOptions management;

    @Mixin
    private CommonOptions common;

    ReloadCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean isVerbose() {
        return common.verbose;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logging.start(common.verbose ? Logging.DETAILED : Logging.OFF);
        return management.execute(surroundings, "reload");
    }
}
