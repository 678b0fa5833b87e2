package dev.keyhole.host.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.ModuleProvider;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {

    @TempDir
    private Path directory;

    @Test
    void aProviderOnTheClassPathIsFoundWithTheFileThatItComesFrom() throws Exception {
        Path jar = ModuleFiles.provider("one.Provider", "one").writeTo(directory.resolve("one.jar"));

        try (URLClassLoader classPath = classPath(jar);
                ModuleCatalog catalog = read(List.of(), classPath)) {
            assertThat(catalog.byLibrary("one").orElseThrow().source()).isEqualTo("class path (" + jar + ")");
        }
    }

    @Test
    void aBrokenProviderOnTheClassPathLeavesTheOthersAlone() throws Exception {
        Path broken = ModuleFiles.providerSaying("broken.Provider", "return null;")
                .service("missing.Provider", "broken.Provider")
                .writeTo(directory.resolve("broken.jar"));
        Path newer = ModuleFiles.provider("newer.Provider", "newer")
                .compiledFor("newer.Provider", 99)
                .writeTo(directory.resolve("newer.jar"));
        Path good = ModuleFiles.provider("good.Provider", "good").writeTo(directory.resolve("good.jar"));

        try (URLClassLoader classPath = classPath(broken, newer, good);
                ModuleCatalog catalog = read(List.of(), classPath)) {
            assertThat(catalog.byLibrary("good")).isPresent();
            assertThat(catalog.problems())
                    .extracting(Object::toString)
                    .containsExactly(
                            "class path: a provider can't be found: dev.keyhole.spi.ModuleProvider: Provider missing.Provider"
                                    + " not found",
                            "class path: a provider needs Java 99, and this is Java "
                                    + Runtime.version().feature()
                                    + " (newer/Provider has been compiled by a more recent version"
                                    + " of the Java Runtime (class file version 143.0), this version of the Java Runtime only"
                                    + " recognizes class file versions up to "
                                    + (44 + Runtime.version().feature()) + ".0)",
                            "class path (" + broken + "): broken.Provider can't be used: libraries() returned null");
        }
    }

    @Test
    void aProviderThatIsGivenAndOnTheClassPathIsOne() throws Exception {
        Path jar = ModuleFiles.provider("one.Provider", "one").writeTo(directory.resolve("one.jar"));

        try (URLClassLoader classPath = classPath(jar)) {
            ModuleProvider given = (ModuleProvider)
                    classPath.loadClass("one.Provider").getConstructor().newInstance();
            try (ModuleCatalog catalog = read(List.of(given), classPath)) {
                assertThat(catalog.problems()).isEmpty();
                assertThat(catalog.byLibrary("one").orElseThrow().provider()).isSameAs(given);
            }
        }
    }

    @Test
    void aNameThatAFolderAndTheClassPathClaimBelongsToNeither() throws Exception {
        Path jar = ModuleFiles.provider("one.Provider", "one").writeTo(directory.resolve("one.jar"));
        Path folder = ModuleFiles.provider("one.Provider", "one").writeTo(directory.resolve("modules/one/one.jar"));
        Guarded guarded = new Guarded(Duration.ofSeconds(30));
        Discovery discovery = new Discovery(guarded);
        discovery.read(directory.resolve("modules"));
        CatalogBuilder builder = new CatalogBuilder(guarded, discovery);

        try (URLClassLoader classPath = classPath(jar)) {
            builder.addClassPath(classPath);
            try (ModuleCatalog catalog = builder.build()) {
                assertThat(catalog.byLibrary("one")).isEmpty();
                assertThat(catalog.problems())
                        .singleElement()
                        .asString()
                        .contains(folder.toString(), "class path (" + jar + ")");
            }
        }
    }

    private static ModuleCatalog read(List<ModuleProvider> given, ClassLoader classPath) {
        Guarded guarded = new Guarded(Duration.ofSeconds(30));
        CatalogBuilder builder = new CatalogBuilder(guarded, new Discovery(guarded));
        builder.addGiven(given);
        builder.addClassPath(classPath);
        return builder.build();
    }

    /** A class path that has the SPI and these jars, and nothing of what tests of others put on theirs. */
    private static URLClassLoader classPath(Path... jars) throws Exception {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        return new URLClassLoader(urls, new HostView());
    }
}
