package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.service.Administration.Actor;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Secret;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database. */
class EmbeddedDatabaseTest extends DatabaseStoreContract {

    @TempDir
    Path folder;

    /** In memory, but for the tests that open a file: the file's locks belong to one pool, and these have two. */
    @Override
    DatabaseSettings settings() {
        return new DatabaseSettings("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", Secret.empty(), 4);
    }

    private DatabaseSettings file() {
        return DatabaseSettings.embedded(folder.resolve("store").toString());
    }

    @Test
    void whatWasChangedIsThereAfterARestart() {
        try (Administration administration = Administration.open(file(), PasswordSettings.USUAL)) {
            administration.putUser(Actor.local("admin"), "falken", Secret.of("joshua"));
        }
        try (DatabaseStore store = new DatabaseStore(Database.open(file()), PasswordSettings.USUAL)) {
            assertThat(store.isActive("falken")).isTrue();
        }
    }

    @Test
    void aServiceRunsOnIt() throws Exception {
        try (Administration administration = Administration.open(file(), PasswordSettings.USUAL)) {
            administration.putUser(Actor.local("admin"), "falken", Secret.of("joshua"));
            administration.putUserDocument(Actor.local("admin"), "falken", "{\"logon\":true}".getBytes(UTF_8));
        }
        try (PermissionsService service =
                PermissionsService.builder().port(0).database(file()).start()) {
            assertThat(Running.send(java.net.http.HttpRequest.newBuilder(
                                            java.net.URI.create(service.uri() + "/permissions/falken"))
                                    .header("Authorization", Running.basic("falken", "joshua")))
                            .body())
                    .isEqualTo("{\"logon\":true}");
        }
    }

    @Test
    void aDatabaseThatIsOfAnotherKindOrCantBeReachedStopsTheStart() {
        assertThatThrownBy(() -> Database.open(new DatabaseSettings("jdbc:mysql://x", "", Secret.empty(), 1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("jdbc:postgresql:");
        assertThatThrownBy(() -> Database.open(
                        new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/x", "user", Secret.of("hidden"), 1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("can't be reached")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void oneStoreIsEnough() {
        assertThatThrownBy(() -> PermissionsService.builder()
                        .database(file())
                        .passwords(folder.resolve("passwords"))
                        .start())
                .hasMessageContaining("not from both");
    }
}
