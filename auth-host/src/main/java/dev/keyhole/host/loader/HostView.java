package dev.keyhole.host.loader;

import dev.keyhole.spi.ModuleProvider;
import java.util.Set;
import org.slf4j.Logger;

/**
 * What a module sees of its host: the SPI, SLF4J's API and the JDK. All else of the host, its resources and services
 * included, isn't there, so that a module can bring whatever it likes in whatever version it likes.
 */
final class HostView extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String SPI = "dev.keyhole.spi";

    /** The packages of slf4j-api; bridges of SLF4J, which live beside them, are a module's own business. */
    private static final Set<String> SLF4J =
            Set.of("org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi");

    HostView() {
        super("keyhole host", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        if (packageName.equals(SPI) || packageName.startsWith(SPI + ".")) {
            return loaderOf(ModuleProvider.class).loadClass(name);
        }
        if (SLF4J.contains(packageName)) {
            return loaderOf(Logger.class).loadClass(name);
        }
        return super.loadClass(name, resolve);
    }

    private static ClassLoader loaderOf(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }
}
