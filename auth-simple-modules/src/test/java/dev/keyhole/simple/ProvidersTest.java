package dev.keyhole.simple;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.ModuleProvider;
import java.util.Comparator;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProvidersTest {

    @Test
    void provideTheModulesThatAreAlwaysThereByTheirNames() {
        assertThat(ServiceLoader.load(ModuleProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .flatMap(provider -> provider.predefinedNames().stream()))
                .containsExactlyInAnyOrder(
                        "amps-default-authentication-module",
                        "amps-implicit-authentication-module",
                        "amps-default-no-authentication-module",
                        "amps-default-authenticator-module",
                        "amps-default-entitlement-module",
                        "amps-default-no-entitlement-module");
    }

    @Test
    void provideThemAsLibrariesToo() {
        assertThat(ServiceLoader.load(ModuleProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .map(ModuleProvider::libraries)
                        .sorted(Comparator.comparing(Set::size)))
                .contains(
                        Set.of("amps-default-entitlement-module"),
                        Set.of("keyhole-simple-access", "libamps_simple_access_entitlement.so"))
                .hasSize(7);
    }
}
