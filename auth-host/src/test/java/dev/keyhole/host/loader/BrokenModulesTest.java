package dev.keyhole.host.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong in one folder is said so, and the others work. */
class BrokenModulesTest {

    private static final String SERVICE = ModuleJar.SERVICE_FILE;
    private static final String OPTIONS = "return dev.keyhole.spi.OptionSchema.of();";
    private static final String LIBRARIES = "return java.util.Set.of(\"broken\");";

    @TempDir
    private Path temp;

    private Path modules;
    private ModuleCatalog catalog;

    @BeforeEach
    void makeDirectoryWithAModuleThatWorks() throws Exception {
        modules = Files.createDirectories(temp.resolve("modules"));
        ModuleFiles.provider("good.Provider", "good").writeTo(modules.resolve("good/good.jar"));
    }

    @AfterEach
    void close() {
        if (catalog != null) {
            catalog.close();
        }
    }

    /**
     * @param jar what {@code broken/broken.jar} is
     * @param problem after the name of the jar and its class
     */
    private record Case(String what, ModuleFiles jar, String problem) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Stream<Case> brokenProviders() {
        return Stream.of(
                new Case(
                        "service file names a class that isn't there",
                        ModuleFiles.jar().service("broken.Provider"),
                        "broken.Provider is named in " + SERVICE + ", but isn't in the folder"),
                new Case(
                        "service file names a class of the JDK",
                        ModuleFiles.jar().service("java.util.ArrayList"),
                        "java.util.ArrayList is named in " + SERVICE + ", but isn't a class of this folder"),
                new Case(
                        "service file names something that isn't a class",
                        ModuleFiles.jar().service("not a class!"),
                        "not a class! is named in " + SERVICE + ", but isn't in the folder"),
                new Case(
                        "class isn't a provider",
                        ModuleFiles.jar()
                                .source("broken.Provider", "package broken; public class Provider {}")
                                .service("broken.Provider"),
                        "broken.Provider isn't a dev.keyhole.spi.ModuleProvider"),
                new Case(
                        "constructor isn't public",
                        ModuleFiles.jar()
                                .source(
                                        "broken.Provider",
                                        ModuleFiles.providerSource("broken.Provider", LIBRARIES)
                                                .replace("public Provider()", "Provider()"))
                                .service("broken.Provider"),
                        "broken.Provider must be a public class with a public constructor without parameters"),
                new Case(
                        "class isn't public",
                        ModuleFiles.jar()
                                .source(
                                        "broken.Provider",
                                        ModuleFiles.providerSource("broken.Provider", LIBRARIES)
                                                .replace("public class", "class"))
                                .service("broken.Provider"),
                        "broken.Provider must be a public class with a public constructor without parameters"),
                new Case(
                        "constructor throws",
                        provider("throw new IllegalArgumentException(\"bad\\nweather\");", LIBRARIES, OPTIONS),
                        "broken.Provider can't be used: its constructor threw java.lang.IllegalArgumentException: bad weather"),
                new Case(
                        "class can't be initialised",
                        provider(
                                "Boom.now();",
                                LIBRARIES,
                                OPTIONS,
                                "static class Boom { static { if (true) throw new IllegalStateException(); } static void now() {} }"),
                        "broken.Provider can't be used: its constructor threw java.lang.IllegalStateException"),
                new Case(
                        "constructor never ends calling itself",
                        provider("new Provider();", LIBRARIES, OPTIONS),
                        "broken.Provider can't be used: its constructor threw java.lang.StackOverflowError"),
                new Case(
                        "libraries() throws",
                        provider("", "throw new Error(\"x\");", OPTIONS),
                        "broken.Provider can't be used: libraries() threw java.lang.Error: x"),
                new Case(
                        "libraries() returns null",
                        provider("", "return null;", OPTIONS),
                        "broken.Provider can't be used: libraries() returned null"),
                new Case(
                        "libraries() has null",
                        provider("", "return new java.util.HashSet<>(java.util.Arrays.asList(\"a\", null));", OPTIONS),
                        "broken.Provider can't be used: libraries() threw java.lang.NullPointerException"),
                new Case(
                        "libraries() is empty",
                        provider("", "return java.util.Set.of();", OPTIONS),
                        "broken.Provider can't be used: libraries() is empty"),
                new Case(
                        "libraries() has a path",
                        provider("", "return java.util.Set.of(\"lib/x.so\");", OPTIONS),
                        "broken.Provider can't be used: libraries() has a name that no configuration can say: 'lib/x.so'"),
                new Case(
                        "predefinedNames() returns null",
                        provider(
                                "",
                                LIBRARIES,
                                OPTIONS,
                                "@Override public java.util.Set<String> predefinedNames() { return null; }"),
                        "broken.Provider can't be used: predefinedNames() returned null"),
                new Case(
                        "predefinedNames() has a blank",
                        provider(
                                "",
                                LIBRARIES,
                                OPTIONS,
                                "@Override public java.util.Set<String> predefinedNames() { return java.util.Set.of(\" \"); }"),
                        "broken.Provider can't be used: predefinedNames() has a name that no configuration can say: ' '"),
                new Case(
                        "options() returns null",
                        provider("", LIBRARIES, "return null;"),
                        "broken.Provider can't be used: options() returned null"),
                new Case(
                        "options() throws",
                        provider(
                                "",
                                LIBRARIES,
                                "return dev.keyhole.spi.OptionSchema.of(dev.keyhole.spi.Option.text(\"A\", \"a\"), dev.keyhole.spi.Option.text(\"A\", \"a\"));"),
                        "broken.Provider can't be used: options() threw java.lang.IllegalArgumentException: two options are named A"),
                new Case(
                        "built for a newer Java",
                        provider("", LIBRARIES, OPTIONS).compiledFor("broken.Provider", 99),
                        "broken.Provider needs Java 99, and this is Java "
                                + Runtime.version().feature()),
                new Case(
                        "built against a class of the SPI that isn't there",
                        ModuleFiles.jar()
                                .sources(
                                        Map.of(
                                                "broken.Provider",
                                                ModuleFiles.providerSource("broken.Provider", LIBRARIES)
                                                        .replace("implements", "implements dev.keyhole.spi.Later,"),
                                                "dev.keyhole.spi.Later",
                                                "package dev.keyhole.spi; public interface Later {}"),
                                        "broken")
                                .service("broken.Provider"),
                        "broken.Provider was built against another version of the SPI: it needs 'dev.keyhole.spi.Later', which"
                                + " this host hasn't got"),
                new Case(
                        "built against a method of the SPI that isn't there",
                        ModuleFiles.jar()
                                .sources(
                                        Map.of(
                                                "broken.Provider",
                                                ModuleFiles.providerSource(
                                                        "broken.Provider",
                                                        "return java.util.Set.of(dev.keyhole.spi.Place.later());"),
                                                "dev.keyhole.spi.Place",
                                                "package dev.keyhole.spi; public enum Place { MODULE; public static String later() { return \"x\"; } }"),
                                        "broken")
                                .service("broken.Provider"),
                        "broken.Provider was built against another version of the SPI or of a library in its folder:"
                                + " java.lang.NoSuchMethodError: 'java.lang.String dev.keyhole.spi.Place.later()'"),
                new Case(
                        "needs a library that isn't there",
                        ModuleFiles.jar()
                                .sources(
                                        Map.of(
                                                "broken.Provider",
                                                ModuleFiles.providerSource(
                                                        "broken.Provider", "return lib.Names.LIBRARIES;"),
                                                "lib.Names",
                                                "package lib; public class Names { public static java.util.Set<String> LIBRARIES; }"),
                                        "broken")
                                .service("broken.Provider"),
                        "broken.Provider needs the class 'lib.Names', which isn't in its folder; of the host a module sees only"
                                + " the SPI, SLF4J and the JDK"),
                new Case(
                        "not a class file",
                        ModuleFiles.jar()
                                .entry("broken/Provider.class", "nonsense")
                                .service("broken.Provider"),
                        "broken.Provider can't be linked: java.lang.ClassFormatError: "));
    }

    private static ModuleFiles provider(String constructor, String libraries, String options, String... more) {
        return ModuleFiles.jar()
                .sources(
                        Map.of(
                                "broken.Provider",
                                ModuleFiles.source(
                                        "broken.Provider", constructor, libraries, options, String.join("\n", more))),
                        "")
                .service("broken.Provider");
    }

    @ParameterizedTest
    @MethodSource("brokenProviders")
    void aBrokenProviderIsExplainedAndTheOthersWork(Case broken) throws Exception {
        Path jar = broken.jar.writeTo(modules.resolve("broken/broken.jar"));

        read();

        assertThat(catalog.problems()).singleElement().satisfies(problem -> assertThat(problem.toString())
                .startsWith(jar + ": " + broken.problem));
        assertThat(catalog.byLibrary("broken")).isEmpty();
        assertThat(catalog.byLibrary("good")).isPresent();
    }

    @Test
    void aProviderThatNeverEndsIsInterruptedAndNamed() throws Exception {
        Path jar = provider("new java.util.concurrent.CountDownLatch(1).await();", LIBRARIES, OPTIONS)
                .writeTo(modules.resolve("broken/broken.jar"));

        catalog = ModuleCatalog.read(List.of(modules), List.of(), Duration.ofSeconds(2));

        assertThat(problems())
                .contains(jar + ": broken.Provider can't be used: its constructor hasn't ended within 2 s");
    }

    @Test
    void aStartThatIsInterruptedStaysInterrupted() throws Exception {
        Thread.currentThread().interrupt();

        read();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(catalog.libraries()).doesNotContain("good");
        assertThat(problems()).isNotEmpty();
    }

    @Test
    void aFileThatIsNoJarIsNamed() throws Exception {
        Path good = modules.resolve("good/good.jar");
        byte[] bytes = Files.readAllBytes(good);
        Path truncated = write("broken/truncated.jar", java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Path empty = write("empty/empty.jar", new byte[0]);

        read();

        assertThat(problems())
                .hasSize(2)
                .anySatisfy(
                        problem -> assertThat(problem).startsWith(truncated + ": it isn't a jar that can be read: "))
                .anySatisfy(problem -> assertThat(problem).startsWith(empty + ": it isn't a jar that can be read: "));
        assertThat(catalog.byLibrary("good")).isPresent();
    }

    @Test
    void oneBrokenJarMakesItsWholeFolderUnusable() throws Exception {
        ModuleFiles.provider("broken.Provider", "broken").writeTo(modules.resolve("broken/broken.jar"));
        write("broken/library.jar", new byte[] {1, 2, 3});

        read();

        assertThat(problems()).hasSize(1);
        assertThat(catalog.byLibrary("broken")).isEmpty();
    }

    @Test
    void foldersThatHoldNoModuleAreNamed() throws Exception {
        Path empty = Files.createDirectories(modules.resolve("empty"));
        ModuleFiles.jar().entry("x.txt", "x").writeTo(modules.resolve("library/library.jar"));
        ModuleFiles.provider("deep.Provider", "deep").writeTo(modules.resolve("deep/lib/deep.jar"));
        Path loose = ModuleFiles.provider("loose.Provider", "loose").writeTo(modules.resolve("loose.jar"));

        read();

        assertThat(problems())
                .containsExactly(
                        modules.resolve("deep") + ": there is no jar directly in the folder",
                        empty + ": there is no jar directly in the folder",
                        modules.resolve("library") + ": no jar in the folder names a provider in " + SERVICE,
                        loose
                                + ": a jar isn't read here; put it into a folder of its own, with the jars that it needs");
        assertThat(catalog.libraries()).doesNotContain("deep", "loose");
    }

    @Test
    void aModuleDirectoryThatIsMissingIsNamed() throws Exception {
        Path missing = temp.resolve("missing");
        Path file = Files.writeString(temp.resolve("file"), "x");

        catalog = ModuleCatalog.read(List.of(missing, file, modules));

        assertThat(problems())
                .containsExactly(
                        missing + ": the module directory isn't there or can't be read, so no module is found in it",
                        file + ": it isn't a directory, so no module is found in it");
        assertThat(catalog.byLibrary("good")).isPresent();
    }

    @Test
    void aNameThatTwoProvidersClaimBelongsToNeither() throws Exception {
        Path first = ModuleFiles.providerSaying("a.Provider", "return java.util.Set.of(\"same\", \"a\");")
                .writeTo(modules.resolve("a/a.jar"));
        Path second = ModuleFiles.providerSaying("b.Provider", "return java.util.Set.of(\"same\", \"b\");")
                .writeTo(modules.resolve("b/b.jar"));

        read();

        String conflict =
                "several providers claim the library name 'same', so none of them has it; remove all but one of:"
                        + " a.Provider in " + first + ", b.Provider in " + second;
        assertThat(problems()).containsExactly(conflict);
        assertThat(catalog.byLibrary("same")).isEmpty();
        assertThat(catalog.byLibrary("a")).isPresent();
        assertThat(catalog.byLibrary("b")).isPresent();
        assertThat(catalog.reasons("same")).extracting(Problem::toString).containsExactly(conflict);
    }

    @Test
    void aPredefinedNameThatTwoProvidersClaimBelongsToNeither() throws Exception {
        for (String name : List.of("a", "b")) {
            ModuleFiles.jar()
                    .source(
                            name + ".Provider",
                            ModuleFiles.source(
                                    name + ".Provider",
                                    "",
                                    "return java.util.Set.of(\"" + name + "\");",
                                    OPTIONS,
                                    "@Override public java.util.Set<String> predefinedNames() { return java.util.Set.of(\"same\"); }"))
                    .service(name + ".Provider")
                    .writeTo(modules.resolve(name + "/" + name + ".jar"));
        }

        read();

        assertThat(problems()).singleElement().asString().contains("predefined name 'same'", "a.jar", "b.jar");
        assertThat(catalog.byPredefinedName("same")).isEmpty();
        assertThat(catalog.libraries()).contains("a", "b");
    }

    @Test
    void twoVersionsOfAModuleInOneFolderAreRefused() throws Exception {
        ModuleFiles.provider("one.Provider", "one").writeTo(modules.resolve("one/one-1.jar"));
        Path second = ModuleFiles.provider("one.Provider", "one").writeTo(modules.resolve("one/one-2.jar"));

        read();

        assertThat(problems())
                .containsExactly(
                        second + ": one.Provider is provided by one-1.jar in the same folder as well; remove one of"
                                + " the two jars");
        assertThat(catalog.byLibrary("one")).isEmpty();
    }

    @Test
    void linksOutOfTheModuleDirectoryAreNotFollowed() throws Exception {
        Path outside = ModuleFiles.provider("out.Provider", "out").writeTo(temp.resolve("elsewhere/out.jar"));
        Path folder = Files.createSymbolicLink(modules.resolve("folder"), outside.getParent());
        Files.createDirectories(modules.resolve("jar"));
        Path jar = Files.createSymbolicLink(modules.resolve("jar/out.jar"), outside);

        read();

        assertThat(problems())
                .containsExactly(
                        folder
                                + ": this link leads out of the module directory and isn't followed; copy the folder here",
                        jar + ": this link leads out of the module directory and isn't followed; copy the jar here");
        assertThat(catalog.byLibrary("out")).isEmpty();
    }

    @Test
    void aManifestThatLeadsOutOfTheFolderIsRefused() throws Exception {
        Path jar = ModuleFiles.provider("one.Provider", "one")
                .classPath("own.jar ../../elsewhere/out.jar")
                .writeTo(modules.resolve("one/one.jar"));
        Path remote = ModuleFiles.provider("two.Provider", "two")
                .classPath("http://example.org/two.jar")
                .writeTo(modules.resolve("two/two.jar"));

        read();

        assertThat(problems())
                .containsExactly(
                        jar + ": 'Class-Path' in its manifest leads out of the folder: '../../elsewhere/out.jar'",
                        remote
                                + ": 'Class-Path' in its manifest leads out of the folder: 'http://example.org/two.jar'");
        assertThat(catalog.libraries()).doesNotContain("one", "two");
    }

    @Test
    void aJarInTheFolderThatLeadsOutOfItInItsTurnIsRefused() throws Exception {
        Path jar = ModuleFiles.provider("one.Provider", "one")
                .classPath("lib/first.jar lib/")
                .writeTo(modules.resolve("one/one.jar"));
        ModuleFiles.jar().classPath("second.jar ../one.jar").writeTo(modules.resolve("one/lib/first.jar"));
        ModuleFiles.jar().classPath("../../../elsewhere/out.jar").writeTo(modules.resolve("one/lib/second.jar"));
        Path indexed = ModuleFiles.provider("two.Provider", "two")
                .entry("META-INF/INDEX.LIST", "JarIndex-Version: 1.0\n\ntwo.jar\ntwo\n\n../../elsewhere/out.jar\nout\n")
                .writeTo(modules.resolve("two/two.jar"));
        Path outside = ModuleFiles.jar().writeTo(temp.resolve("elsewhere/out.jar"));
        Path linked = ModuleFiles.provider("three.Provider", "three")
                .classPath("lib/link.jar")
                .writeTo(modules.resolve("three/three.jar"));
        Files.createDirectories(modules.resolve("three/lib"));
        Files.createSymbolicLink(modules.resolve("three/lib/link.jar"), outside);

        read();

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        jar + ": 'Class-Path' in its manifest leads out of the folder: '../../../elsewhere/out.jar'",
                        indexed + ": 'Class-Path' in its manifest leads out of the folder: '../../elsewhere/out.jar'",
                        linked + ": 'Class-Path' in its manifest leads out of the folder: 'lib/link.jar'");
        assertThat(catalog.libraries()).doesNotContain("one", "two", "three");
    }

    @Test
    void aJarThatLeadsToOthersOfItsFolderIsFine() throws Exception {
        ModuleFiles.provider("one.Provider", "one")
                .classPath("lib/first.jar missing.jar")
                .writeTo(modules.resolve("one/one.jar"));
        ModuleFiles.jar().classPath("../one.jar").writeTo(modules.resolve("one/lib/first.jar"));

        read();

        assertThat(problems()).isEmpty();
        assertThat(catalog.libraries()).contains("one");
    }

    @Test
    void whatMayBeWhyALibraryIsMissingIsWhatNobodyCanName() throws Exception {
        Path empty = Files.createDirectories(modules.resolve("empty"));
        ModuleFiles.provider("a.Provider", "same").writeTo(modules.resolve("a/a.jar"));
        ModuleFiles.provider("b.Provider", "same").writeTo(modules.resolve("b/b.jar"));

        read();

        assertThat(catalog.problems()).hasSize(2);
        assertThat(catalog.reasons("something"))
                .extracting(Problem::toString)
                .containsExactly(empty + ": there is no jar directly in the folder");
        assertThat(catalog.reasons("same")).singleElement().asString().contains("'same'");
    }

    private void read() {
        catalog = ModuleCatalog.read(List.of(modules));
    }

    private List<String> problems() {
        return catalog.problems().stream().map(Problem::toString).toList();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = modules.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }
}
