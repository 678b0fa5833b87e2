package dev.keyhole.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keyhole} by itself: tells what there is. */
@Command(
        name = "keyhole",
        description = "Lets clients into message brokers, or not, and says why.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        versionProvider = KeyholeCommand.Version.class,
        footer = {
            "",
            "Exit status: 0 yes, 1 no, 2 it couldn't be found out, 3 wrong usage.",
            "See 'keyhole help COMMAND' for one of them."
        })
final class KeyholeCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new UsageException("which command?");
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = KeyholeCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "keyhole " + (version == null ? "(not packaged)" : version) + " on Java " + Runtime.version()
            };
        }
    }
}
