package dev.keyhole.it;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the lines between the rooms: who may know whom. */
class ArchitectureTest {

    private static final String[] EVERYWHERE = {"java..", "javax..", "org.jspecify.."};
    private static final String[] MODULES = {
        "dev.keyhole.simple..", "dev.keyhole.http..", "dev.keyhole.exec..", "dev.keyhole.token.."
    };
    private static final String[] ENGINE_ROOM = {"dev.keyhole.host.engine..", "dev.keyhole.host.loader.."};

    private static final JavaClasses KEYHOLE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.keyhole");

    static List<Arguments> rooms() {
        return List.of(
                room("spi"),
                room("simple", "dev.keyhole.spi.."),
                room("permissions", "dev.keyhole.spi..", "tools.jackson.core.."),
                room("tls", "dev.keyhole.spi.."),
                room(
                        "http",
                        "dev.keyhole.spi..",
                        "dev.keyhole.permissions..",
                        "dev.keyhole.tls..",
                        "org.apache.hc..",
                        "tools.jackson.core..",
                        "org.slf4j.."),
                room(
                        "token",
                        "dev.keyhole.spi..",
                        "dev.keyhole.permissions..",
                        "dev.keyhole.tls..",
                        "com.nimbusds.jose..",
                        "tools.jackson.core..",
                        "org.slf4j.."),
                room("exec", "dev.keyhole.spi..", "tools.jackson.core..", "org.slf4j.."),
                room("cache", "dev.keyhole.spi..", "com.github.benmanes.caffeine..", "org.slf4j.."),
                room("host", "dev.keyhole.spi..", "dev.keyhole.cache..", "io.micrometer..", "org.slf4j.."),
                room(
                        "artemis",
                        "dev.keyhole.spi..",
                        "dev.keyhole.host..",
                        "org.apache.activemq.artemis..",
                        "io.netty..",
                        "org.apache.qpid.proton..",
                        "org.slf4j.."));
    }

    private static Arguments room(String name, String... mayUse) {
        return Arguments.of(name, mayUse);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    void aRoomUsesOnlyWhatItMay(String name, String[] mayUse) {
        String own = "dev.keyhole." + name + "..";
        String[] allowed = Stream.of(new String[] {own}, EVERYWHERE, mayUse)
                .flatMap(Arrays::stream)
                .toArray(String[]::new);

        assertThat(KEYHOLE.stream().filter(resideInAPackage(own)))
                .as("classes of %s", own)
                .isNotEmpty();
        check(classes().that().resideInAPackage(own).should().onlyDependOnClassesThat(resideInAnyPackage(allowed)));
    }

    @Test
    void theHostNamesNoModule() {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.keyhole.host..", "dev.keyhole.cache..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MODULES));
    }

    @Test
    void noModuleSeesTheHostOrAnotherModule() {
        check(noClasses()
                .that()
                .resideInAnyPackage(MODULES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.keyhole.host..", "dev.keyhole.cache..", "dev.keyhole.service.."));
        check(slices().matching("dev.keyhole.(simple|http|exec|token)..")
                .should()
                .notDependOnEachOther());
    }

    /** The demo starts a broker as its operators would; that is all it does with it. */
    @Test
    void brokerTypesStopAtTheirDoor() {
        check(noClasses()
                .that(not(resideInAnyPackage("dev.keyhole.artemis..")))
                .and(not(simpleName("InstalledBroker")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.activemq.."));
    }

    @Test
    void theEngineRoomIsNotApi() {
        check(noClasses()
                .that(not(resideInAPackage("dev.keyhole.host..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINE_ROOM));
    }

    @Test
    void timeComesInThroughTheHost() {
        check(noClasses()
                .that()
                .resideInAnyPackage(MODULES)
                .or()
                .resideInAnyPackage("dev.keyhole.host.engine..", "dev.keyhole.cache..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class));
    }

    @Test
    void onlyTheCommandPrints() {
        check(noClasses()
                .that(describe("aren't the command", (JavaClass type) -> !type.getPackageName()
                        .startsWith("dev.keyhole.cli")))
                .should(ACCESS_STANDARD_STREAMS));
    }

    private static void check(ArchRule rule) {
        rule.check(KEYHOLE);
    }
}
