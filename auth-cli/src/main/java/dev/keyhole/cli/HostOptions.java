package dev.keyhole.cli;

import dev.keyhole.host.HostBuilder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What a configuration needs besides itself: definitions and module directories. */
final class HostOptions {

    static final String VARIABLE = "KEYHOLE_MODULES";

    @Option(
            names = "-D",
            paramLabel = "NAME=VALUE",
            description = "What $${NAME} stands for in the configuration; repeatable. Before the environment.")
    private Map<String, String> definitions = new LinkedHashMap<>();

    @Option(
            names = "--modules",
            paramLabel = "DIR",
            description = "Module directory, with a folder for each module; repeatable. Besides that of the"
                    + " distribution and those in " + VARIABLE + ".")
    private List<Path> directories = new ArrayList<>();

    Map<String, String> definitions() {
        return Map.copyOf(definitions);
    }

    /**
     * All module directories: of the distribution, of the environment, of the command line.
     *
     * @throws UsageException if one that somebody named isn't there
     */
    List<Path> moduleDirectories(Surroundings surroundings) {
        List<Path> named = new ArrayList<>();
        String variable = surroundings.variables().getOrDefault(VARIABLE, "");
        for (String name : variable.split(Pattern.quote(File.pathSeparator), -1)) {
            if (!name.isEmpty()) {
                named.add(Path.of(name));
            }
        }
        named.addAll(directories);
        for (Path directory : named) {
            if (!Files.isDirectory(directory)) {
                throw new UsageException("the module directory " + directory + " isn't there");
            }
        }
        List<Path> all = new ArrayList<>();
        surroundings
                .home()
                .map(home -> home.resolve("modules"))
                .filter(Files::isDirectory)
                .ifPresent(all::add);
        all.addAll(named);
        return all;
    }

    /**
     * Gives the module directories to a host.
     *
     * @throws UsageException if one that somebody named isn't there
     */
    void applyTo(HostBuilder builder, Surroundings surroundings) {
        moduleDirectories(surroundings).forEach(builder::moduleDirectory);
    }
}
