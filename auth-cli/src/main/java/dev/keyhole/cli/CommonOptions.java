package dev.keyhole.cli;

import picocli.CommandLine.Option;

/** Options of every command. */
final class CommonOptions {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--verbose", description = "Log what happens, to standard error.")
    boolean verbose;
}
