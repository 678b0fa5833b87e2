package dev.keyhole.cli;

import dev.keyhole.host.Host;
import dev.keyhole.host.HostBuilder;
import dev.keyhole.host.HostBuilder.BuiltInDefaults;
import dev.keyhole.host.Inspection;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks through a configuration: what keeps a host from starting with it, and what a reader may not expect. */
final class ConfigurationLint {

    private final List<Path> moduleDirectories;

    ConfigurationLint(List<Path> moduleDirectories) {
        this.moduleDirectories = List.copyOf(moduleDirectories);
    }

    List<LintFinding> findings(Path file, Map<String, String> definitions) {
        List<LintFinding> findings = new ArrayList<>();
        try {
            Configuration configuration = Configuration.read(file, definitions);
            HostBuilder builder = Host.builder().configuration(configuration).builtInDefaults(BuiltInDefaults.ALLOWED);
            moduleDirectories.forEach(builder::moduleDirectory);
            Inspection inspection = builder.inspect();
            add(findings, true, file, inspection.errors());
            add(findings, false, file, inspection.warnings());
            OpenDoors.findings(configuration)
                    .forEach(finding -> findings.add(new LintFinding(
                            finding.isError(), AsGiven.location(file, finding.location()), finding.message())));
        } catch (ConfigurationException e) {
            add(findings, true, file, e.problems());
        }
        return findings;
    }

    private static void add(List<LintFinding> findings, boolean areErrors, Path file, List<Problem> problems) {
        for (Problem problem : problems) {
            findings.add(new LintFinding(areErrors, AsGiven.location(file, problem.location()), problem.message()));
        }
    }
}
