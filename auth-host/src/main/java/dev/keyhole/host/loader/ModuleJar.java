package dev.keyhole.host.loader;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
 * @param outside the first entry of its manifest's {@code Class-Path} that leads out of its folder
 */
record ModuleJar(Path path, Path real, List<String> providers, Optional<String> outside) {

    static final String SERVICE_FILE = "META-INF/services/dev.keyhole.spi.ModuleProvider";

    private static final int MOST_SERVICE_BYTES = 64 << 10;

    /** @throws IOException if it isn't a jar that can be read; the message says why */
    static ModuleJar open(Path path) throws IOException {
        Path real = path.toRealPath();
        try (JarFile jar = new JarFile(real.toFile())) {
            return new ModuleJar(path, real, providers(jar), outside(jar, real));
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

    private static Optional<String> outside(JarFile jar, Path real) throws IOException {
        Manifest manifest = jar.getManifest();
        String classPath =
                manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        if (classPath == null) {
            return Optional.empty();
        }
        return List.of(classPath.strip().split("\\s+")).stream()
                .filter(entry -> !entry.isEmpty() && !isInFolder(entry, real))
                .findFirst();
    }

    private static boolean isInFolder(String entry, Path jar) {
        try {
            URI target = jar.toUri().resolve(entry).normalize();
            Path folder = jar.getParent();
            return folder != null
                    && "file".equals(target.getScheme())
                    && Path.of(target).startsWith(folder);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
