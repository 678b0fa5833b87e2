package dev.keyhole.cli;

import dev.keyhole.service.PermissionsService;
import dev.keyhole.service.PermissionsServiceBuilder;
import dev.keyhole.service.ServiceConfiguration;
import dev.keyhole.spi.ConfigurationException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhole service}: the server at the other end. */
@Command(
        name = "service",
        description = "Serves permissions documents, and answers brokers that ask for each decision.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "Without --config it serves what lies in the current folder: permissions/USER.json, the password",
            "file 'passwords' (htpasswd -B) and, if it is there, the file 'groups'. It runs until you press",
            "Ctrl-C.",
            "",
            "Exit status: 0 ended, 2 it couldn't be started, 3 wrong usage.",
            "",
            "Example:  keyhole service --config service.yaml"
        })
final class ServiceCommand implements Callable<Integer>, Verbose {

    private final Surroundings surroundings;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, in YAML.")
    private Optional<Path> configuration = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "Listen on this port; 0 for any free one.")
    private Optional<Integer> port = Optional.empty();

    @Mixin
    private CommonOptions common;

    ServiceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean isVerbose() {
        return common.verbose;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logging.start(common.verbose ? Logging.DETAILED : Logging.WARNINGS);
        try (PermissionsService service = builder().start()) {
            surroundings.out().println("Serving at " + service.uri());
            surroundings.out().flush();
            Thread end = new Thread(service::close, "service-end");
            Runtime.getRuntime().addShutdownHook(end);
            new CountDownLatch(1).await();
            return ExitStatus.YES;
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> surroundings.err().println(Text.printable(problem.toString())));
            return ExitStatus.UNAVAILABLE;
        }
    }

    private PermissionsServiceBuilder builder() {
        PermissionsServiceBuilder builder =
                configuration.map(ServiceConfiguration::read).orElseGet(() -> ServiceConfiguration.files(Path.of("")));
        port.ifPresent(builder::port);
        return builder;
    }
}
