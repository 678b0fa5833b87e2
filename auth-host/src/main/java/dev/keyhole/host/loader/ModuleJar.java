package dev.keyhole.host.loader;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A jar of a module folder.
 *
 * @param path where it was found
 * @param real the same without symbolic links
 * @param providers names of the classes that its service file lists
 * @param outside what leads out of its folder: the first such entry of the {@code Class-Path} in its manifest or of its index,
 *     or in those of the jars that these lead to
 */
record ModuleJar(Path path, Path real, List<String> providers, Optional<String> outside) {

    static final String SERVICE_FILE = "META-INF/services/dev.keyhole.spi.ModuleProvider";

    private static final int MOST_SERVICE_BYTES = 64 << 10;

    /** @throws IOException if it isn't a jar that can be read; the message says why */
    static ModuleJar open(Path path) throws IOException {
        Path real = path.toRealPath();
        try (JarFile jar = new JarFile(real.toFile())) {
            return new ModuleJar(path, real, providers(jar), new Trail(real).follow(jar, real));
        } catch (SecurityException e) {
            throw new IOException("its signature doesn't fit: " + e.getMessage(), e);
        }
    }

    private static List<String> providers(JarFile jar) throws IOException {
        ZipEntry entry = jar.getEntry(SERVICE_FILE);
        if (entry == null) {
            return List.of();
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MOST_SERVICE_BYTES + 1);
            if (bytes.length > MOST_SERVICE_BYTES) {
                throw new IOException(SERVICE_FILE + " is longer than " + MOST_SERVICE_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .distinct()
                    .toList();
        }
    }

    /** The way of a class loader from jar to jar. */
    private static final class Trail {

        private final Path folder;
        private final Set<Path> seen = new HashSet<>();

        Trail(Path first) {
            this.folder = Optional.ofNullable(first.getParent()).orElse(first);
            seen.add(first);
        }

        /** What leads out of the folder, if anything does. */
        Optional<String> follow(JarFile jar, Path path) throws IOException {
            for (String entry : entries(jar)) {
                Optional<Path> target = resolve(entry, path);
                if (target.isEmpty()) {
                    return Optional.of(entry);
                }
                if (Files.isRegularFile(target.get()) && seen.add(target.get())) {
                    try (JarFile next = new JarFile(target.get().toFile())) {
                        Optional<String> outside = follow(next, target.get());
                        if (outside.isPresent()) {
                            return outside;
                        }
                    }
                }
            }
            return Optional.empty();
        }

        private static List<String> entries(JarFile jar) throws IOException {
            List<String> entries = new ArrayList<>();
            Manifest manifest = jar.getManifest();
            String classPath =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (classPath != null) {
                entries.addAll(List.of(classPath.strip().split("\\s+")));
            }
            // Java 17 goes by it; later ones don't.
            ZipEntry index = jar.getEntry("META-INF/INDEX.LIST");
            if (index != null) {
                try (InputStream in = jar.getInputStream(index)) {
                    new String(in.readNBytes(MOST_SERVICE_BYTES), StandardCharsets.UTF_8)
                            .lines()
                            .map(String::strip)
                            .filter(line -> line.endsWith(".jar"))
                            .forEach(entries::add);
                }
            }
            entries.removeIf(String::isEmpty);
            return entries;
        }

        /** The file that an entry means; empty if it isn't one in the folder. */
        private Optional<Path> resolve(String entry, Path jar) throws IOException {
            try {
                URI target = jar.toUri().resolve(entry).normalize();
                if (!"file".equals(target.getScheme()) || !Path.of(target).startsWith(folder)) {
                    return Optional.empty();
                }
                Path path = Path.of(target);
                Path real = Files.exists(path) ? path.toRealPath() : path;
                return real.startsWith(folder) ? Optional.of(real) : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }
}
