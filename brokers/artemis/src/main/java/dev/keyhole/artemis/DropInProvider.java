package dev.keyhole.artemis;

import dev.keyhole.artemis.plugin.Installation;
import dev.keyhole.artemis.plugin.InstallationProvider;
import dev.keyhole.host.Host;
import dev.keyhole.host.HostBuilder;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Keyhole for a broker that people run already. Found as a service by what the broker loads of Keyhole. */
public final class DropInProvider implements InstallationProvider {

    private static final Logger log = LoggerFactory.getLogger(DropInProvider.class);

    @Override
    public Installation start(Path configuration, Path modules) {
        try {
            Operator.Started started = startHost(configuration, modules);
            HostReference host = new HostReference(started.host());
            Runtime.getRuntime().addShutdownHook(new Thread(host::close, "keyhole-shutdown"));
            new Operator(host, started.meanings(), () -> startHost(configuration, modules)).register();
            return new DropIn(host);
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> log.error("{}", problem));
            throw new IllegalStateException(
                    "Keyhole doesn't start, and so the broker doesn't: " + configuration + " can't be used:"
                            + System.lineSeparator() + e.getMessage(),
                    e);
        }
    }

    private static Operator.Started startHost(Path file, Path modules) {
        Configuration configuration = Configuration.read(file, Map.of());
        HostBuilder builder = Host.builder().configuration(configuration);
        if (Files.isDirectory(modules)) {
            builder.moduleDirectory(modules);
        } else {
            log.warn("there is no module directory {}", modules);
        }
        return new Operator.Started(builder.start(), TransportMeanings.of(configuration));
    }
}
