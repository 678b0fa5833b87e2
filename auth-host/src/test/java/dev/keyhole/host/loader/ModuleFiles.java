package dev.keyhole.host.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.ModuleProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.slf4j.Logger;

/** Compiles module sources and packs them into jars. */
final class ModuleFiles {

    static final String SERVICE_FILE = ModuleJar.SERVICE_FILE;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Manifest manifest = new Manifest();

    private ModuleFiles() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    static ModuleFiles jar() {
        return new ModuleFiles();
    }

    /** A jar with a provider of one library. */
    static ModuleFiles provider(String className, String library) {
        return jar().source(className, providerSource(className, "return java.util.Set.of(\"" + library + "\");"))
                .service(className);
    }

    /** A jar with a provider whose {@code libraries()} has this body. */
    static ModuleFiles providerSaying(String className, String body) {
        return jar().source(className, providerSource(className, body)).service(className);
    }

    static String providerSource(String className, String libraries) {
        return source(className, "", libraries, "return dev.keyhole.spi.OptionSchema.of();", "");
    }

    static String source(String className, String constructor, String libraries, String options, String more) {
        int dot = className.lastIndexOf('.');
        return """
                package %s;
                public class %s implements dev.keyhole.spi.ModuleProvider {
                    public %s() throws Exception { %s }
                    @Override public java.util.Set<String> libraries() { %s }
                    @Override public dev.keyhole.spi.OptionSchema options() { %s }
                    @Override public dev.keyhole.spi.SecurityModule load(dev.keyhole.spi.ModuleSettings settings) {
                        throw new IllegalStateException();
                    }
                    %s
                }
                """.formatted(
                        className.substring(0, dot),
                        className.substring(dot + 1),
                        className.substring(dot + 1),
                        constructor,
                        libraries,
                        options,
                        more);
    }

    ModuleFiles source(String className, String source) {
        return sources(Map.of(className, source), className.replace('.', '/'));
    }

    /** Compiles sources together, and keeps the classes whose path begins so. */
    ModuleFiles sources(Map<String, String> sources, String prefix) {
        compile(sources).forEach((name, bytes) -> {
            if (name.startsWith(prefix)) {
                entries.put(name, bytes);
            }
        });
        return this;
    }

    ModuleFiles service(String... classNames) {
        return entry(SERVICE_FILE, "# providers\n" + String.join("\n", classNames) + "\n");
    }

    ModuleFiles entry(String name, String text) {
        entries.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    ModuleFiles classPath(String value) {
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, value);
        return this;
    }

    /** Makes a class look as if compiled for this Java. */
    ModuleFiles compiledFor(String className, int java) {
        byte[] bytes = entries.get(className.replace('.', '/') + ".class");
        bytes[6] = 0;
        bytes[7] = (byte) (44 + java);
        return this;
    }

    Path writeTo(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new JarEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return jar;
    }

    private static Map<String, byte[]> compile(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        StandardJavaFileManager standard = compiler.getStandardFileManager(diagnostics, null, StandardCharsets.UTF_8);
        Memory memory = new Memory(standard);
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Source(name, text)));
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-classpath",
                location(ModuleProvider.class) + java.io.File.pathSeparator + location(Logger.class));
        boolean compiled = compiler.getTask(null, memory, diagnostics, options, null, units)
                .call();
        assertThat(compiled).as(() -> diagnostics.getDiagnostics().toString()).isTrue();
        return memory.classes();
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("memory:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs = new LinkedHashMap<>();

        Memory(JavaFileManager standard) {
            super(standard);
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new LinkedHashMap<>();
            outputs.forEach((name, out) -> classes.put(name, out.toByteArray()));
            return classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            String name = className.replace('.', '/') + kind.extension;
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    outputs.put(name, out);
                    return out;
                }
            };
        }
    }
}
