package dev.keyhole.host.loader;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Problem;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The providers that a host found, by library name. Holds the class loaders of their folders open until it is closed.
 */
public final class ModuleCatalog implements Closeable {

    /**
     * A provider, and where it was found.
     *
     * @param source the folder or jar, or {@code class path}
     */
    public record Found(ModuleProvider provider, String source) {}

    /**
     * Reads module directories and the class path. A folder that can't be used doesn't end it: it is remembered, and
     * {@link #problem} tells of it if a configuration asks for what it may have held.
     */
    public static ModuleCatalog read(List<Path> directories) {
        throw new UnsupportedOperationException();
    }

    public Optional<Found> byLibrary(String library) {
        throw new UnsupportedOperationException();
    }

    public Optional<Found> byPredefinedName(String name) {
        throw new UnsupportedOperationException();
    }

    /** All library names that can be used. */
    public Set<String> libraries() {
        throw new UnsupportedOperationException();
    }

    /** All module names that need no {@code Module} element. */
    public Set<String> predefinedNames() {
        throw new UnsupportedOperationException();
    }

    /** Why a library that isn't found may be missing: each broken folder, each name that two providers claim. */
    public List<Problem> problems() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
