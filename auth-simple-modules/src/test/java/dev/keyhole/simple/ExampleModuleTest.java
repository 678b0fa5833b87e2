package dev.keyhole.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.keyhole.host.Decision;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.testing.FakeBroker;
import dev.keyhole.testing.FakeClient;
import dev.keyhole.testing.ManualTime;
import dev.keyhole.testing.ModuleCompatibilityTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Builds the example of a module as its README says, against the SPI alone, and drops it into a module directory. */
class ExampleModuleTest {

    private static final Path EXAMPLE = Path.of("..", "examples", "module");

    @TempDir
    private Path directory;

    private Path classes;

    @BeforeEach
    void compile() throws Exception {
        classes = Files.createDirectory(directory.resolve("classes"));
        compile("src/main/java", placeOf(ModuleProvider.class));
    }

    @Test
    void worksWhenItIsDroppedIntoAModuleDirectory() throws Exception {
        Path modules = directory.resolve("modules");
        Files.createDirectories(modules.resolve("nighttime"));
        try (OutputStream file = Files.newOutputStream(modules.resolve("nighttime/nighttime.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            addAll(jar, classes);
            addAll(jar, EXAMPLE.resolve("src/main/resources"));
        }
        ManualTime time = new ManualTime(Instant.parse("2026-06-01T20:59:59Z"));
        try (FakeBroker broker = FakeBroker.builder(Files.readString(EXAMPLE.resolve("keyhole.xml")))
                .moduleDirectory(modules)
                .time(time)
                .start()) {
            FakeClient client = broker.connect("mqtt");
            assertThat(client.logon("falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(client.publish("desk/fx", "by day").isGrantedInFull()).isTrue();

            time.advance(Duration.ofSeconds(1));
            Decision denied = client.publish("desk/fx", "at night");
            assertThat(denied.outcome()).isEqualTo(Decision.Outcome.DENIED);
            assertThat(denied.module()).isEqualTo("nighttime");
            assertThat(denied.explanation().detail()).isEqualTo("it is night");
            assertThat(broker.connect("mqtt").logon("falken", "joshua"))
                    .isInstanceOfSatisfying(LogonOutcome.Refused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(LogonRefusal.NOT_ENTITLED));

            time.advance(Duration.ofHours(10));
            assertThat(client.publish("desk/fx", "in the morning").isGrantedInFull())
                    .isTrue();
        }
    }

    @Test
    void passesTheKit() throws Exception {
        compile(
                "src/test/java",
                System.getProperty("java.class.path") + System.getProperty("path.separator") + classes);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        URL[] urls = {url(classes), url(EXAMPLE.resolve("src/main/resources"))};
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        try (URLClassLoader loader = new URLClassLoader(urls, ModuleCompatibilityTest.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(
                                            selectClass(loader.loadClass("com.example.nighttime.NighttimeTest")),
                                            selectClass(loader.loadClass("com.example.nighttime.DaytimeTest")))
                                    .build(),
                            listener);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(listener.getSummary().getFailures()).isEmpty();
        assertThat(listener.getSummary().getTestsSucceededCount()).isGreaterThan(20);
    }

    private void compile(String sources, String classPath) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("--release", "17", "-Xlint:all", "-proc:none", "-cp", classPath, "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(EXAMPLE.resolve(sources))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> arguments.add(file.toString()));
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).as("exit status of javac").isZero();
    }

    private static void addAll(JarOutputStream jar, Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, jar);
                jar.closeEntry();
            }
        }
    }

    private static String placeOf(Class<?> type) throws Exception {
        URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        return Path.of(place).toString();
    }

    private static URL url(Path path) throws IOException {
        return path.toUri().toURL();
    }
}
