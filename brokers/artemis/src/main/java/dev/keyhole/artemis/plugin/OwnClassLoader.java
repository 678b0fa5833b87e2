package dev.keyhole.artemis.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Loads Keyhole from jars of its own, and only what isn't in them from the broker: so neither meets the other's versions
 * of a library.
 */
final class OwnClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    /** The one package that Keyhole and what the broker loads of it have in common. */
    private static final String SHARED = OwnClassLoader.class.getPackageName() + ".";

    private OwnClassLoader(List<URL> jars, ClassLoader broker) {
        super("keyhole", jars.toArray(URL[]::new), broker);
    }

    /**
     * @param folder folder with the jars
     * @throws IllegalStateException if there are none
     */
    static ClassLoader of(Path folder, ClassLoader broker) {
        try (Stream<Path> files = Files.list(folder)) {
            List<URL> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(OwnClassLoader::url)
                    .toList();
            if (jars.isEmpty()) {
                throw new IllegalStateException("there are no jars in " + folder + "; unpack Keyhole's archive again");
            }
            return new OwnClassLoader(jars, broker);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "folder " + folder + " with Keyhole's jars can't be read; unpack Keyhole's archive again", e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(SHARED)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = findOwn(name);
            }
            return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
    }

    private @Nullable Class<?> findOwn(String name) {
        try {
            return findClass(name);
        } catch (ClassNotFoundException itIsTheBrokers) {
            return null;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }
}
