package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keyhole lint}: does this file mean what it seems to? */
@Command(
        name = "lint",
        description = "Looks for errors in a file, and for what doesn't mean what it seems to.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "A file that begins with '<' is a configuration, any other a permissions document.",
            "",
            "Exit status: 0 clean, 1 warnings, 2 errors (or a file that can't be read), 3 wrong usage.",
            "",
            "Example:  keyhole lint keyhole.xml permissions/falken.json"
        })
final class LintCommand implements Callable<Integer>, Verbose {

    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final Surroundings surroundings;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "A configuration or a permissions document; several may be given.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private HostOptions hostOptions;

    @Mixin
    private CommonOptions common;

    LintCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean isVerbose() {
        return common.verbose;
    }

    @Override
    public Integer call() {
        Logging.start(common.verbose ? Logging.DETAILED : Logging.OFF);
        int errors = 0;
        int warnings = 0;
        for (Path file : files) {
            List<LintFinding> findings = findings(file);
            findings.forEach(surroundings.out()::println);
            int wrong = (int) findings.stream().filter(LintFinding::isError).count();
            errors += wrong;
            warnings += findings.size() - wrong;
            if (findings.isEmpty()) {
                surroundings.out().println(file + ": nothing found");
            }
        }
        if (errors + warnings > 0) {
            surroundings.out().println(Text.count(errors, "error") + ", " + Text.count(warnings, "warning"));
        }
        return errors > 0 ? ExitStatus.UNAVAILABLE : warnings > 0 ? ExitStatus.NO : ExitStatus.YES;
    }

    private List<LintFinding> findings(Path file) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            return List.of(LintFinding.error(file.toString(), "it can't be read: " + Text.reason(file, e)));
        }
        if (content.length > MOST_BYTES) {
            return List.of(LintFinding.error(file.toString(), "it has more than " + MOST_BYTES + " bytes"));
        }
        return isXml(content)
                ? new ConfigurationLint(hostOptions.moduleDirectories(surroundings))
                        .findings(file, hostOptions.definitions())
                : DocumentLint.findings(file.toString(), content);
    }

    private static boolean isXml(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, 1024), UTF_8).stripLeading();
        return start.startsWith("<") || start.startsWith("\uFEFF<");
    }
}
