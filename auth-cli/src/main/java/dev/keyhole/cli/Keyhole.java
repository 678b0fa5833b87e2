package dev.keyhole.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the command line together and runs it. */
final class Keyhole {

    private static final Map<String, Function<Surroundings, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand::new);
        COMMANDS.put("ping", PingCommand::new);
        COMMANDS.put("check", CheckCommand::new);
        COMMANDS.put("lint", LintCommand::new);
        COMMANDS.put("service", ServiceCommand::new);
        COMMANDS.put("store", StoreCommand::new);
        COMMANDS.put("credentials", CredentialsCommand::new);
        COMMANDS.put("gen-key", GenKeyCommand::new);
        COMMANDS.put("reload", ReloadCommand::new);
        COMMANDS.put("reset", ResetCommand::new);
    }

    private Keyhole() {}

    /** Runs the command that the arguments name. Never throws; returns the exit status. */
    static int run(Surroundings surroundings, String... arguments) {
        int status = commandLine(surroundings, arguments).execute(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        return status;
    }

    /** With the one command that is asked for, or with all: those that aren't needed cost time to load. */
    private static CommandLine commandLine(Surroundings surroundings, String... arguments) {
        CommandLine line = new CommandLine(new KeyholeCommand());
        String first = arguments.length == 0 ? "" : arguments[0];
        COMMANDS.forEach((name, command) -> {
            if (!COMMANDS.containsKey(first) || name.equals(first)) {
                line.addSubcommand(name, command.apply(surroundings));
            }
        });
        if (!COMMANDS.containsKey(first)) {
            line.addSubcommand(new CommandLine.HelpCommand());
        }
        return line.setOut(surroundings.out())
                .setErr(surroundings.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setUsageHelpLongOptionsMaxWidth(30)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setExecutionStrategy(Keyhole::execute)
                .setParameterExceptionHandler(Keyhole::wrongUsage)
                .setExecutionExceptionHandler(Keyhole::unexpected);
    }

    private static int execute(ParseResult result) {
        // A help text shows what stands between an option and its value, and a blank reads best there.
        result.asCommandLineList().forEach(line -> line.setSeparator(" "));
        return new CommandLine.RunLast().execute(result);
    }

    private static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        List<String> unknown = unknownOptions(line);
        ParameterException told = unknown.isEmpty() ? e : new UnmatchedArgumentException(line, unknown);
        String message = withoutPasswords(String.valueOf(told.getMessage()), arguments);
        if (told instanceof UnmatchedArgumentException unmatched) {
            line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + message);
            if (UnmatchedArgumentException.printSuggestions(unmatched, line.getErr())) {
                return ExitStatus.USAGE;
            }
            return hint(line);
        }
        return wrongUsage(line, tidied(message));
    }

    /**
     * Options that there aren't, without their values, one of which may be a password. They are what is wrong even if something
     * is missing as well: it is what was meant by one of them.
     */
    private static List<String> unknownOptions(CommandLine line) {
        return line.getUnmatchedArguments().stream()
                .filter(argument -> argument.startsWith("-"))
                .map(argument -> argument.replaceFirst("(?s)=.*", ""))
                .toList();
    }

    /** Without what picocli writes twice. */
    private static String tidied(String message) {
        String text = message.startsWith("Error: ") ? message.substring("Error: ".length()) : message;
        return text.replace("option option", "option");
    }

    private static int wrongUsage(CommandLine line, String message) {
        line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + message);
        return hint(line);
    }

    private static int hint(CommandLine line) {
        line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return ExitStatus.USAGE;
    }

    private static int unexpected(Exception e, CommandLine line, ParseResult result) {
        if (e instanceof UsageException) {
            return wrongUsage(line, String.valueOf(e.getMessage()));
        }
        boolean verbose = result.asCommandLineList().stream()
                .map(CommandLine::getCommand)
                .anyMatch(command -> command instanceof Verbose asked && asked.isVerbose());
        String name = line.getCommandSpec().qualifiedName();
        line.getErr().println(name + ": unexpected error: " + Text.oneLine(e.toString()));
        if (verbose) {
            e.printStackTrace(line.getErr());
        } else {
            line.getErr().println("Run it again with --verbose to see where it comes from.");
        }
        return ExitStatus.UNAVAILABLE;
    }

    /** A message may repeat an argument, and an argument may be a URI with a password in it. */
    private static String withoutPasswords(String message, String... arguments) {
        List<String> repeated = new ArrayList<>();
        for (String argument : arguments) {
            repeated.add(argument);
            repeated.add(argument.substring(argument.indexOf('=') + 1));
        }
        String masked = message;
        for (String text : repeated) {
            masked = masked.replace(text, ServerAddress.masked(text));
        }
        return masked;
    }
}
