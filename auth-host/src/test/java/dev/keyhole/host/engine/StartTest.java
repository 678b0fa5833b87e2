package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static dev.keyhole.host.engine.TestConfiguration.option;
import static dev.keyhole.host.engine.TestConfiguration.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Host;
import dev.keyhole.host.HostBuilder;
import dev.keyhole.host.HostBuilder.BuiltInDefaults;
import dev.keyhole.host.HostSettings;
import dev.keyhole.host.Inspection;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {

    private final ScriptedModule module = ScriptedModule.named("scripted");

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(module.openContexts).hasValue(0);
        assertThat(module.openModules).hasValue(0);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith("keyhole-")));
    }

    private HostBuilder builder(TestConfiguration configuration) {
        return Host.builder().provider(module).configuration(configuration.build());
    }

    /** Errors of a start that fails, which are the same that an inspection finds. */
    private List<String> errors(HostBuilder builder) {
        List<Problem> inspected = builder.inspect().errors();
        List<String> errors = inspected.stream().map(Problem::toString).toList();
        if (!errors.isEmpty()) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(builder::start)
                    .satisfies(thrown -> assertThat(thrown.problems()).isEqualTo(inspected));
        }
        return errors;
    }

    private List<String> errors(TestConfiguration configuration) {
        return errors(builder(configuration));
    }

    private static List<String> warnings(HostBuilder builder) {
        Inspection inspection = builder.inspect();
        assertThat(inspection.errors()).isEmpty();
        return inspection.warnings().stream().map(Problem::toString).toList();
    }

    private static TestConfiguration fine() {
        return new TestConfiguration()
                .module("one", "scripted")
                .authentication(chain("one"))
                .entitlement(chain("one"))
                .transport("mqtt");
    }

    @Test
    void aHostNeedsAConfiguration() {
        assertThatIllegalStateException().isThrownBy(() -> Host.builder().start());
    }

    @Test
    void anInspectionOfAGoodConfigurationFindsNothing() {
        assertThat(builder(fine()).inspect()).isEqualTo(new Inspection(List.of(), List.of()));
        assertThat(module.openings).as("contexts that were tried").hasSize(2);
    }

    @Test
    void settingsHaveTheirDefaults() {
        try (Host host = builder(fine()).start()) {
            assertThat(host.settings())
                    .isEqualTo(new HostSettings(
                            HostSettings.NameStyle.SLASH, 1_024, Duration.ofSeconds(30), Duration.ofSeconds(2)));
        }
    }

    @Test
    void settingsAreThoseOfTheKeyholeElement() {
        try (Host host = builder(fine().set("NameStyle", "dot")
                        .set("MaxNameLength", "99")
                        .set("AuthenticationTimeout", "3s")
                        .set("EventLoopWait", "500ms"))
                .start()) {
            assertThat(host.settings())
                    .isEqualTo(new HostSettings(
                            HostSettings.NameStyle.DOT, 99, Duration.ofSeconds(3), Duration.ofMillis(500)));
        }
    }

    @Test
    void everyProblemIsListedAtOnce() {
        module.withOptions(ScriptedModule.LEVEL, ScriptedModule.NEEDED);
        TestConfiguration configuration = new TestConfiguration()
                .error("the file is odd")
                .set("NameStlye", "dot")
                .set("CallTimeout", "0")
                .module("one", "scripted", option("Level", "12"))
                .module("two", "scripted", option("Needed", "x"))
                .module("odd", "libldap.so")
                .authentication(chain("one", "oone", "odd"))
                .transport("mqtt")
                .transport(
                        "amqp",
                        chain("two"),
                        new Configuration.Chain(List.of(use("two", option("Level", "6"), option("Lvel", "1"))), ""));
        assertThat(errors(configuration))
                .containsExactlyInAnyOrder(
                        "test.xml:NameStlye: 'NameStlye' isn't an option; did you mean 'NameStyle'?",
                        "test.xml:CallTimeout: 'CallTimeout' must be more than zero",
                        "the file is odd",
                        "test.xml:Level: 'Level' must be a whole number from 0 to 9",
                        "test.xml:use-of-one: 'Needed' is missing: some text",
                        "test.xml:use-of-oone: there is no module named 'oone'; did you mean 'one'?",
                        "test.xml:module-odd: library 'libldap.so' of module 'odd' isn't among the modules of this host:"
                                + " put its folder into the module directory, or use a library that is there;"
                                + " known are scripted",
                        "test.xml:transport-mqtt: transport 'mqtt' has no Entitlement, nor has the instance: name a"
                                + " module, or say <BuiltInDefaults>true</BuiltInDefaults> in Keyhole if everybody may"
                                + " do everything",
                        "test.xml:Lvel: 'Lvel' isn't an option; did you mean 'Level'?");
    }

    @Test
    void aModulesOwnComplaintStandsWhereTheOptionIs() {
        assertThat(errors(new TestConfiguration()
                        .module("one", "scripted", option("Level", "6"))
                        .transport("mqtt", chain("one"), chain("one"))
                        .transport("amqp", chain("one"), chain("one"))))
                .containsExactly("test.xml:Level: 'Level' can't be 6 here");
    }

    @Test
    void aModuleThatThrowsAtItsStartIsNamedWithTheCause() {
        module.atLoad = () -> {
            throw new IllegalStateException("no tokens left");
        };
        assertThat(errors(fine()))
                .containsExactly("test.xml:module-one: module 'one' failed: java.lang.IllegalStateException: no tokens"
                        + " left");

        module.atLoad = () -> {
            throw new NoClassDefFoundError("com/example/Missing");
        };
        assertThat(errors(fine())).singleElement().asString().contains("com/example/Missing", "a class that it needs");

        module.atLoad = () -> {
            throw new ConfigurationException("two passwords");
        };
        assertThat(errors(fine())).containsExactly("test.xml:module-one: module 'one': two passwords");
    }

    @Test
    void aContextThatCantBeOpenedIsNamedWithTheCause() {
        module.atOpening = () -> {
            throw new IllegalStateException("no room");
        };
        assertThat(errors(fine()))
                .containsExactly("test.xml:use-of-one: module 'one' failed: java.lang.IllegalStateException: no room");
        module.atOpening = () -> {};
    }

    @Test
    void aModuleMustBeAbleToDoWhatItIsUsedFor() {
        module.capabilities = Set.of(Capability.ENTITLEMENT);
        assertThat(errors(fine()))
                .containsExactly("test.xml:use-of-one: module 'one' can't be used for authentication");
        module.capabilities = Set.of(Capability.AUTHENTICATION);
        assertThat(errors(fine())).containsExactly("test.xml:use-of-one: module 'one' can't be used for entitlement");
    }

    @Test
    void onlyModulesInUseAreLoadedAndEachOnce() {
        try (Host host =
                builder(fine().module("idle", "scripted").transport("amqp")).start()) {
            assertThat(host.transportNames()).hasSize(2);
            assertThat(module.loads).singleElement().satisfies(load -> assertThat(load.name())
                    .isEqualTo("one"));
            assertThat(module.openings)
                    .extracting(settings -> settings.transport())
                    .containsExactly("mqtt", "mqtt", "amqp", "amqp");
        }
    }

    @Test
    void anUnusedModuleOfAForeignLibraryIsPassedOverWithAWarning() {
        assertThat(warnings(builder(fine().warning("read with care").module("odd", "libldap.so"))))
                .containsExactly(
                        "read with care",
                        "test.xml:module-odd: module 'odd' is passed over: its library 'libldap.so' isn't among the"
                                + " modules of this host, and no block names it");
    }

    @Test
    void aBrokenFolderThatNobodyNamesIsAWarning(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("broken"));
        Files.writeString(directory.resolve("broken").resolve("module.jar"), "no jar at all");

        assertThat(warnings(builder(fine()).moduleDirectory(directory)))
                .singleElement()
                .asString()
                .contains("module.jar");
    }

    @Test
    void aBrokenFolderMayExplainALibraryThatIsMissing(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("broken"));
        Files.writeString(directory.resolve("broken").resolve("module.jar"), "no jar at all");

        HostBuilder builder = builder(fine().module("far", "far-away").transport("x", chain("far"), chain("one")))
                .moduleDirectory(directory);
        assertThat(errors(builder)).hasSize(2).anyMatch(error -> error.contains("module.jar"));
        assertThat(builder.inspect().warnings()).isEmpty();
    }

    @Test
    void aTransportWithoutModulesNeedsThatToBeSaid() {
        TestConfiguration nothing = new TestConfiguration().transport("mqtt");
        assertThat(errors(nothing)).hasSize(2).allMatch(error -> error.contains("BuiltInDefaults"));

        // The defaults are modules like any others, and not among those of this test.
        assertThat(errors(builder(nothing).builtInDefaults(BuiltInDefaults.ALLOWED)))
                .anyMatch(error -> error.contains("'amps-default-authentication-module'"))
                .anyMatch(error -> error.contains("'amps-default-entitlement-module'"));
        assertThat(errors(builder(nothing.set("BuiltInDefaults", "false")).builtInDefaults(BuiltInDefaults.ALLOWED)))
                .hasSize(2)
                .allMatch(error -> error.contains("BuiltInDefaults"));
    }

    @Test
    void everyBlockThatNamesAModuleWhichIsntThereIsListed() {
        Configuration.Use logon = new Configuration.Use("oone", List.of(), "test.xml:4");
        Configuration.Use checks = new Configuration.Use("oone", List.of(), "test.xml:5");
        assertThat(errors(new TestConfiguration()
                        .module("one", "scripted")
                        .authentication(new Configuration.Chain(List.of(logon), ""))
                        .entitlement(new Configuration.Chain(List.of(checks), ""))
                        .transport("mqtt")
                        .transport("amqp")))
                .containsExactly(
                        "test.xml:4: there is no module named 'oone'; did you mean 'one'?",
                        "test.xml:5: there is no module named 'oone'; did you mean 'one'?");
    }
}
