package dev.keyhole.host.loader;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Problem;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goes through module directories and makes the providers of their folders. Not thread-safe. */
final class Discovery {

    private final Guarded guarded;
    private final HostView hostView = new HostView();
    private final Set<Path> seen = new LinkedHashSet<>();

    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<URLClassLoader> loaders = new ArrayList<>();

    Discovery(Guarded guarded) {
        this.guarded = guarded;
    }

    List<Candidate> candidates() {
        return candidates;
    }

    List<Failure> failures() {
        return failures;
    }

    List<Problem> warnings() {
        return warnings;
    }

    List<URLClassLoader> loaders() {
        return loaders;
    }

    /** Reads one module directory. One that was read before, under whatever name, isn't read again. */
    void read(Path directory) {
        try {
            Path real = directory.toRealPath();
            if (!Files.isDirectory(real)) {
                fail(directory, "it isn't a directory, so no module is found in it");
            } else if (seen.add(real)) {
                warnIfWritable(directory);
                for (Path entry : entries(directory)) {
                    entry(entry, real);
                }
            }
        } catch (IOException e) {
            fail(directory, "the module directory isn't there or can't be read, so no module is found in it");
        }
    }

    private void entry(Path entry, Path directory) throws IOException {
        if (isHidden(entry)) {
            return;
        }
        if (isJar(entry)) {
            fail(entry, "a jar isn't read here; put it into a folder of its own, with the jars that it needs");
        } else if (Files.isDirectory(entry)) {
            if (entry.toRealPath().startsWith(directory)) {
                folder(entry, directory);
            } else {
                fail(entry, "this link leads out of the module directory and isn't followed; copy the folder here");
            }
        }
    }

    /** Reads a folder: all of it can be used, or its class loader is never made. */
    private void folder(Path folder, Path directory) {
        List<ModuleJar> jars = new ArrayList<>();
        int before = failures.size();
        try {
            warnIfWritable(folder);
            for (Path file : entries(folder)) {
                if (isJar(file) && !isHidden(file)) {
                    jar(file, directory).ifPresent(jars::add);
                }
            }
        } catch (IOException e) {
            fail(folder, "the folder can't be read: " + e.getMessage());
        }
        if (failures.size() > before) {
            return;
        }
        if (jars.isEmpty()) {
            fail(folder, "there is no jar directly in the folder");
            return;
        }
        Map<String, ModuleJar> providers = providers(jars);
        if (providers.isEmpty() && failures.size() == before) {
            fail(folder, "no jar in the folder names a provider in " + ModuleJar.SERVICE_FILE);
        }
        if (failures.size() == before) {
            load(folder, jars, providers);
        }
    }

    private Optional<ModuleJar> jar(Path file, Path directory) {
        try {
            if (!file.toRealPath().startsWith(directory)) {
                fail(file, "this link leads out of the module directory and isn't followed; copy the jar here");
                return Optional.empty();
            }
            warnIfWritable(file);
            ModuleJar jar = ModuleJar.open(file);
            jar.outside()
                    .ifPresent(entry ->
                            fail(file, "'Class-Path' in its manifest leads out of the folder: '" + entry + "'"));
            return Optional.of(jar);
        } catch (IOException e) {
            fail(file, "it isn't a jar that can be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Map<String, ModuleJar> providers(List<ModuleJar> jars) {
        Map<String, ModuleJar> byName = new LinkedHashMap<>();
        for (ModuleJar jar : jars) {
            for (String name : jar.providers()) {
                ModuleJar first = byName.putIfAbsent(name, jar);
                if (first != null) {
                    fail(
                            jar.path(),
                            name + " is provided by " + first.path().getFileName()
                                    + " in the same folder as well; remove one of the two jars");
                }
            }
        }
        return byName;
    }

    private void load(Path folder, List<ModuleJar> jars, Map<String, ModuleJar> providers) {
        URLClassLoader loader = new URLClassLoader(
                "module " + folder.getFileName(),
                jars.stream().map(jar -> url(jar.real())).toArray(URL[]::new),
                hostView);
        loaders.add(loader);
        providers.forEach((name, jar) -> {
            try {
                candidates.add(new Candidate(make(name, loader), jar.path().toString()));
            } catch (UnusableException e) {
                fail(jar.path(), name + " " + e.getMessage());
            }
        });
    }

    private ModuleProvider make(String name, ClassLoader loader) throws UnusableException {
        return guarded.call(loader, "its constructor", () -> {
            Class<?> type = find(name, loader);
            if (type.getClassLoader() != loader) {
                throw new UnusableException(
                        "is named in " + ModuleJar.SERVICE_FILE + ", but isn't a class of this folder");
            }
            if (!ModuleProvider.class.isAssignableFrom(type)) {
                throw new UnusableException("isn't a " + ModuleProvider.class.getName());
            }
            try {
                return (ModuleProvider) type.getConstructor().newInstance();
            } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
                throw new UnusableException("must be a public class with a public constructor without parameters");
            }
        });
    }

    private static Class<?> find(String name, ClassLoader loader) throws UnusableException {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new UnusableException("is named in " + ModuleJar.SERVICE_FILE + ", but isn't in the folder");
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(null);
        return entries;
    }

    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    private static boolean isJar(Path path) {
        return Files.isRegularFile(path)
                && String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    private void warnIfWritable(Path path) {
        if (Permissions.isWritableByAll(path)) {
            warnings.add(new Problem(
                    path.toString(),
                    "",
                    "every user of this machine may change the code in it, which runs in the broker"));
        }
    }

    private void fail(Path path, String message) {
        failures.add(Failure.of(path.toString(), message));
    }
}
