package dev.keyhole.host.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.SecurityModule;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleCatalogTest {

    @TempDir
    private Path temp;

    private Path modules;
    private final List<ModuleCatalog> open = new ArrayList<>();

    @BeforeEach
    void makeDirectory() throws Exception {
        modules = Files.createDirectories(temp.resolve("modules"));
    }

    @AfterEach
    void close() {
        open.forEach(ModuleCatalog::close);
    }

    @Test
    void eachFolderIsFoundByItsLibraryNames() throws Exception {
        Path one = ModuleFiles.providerSaying("one.Provider", "return java.util.Set.of(\"one\", \"libone.so\");")
                .writeTo(modules.resolve("one/one.jar"));
        ModuleFiles.provider("two.Provider", "two").writeTo(modules.resolve("two/two.jar"));

        ModuleCatalog catalog = read();

        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.libraries()).contains("one", "libone.so", "two");
        assertThat(catalog.byLibrary("libone.so").orElseThrow().source()).isEqualTo(one.toString());
        assertThat(catalog.byLibrary("three")).isEmpty();
        assertThat(catalog.byLibrary("one").orElseThrow().classLoader())
                .isNotSameAs(catalog.byLibrary("two").orElseThrow().classLoader());
    }

    @Test
    void aPredefinedNameNeedsNoLibrary() throws Exception {
        ModuleFiles.jar()
                .source(
                        "one.Provider",
                        ModuleFiles.source(
                                "one.Provider",
                                "",
                                "return java.util.Set.of(\"one\");",
                                "return dev.keyhole.spi.OptionSchema.of(dev.keyhole.spi.Option.text(\"Colour\", \"any\"));",
                                "@Override public java.util.Set<String> predefinedNames() { return java.util.Set.of(\"always-one\"); }"))
                .service("one.Provider")
                .writeTo(modules.resolve("one/one.jar"));

        ModuleCatalog catalog = read();

        assertThat(catalog.predefinedNames()).contains("always-one");
        assertThat(catalog.byPredefinedName("one")).isEmpty();
        assertThat(catalog.byPredefinedName("always-one")
                        .orElseThrow()
                        .options()
                        .options())
                .extracting(option -> option.name())
                .containsExactly("Colour");
    }

    @Test
    void aProviderThatIsGivenNeedsNoFolder() {
        ModuleCatalog catalog = open(ModuleCatalog.read(List.of(), List.of(new Given())));

        assertThat(catalog.byLibrary("given").orElseThrow().provider()).isInstanceOf(Given.class);
        assertThat(catalog.byLibrary("given").orElseThrow().source()).startsWith("class path");
    }

    @Test
    void aModuleSeesOfTheHostOnlyTheSpiAndSlf4jAndTheJdk() throws Exception {
        ModuleFiles.provider("one.Provider", "one").writeTo(modules.resolve("one/one.jar"));

        ClassLoader loader = read().byLibrary("one").orElseThrow().classLoader();

        assertThat(loader.loadClass("dev.keyhole.spi.Secret")).isSameAs(dev.keyhole.spi.Secret.class);
        assertThat(loader.loadClass("org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
        assertThat(loader.loadClass("org.slf4j.helpers.NOPLogger")).isSameAs(org.slf4j.helpers.NOPLogger.class);
        assertThat(loader.loadClass("java.util.List")).isSameAs(List.class);
        assertThat(loader.loadClass("java.sql.Driver").getModule().getName()).isEqualTo("java.sql");
        for (String hidden : List.of(
                "dev.keyhole.host.Host",
                "dev.keyhole.host.loader.ModuleCatalog",
                "org.slf4j.simple.SimpleLogger",
                "org.junit.jupiter.api.Test",
                "ch.qos.logback.classic.Logger")) {
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .as(hidden)
                    .isThrownBy(() -> loader.loadClass(hidden));
        }
    }

    @Test
    void aModuleSeesNoResourceOfTheHost() throws Exception {
        ModuleFiles.provider("one.Provider", "one").entry("own.txt", "own").writeTo(modules.resolve("one/one.jar"));

        ClassLoader loader = read().byLibrary("one").orElseThrow().classLoader();

        assertThat(loader.getResource("own.txt")).isNotNull();
        String hosts = "dev/keyhole/host/config/smallest.xml";
        assertThat(getClass().getClassLoader().getResource(hosts)).isNotNull();
        assertThat(loader.getResource(hosts)).isNull();
        assertThat(loader.getResources(hosts).hasMoreElements()).isFalse();
        assertThat(loader.getResource("META-INF/services/org.slf4j.spi.SLF4JServiceProvider"))
                .isNull();
    }

    @Test
    void aModuleUsesItsOwnVersionOfALibraryThatTheHostHasToo() throws Exception {
        ModuleFiles.jar()
                .sources(
                        Map.of(
                                "one.Provider",
                                ModuleFiles.providerSource(
                                        "one.Provider", "return org.junit.jupiter.api.Test.LIBRARIES;"),
                                "org.junit.jupiter.api.Test",
                                """
                                package org.junit.jupiter.api;
                                public class Test { public static java.util.Set<String> LIBRARIES = java.util.Set.of("mine"); }
                                """),
                        "")
                .service("one.Provider")
                .writeTo(modules.resolve("one/one.jar"));

        ModuleCatalog catalog = read();

        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.byLibrary("mine")).isPresent();
    }

    @Test
    void theSpiOfTheHostIsUsedEvenIfAModuleBringsItsOwn() throws Exception {
        ModuleFiles.jar()
                .sources(
                        Map.of(
                                "one.Provider",
                                ModuleFiles.providerSource("one.Provider", "return java.util.Set.of(\"one\");"),
                                "dev.keyhole.spi.Secret",
                                "package dev.keyhole.spi; public class Secret {}"),
                        "")
                .service("one.Provider")
                .writeTo(modules.resolve("one/one.jar"));

        ClassLoader loader = read().byLibrary("one").orElseThrow().classLoader();

        assertThat(loader.loadClass("dev.keyhole.spi.Secret")).isSameAs(dev.keyhole.spi.Secret.class);
    }

    @Test
    void modulesDoNotSeeEachOther() throws Exception {
        ModuleFiles.provider("one.Provider", "one").writeTo(modules.resolve("one/one.jar"));
        ModuleFiles.provider("two.Provider", "two").writeTo(modules.resolve("two/two.jar"));

        ClassLoader loader = read().byLibrary("one").orElseThrow().classLoader();

        assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> loader.loadClass("two.Provider"));
    }

    @Test
    void aJarOfAFolderSeesTheOthersOfTheFolder() throws Exception {
        Map<String, String> sources = Map.of(
                "one.Provider",
                ModuleFiles.providerSource("one.Provider", "return lib.Names.LIBRARIES;"),
                "lib.Names",
                "package lib; public class Names { public static java.util.Set<String> LIBRARIES = java.util.Set.of(\"one\"); }");
        ModuleFiles.jar()
                .sources(sources, "one")
                .service("one.Provider")
                .classPath("lib.jar")
                .writeTo(modules.resolve("one/one.jar"));
        ModuleFiles.jar().sources(sources, "lib").writeTo(modules.resolve("one/LIB.JAR"));

        assertThat(read().byLibrary("one")).isPresent();
    }

    @Test
    void aProviderIsAskedWithItsOwnClassLoaderAsThatOfTheThread() throws Exception {
        ModuleFiles.providerSaying(
                        "one.Provider",
                        "return java.util.Set.of(Thread.currentThread().getContextClassLoader().getName().replace(' ', '-'));")
                .writeTo(modules.resolve("one/one.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        assertThat(read().byLibrary("module-one")).isPresent();
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void whatIsNoModuleFolderIsPassedOver() throws Exception {
        Files.writeString(modules.resolve("README.md"), "modules");
        Files.createDirectories(modules.resolve(".git"));
        ModuleFiles.provider("one.Provider", "one").writeTo(modules.resolve("one/one.jar"));
        Files.writeString(modules.resolve("one/LICENSE"), "free");
        Files.writeString(modules.resolve("one/._one.jar"), "a file browser's");

        ModuleCatalog catalog = read();

        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.byLibrary("one")).isPresent();
    }

    @Test
    void aDirectoryThatIsGivenTwiceIsReadOnce() throws Exception {
        ModuleFiles.provider("one.Provider", "one").writeTo(modules.resolve("one/one.jar"));
        Path link = Files.createSymbolicLink(temp.resolve("link"), modules);

        ModuleCatalog catalog = open(ModuleCatalog.read(List.of(modules, link, modules)));

        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.byLibrary("one")).isPresent();
    }

    @Test
    void linksInsideTheDirectoryAreFollowed() throws Exception {
        ModuleFiles.provider("one.Provider", "one").writeTo(modules.resolve(".versions/one-1/one-1.jar"));
        Files.createSymbolicLink(modules.resolve("one"), Path.of(".versions/one-1"));

        ModuleCatalog catalog = read();

        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.byLibrary("one")).isPresent();
    }

    @Test
    void codeThatEverybodyMayChangeIsAWarning() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "needs POSIX permissions");
        Path jar = ModuleFiles.provider("one.Provider", "one").writeTo(modules.resolve("one/one.jar"));
        assertThat(read().warnings()).isEmpty();
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(modules, PosixFilePermissions.fromString("rwxrwxrwx"));

        ModuleCatalog catalog = read();

        assertThat(catalog.byLibrary("one")).isPresent();
        String consequence = ": every user of this machine may change the code in it, which runs in the broker";
        assertThat(catalog.warnings())
                .extracting(Problem::toString)
                .containsExactly(modules + consequence, jar + consequence);
    }

    @Test
    void closingClosesTheClassLoadersAndMayBeRepeated() throws Exception {
        ModuleFiles.provider("one.Provider", "one").entry("own.txt", "own").writeTo(modules.resolve("one/one.jar"));
        ModuleCatalog catalog = read();
        ClassLoader loader = catalog.byLibrary("one").orElseThrow().classLoader();
        assertThat(loader.getResource("own.txt")).isNotNull();

        catalog.close();
        catalog.close();

        assertThat(loader.getResource("own.txt")).isNull();
    }

    private ModuleCatalog read() {
        return open(ModuleCatalog.read(List.of(modules)));
    }

    private ModuleCatalog open(ModuleCatalog catalog) {
        open.add(catalog);
        return catalog;
    }

    private static final class Given implements ModuleProvider {
        @Override
        public Set<String> libraries() {
            return Set.of("given");
        }

        @Override
        public OptionSchema options() {
            return OptionSchema.of();
        }

        @Override
        public SecurityModule load(ModuleSettings settings) {
            throw new IllegalStateException();
        }
    }
}
