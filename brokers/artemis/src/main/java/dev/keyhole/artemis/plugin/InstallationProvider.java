package dev.keyhole.artemis.plugin;

import java.nio.file.Path;

/** Starts Keyhole. Found as a service in the class loader that Keyhole has for itself. */
public interface InstallationProvider {

    /**
     * @param configuration the configuration file
     * @param modules the module directory; it need not exist
     * @throws IllegalStateException if Keyhole can't start; the message says all that is wrong, and is for operators
     */
    Installation start(Path configuration, Path modules);
}
