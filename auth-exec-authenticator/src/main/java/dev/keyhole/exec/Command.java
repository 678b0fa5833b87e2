package dev.keyhole.exec;

import dev.keyhole.spi.Options;
import dev.keyhole.spi.Secret;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A command, ready to be run: its program found, its arguments expanded, its environment chosen. Immutable.
 *
 * <p>Where the system has {@code setsid}, the command leads a session of its own, by which those of its descendants are
 * found whose parents have gone.
 */
final class Command {

    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "KRB5CCNAME");
    private static final String LOCALE_PREFIX = "LC_";
    private static final String USER_NAME_VARIABLE = "AMPS_USER_NAME";
    private static final File NOTHING = new File(File.separatorChar == '/' ? "/dev/null" : "NUL");

    private final List<String> words;
    private final boolean leadsSession;
    private final Map<String, String> environment;
    private final CommandLimits limits;

    private Command(List<String> words, boolean leadsSession, Map<String, String> environment, CommandLimits limits) {
        this.words = words;
        this.leadsSession = leadsSession;
        this.environment = environment;
        this.limits = limits;
    }

    /**
     * @param environment of this process
     * @throws IllegalArgumentException if the program isn't there, or can't be run
     */
    static Command prepare(Options options, Map<String, String> environment) {
        String searchPath = environment.getOrDefault("PATH", "");
        String userName = options.get(ExecOptions.USER_NAME);
        CommandTemplate template = options.get(ExecOptions.COMMAND);
        Path program = Programs.resolve(template.program(), searchPath);
        Optional<Path> setsid = Programs.onSearchPath("setsid", searchPath);

        List<String> words = new ArrayList<>();
        setsid.ifPresent(path -> words.add(path.toString()));
        words.add(program.toString());
        words.addAll(template.arguments(userName));
        return new Command(
                List.copyOf(words),
                setsid.isPresent(),
                inherited(environment, options.get(ExecOptions.PASS_ENVIRONMENT), userName),
                new CommandLimits(options.get(ExecOptions.MAX_LENGTH), options.get(ExecOptions.TIMEOUT)));
    }

    private static Map<String, String> inherited(
            Map<String, String> environment, List<String> further, String userName) {
        Set<String> names = new HashSet<>(INHERITED);
        names.addAll(further);
        Map<String, String> chosen = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (names.contains(name) || name.startsWith(LOCALE_PREFIX)) {
                chosen.put(name, value);
            }
        });
        chosen.put(USER_NAME_VARIABLE, userName);
        return Map.copyOf(chosen);
    }

    /**
     * Runs it. Each call is a run of its own.
     *
     * @throws CommandFailedException if it gave no token
     * @throws InterruptedException if the caller was interrupted
     */
    Secret run(LongSupplier nanoTime) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectInput(NOTHING);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return CommandRun.run(builder, leadsSession, limits, nanoTime);
    }
}
